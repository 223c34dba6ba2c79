import { element } from './elements.js'

/**
 * @typedef {import('./types.d.ts').Session} Session
 * @typedef {import('./types.d.ts').SignedIn} SignedIn
 * @typedef {import('./types.d.ts').Tokens} Tokens
 */

const root = new URL('../', import.meta.url)
const key = 'blurosiere.session'
/** How long before its end a token is renewed. */
const aheadMs = 60_000
/** After a renewal that failed for now. */
const retryMs = 5_000

const stored = () => /** @type {Session | undefined} */ (JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined)

/**
 * Calls this server as the signed-in person. Rejects with what the server says.
 *
 * @param {string} path
 * @param {unknown} [body]
 * @param {string} [token]
 * @returns {Promise<unknown>}
 */
export async function post(path, body, token) {
  const response = await fetch(new URL(`api/v1${path}`, root), {
    method: 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (response.ok) return text ? JSON.parse(text) : undefined
  const { title, detail, code } = /** @type {{ title: string, detail?: string, code: string }} */ (JSON.parse(text))
  throw Object.assign(new Error([title, detail].filter(Boolean).join(': ')), { code })
}

/**
 * Puts the form into `place`, and tells of every sign-in, renewed token and sign-out. The token in use is told at once.
 *
 * @param {HTMLElement} place
 * @param {(token: string | undefined) => void} changed
 */
export function offerSignIn(place, changed) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  /** @param {Session | undefined} session @param {string} [problem] */
  const show = (session, problem) => {
    clearTimeout(timer)
    if (session) {
      sessionStorage.setItem(key, JSON.stringify(session))
      timer = setTimeout(() => void renew(session), session.expiresAt - aheadMs - Date.now())
    } else sessionStorage.removeItem(key)
    place.replaceChildren(session ? signedIn(session) : signInForm(problem))
    changed(session?.accessToken)
  }

  /** @param {Tokens} tokens @param {Session['user']} user */
  const take = ({ accessToken, refreshToken, expiresIn }, { name, role }) =>
    show({ accessToken, refreshToken, expiresAt: Date.now() + expiresIn * 1000, user: { name, role } })

  /** @param {Session} session */
  const renew = async (session) => {
    const { refreshToken, user } = session
    try {
      take(/** @type {Tokens} */ (await post('/auth/refresh', { refreshToken })), user)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'invalid_refresh_token')
        show(undefined, 'The session has ended: please sign in again.')
      // A network or a server that is away ends nothing.
      else timer = setTimeout(() => void renew(session), retryMs)
    }
  }

  /** @param {Session} session */
  const signedIn = ({ accessToken, user: { name, role } }) => {
    const end = () => {
      show(undefined)
      // The session may be over already.
      post('/auth/logout', undefined, accessToken).catch(() => {})
    }
    return element(
      'p',
      { class: 'row' },
      element('span', {}, element('b', {}, name), ` · ${role}`),
      element('button', { type: 'button', class: 'quiet', click: end }, 'Sign out'),
    )
  }

  /** @param {string} [problem] */
  const signInForm = (problem) => {
    const email = element('input', {
      type: 'email',
      autocomplete: 'username',
      placeholder: 'e-mail',
      'aria-label': 'E-mail',
      required: true,
    })
    const password = element('input', {
      type: 'password',
      autocomplete: 'current-password',
      placeholder: 'password',
      'aria-label': 'Password',
      required: true,
    })
    const alert = element('span', { class: 'bad', role: 'alert' }, problem ?? '')
    const submit = async () => {
      try {
        const given = { email: email.value, password: password.value }
        const answer = /** @type {SignedIn} */ (await post('/auth/login', given))
        take(answer, answer.user)
      } catch (error) {
        alert.textContent = error instanceof Error ? error.message : String(error)
      }
    }
    return element(
      'form',
      {
        class: 'row',
        submit: (event) => {
          event.preventDefault()
          void submit()
        },
      },
      ...[email, password, element('button', { type: 'submit' }, 'Sign in'), alert],
    )
  }

  // One that has run out meanwhile is renewed at once.
  show(stored())
}
