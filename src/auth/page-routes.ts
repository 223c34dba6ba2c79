import { z } from 'zod'
import { AppError } from '../errors.ts'
import { acceptForms, html, type PageContent, sendPage } from '../http/html.ts'
import { languageOf } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import { password as passwordRule } from '../users/users.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Catalogue } from '../words/pt-BR/catalogue.ts'
import type { AccountLinks, Owner } from './account-links.ts'
import type { EmailChanges } from './email-change.ts'

type Page = Pick<PageContent, 'title' | 'body'> & { readonly status?: number }

interface PageRequest {
  readonly words: Catalogue
  readonly token: string
  readonly ip: string
  /** A field of the form; empty on a GET. */
  field(name: string): string
}

type Render = (request: PageRequest) => Page | Promise<Page>
type AddPage = (path: string, get: Render, post: Render) => void

const querystring = z.object({ token: z.string().max(200) }).partial()

/**
 * The pages that account letters link to where no front end is configured. A GET changes nothing, because mail scanners and
 * previews follow links, too; the form uses the link up.
 */
export const accountPageRoutes: Routes = async (app) => {
  const { brand } = app.config.clinic
  acceptForms(app)
  const { links, emailChanges } = app.accounts
  const route = (method: 'GET' | 'POST', url: string, render: Render) =>
    app.route({
      method,
      url,
      schema: { querystring },
      async handler({ headers, query: { token = '' }, body, ip }, reply) {
        const language = languageOf(headers['accept-language'])
        const words = wordsFor(language)
        const answer = (page: Page) => sendPage(reply, { language, brand, ...page })
        const field = (name: string) => {
          const value = (body as Record<string, unknown> | undefined)?.[name] // of a form, or of any JSON
          return typeof value === 'string' ? value : ''
        }
        try {
          if (method === 'POST') await app.limits.consume('account-link', ip)
          return answer(await render({ words, token, ip, field }))
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'invalid_token') throw error
          const { dead: title, deadText } = words.accountPages
          return answer({ status: 422, title, body: html`<p>${deadText}</p>` })
        }
      },
    })
  const addPage: AddPage = (path, get, post) => {
    route('GET', path, get)
    route('POST', path, post)
  }
  const byPassword = { owner: links.owner, choose: links.choosePassword }
  passwordPage(addPage, '/reset-password', 'reset', byPassword)
  passwordPage(addPage, '/invitation', 'invitation', byPassword)
  passwordPage(addPage, '/restore-email', 'restore', { owner: emailChanges.owner, choose: emailChanges.restore })
  verifyPage(addPage, links)
  confirmPage(addPage, emailChanges)
}

/** Where a link lets its owner choose a password. */
function passwordPage(
  addPage: AddPage,
  path: string,
  heading: 'reset' | 'invitation' | 'restore',
  link: { owner: AccountLinks['owner']; choose: AccountLinks['choosePassword'] },
): void {
  addPage(
    path,
    async ({ words: { accountPages }, token }) =>
      passwordForm(accountPages, await link.owner(token), accountPages[heading]),
    async ({ words, token, ip, field }) => {
      const { [heading]: title, length, differ, saved, savedText } = words.accountPages
      const owner = await link.owner(token)
      const again = (problem: string) => passwordForm(words.accountPages, owner, title, problem)
      const password = passwordRule.safeParse(field('password'))
      if (!password.success) return again(length)
      if (password.data !== field('repeat')) return again(differ)
      try {
        await link.choose(token, password.data, ip)
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'weak_password') throw error
        return again(words.problems.weak_password)
      }
      return { title: saved, body: html`<p>${savedText}</p>` }
    },
  )
}

function passwordForm(words: Catalogue['accountPages'], owner: Owner, title: string, problem?: string): Page {
  const { password, rule, repeat, save } = words
  const alert = problem !== undefined && html`<p class="bad" id="problem" role="alert">${problem}</p>`
  const body = html`${alert}
    <form method="post">
      <input type="text" name="username" autocomplete="username" hidden readonly value="${owner.email ?? ''}" />
      <label for="password">${password}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        required
        minlength="10"
        maxlength="128"
        aria-describedby="rule${problem !== undefined && ' problem'}"
        autofocus
      />
      <p class="muted" id="rule">${rule}</p>
      <label for="repeat">${repeat}</label>
      <input id="repeat" name="repeat" type="password" autocomplete="new-password" required maxlength="128" />
      <button type="submit">${save}</button>
    </form>`
  return { title, body, status: problem === undefined ? 200 : 422 }
}

function verifyPage(addPage: AddPage, { unknownPhone, verifyEmail }: AccountLinks): void {
  addPage(
    '/verify-email',
    async ({ words: { accountPages: words }, token }) => {
      const number = await unknownPhone(token)
      // An account made by another person may hold a number of theirs.
      const buttons = number
        ? html`<p>${words.phone(number)}</p>
            <p><button type="submit" name="phone" value="keep">${words.phoneKeep}</button></p>
            <p><button type="submit" name="phone" value="remove">${words.phoneRemove}</button></p>`
        : html`<button type="submit">${words.verifyButton}</button>`
      const body = html`${!number && html`<p>${words.verifyText}</p>`}
        <form method="post">${buttons}</form>`
      return { title: words.verify, body }
    },
    async ({ words: { accountPages: words }, token, field }) => {
      const removePhone = field('phone') === 'remove'
      await verifyEmail(token, { removePhone })
      const body = html`${removePhone && html`<p>${words.phoneRemoved}</p>`}
        <p>${words.verifiedText}</p>`
      return { title: words.verified, body }
    },
  )
}

function confirmPage(addPage: AddPage, { take }: EmailChanges): void {
  addPage(
    '/confirm-email',
    ({ words: { accountPages: words } }) => ({
      title: words.newEmail,
      body: html`<p>${words.newEmailText}</p>
        <form method="post"><button type="submit">${words.newEmailButton}</button></form>`,
    }),
    async ({ words: { accountPages: words }, token }) => {
      await take(token)
      return { title: words.newEmailTaken, body: html`<p>${words.newEmailTakenText}</p>` }
    },
  )
}
