import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError, problems } from '../errors.ts'
import { acceptForms, type Html, html, sendPage } from '../http/html.ts'
import { type Language, languageOf } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import { password as passwordRule } from '../users/users.ts'
import type { AccountLinks, Owner } from './account-links.ts'
import type { EmailChanges } from './email-change.ts'

const query = z.object({ token: z.string().max(200) }).partial()

const pt = {
  reset: 'Escolha uma nova senha',
  invitation: 'Escolha uma senha para entrar',
  restore: 'Recupere sua conta com uma nova senha',
  newEmail: 'Confirme seu novo e-mail',
  newEmailText: 'Toque no botão para que este endereço passe a ser o e-mail da sua conta.',
  newEmailButton: 'Usar este e-mail',
  newEmailTaken: 'E-mail alterado',
  newEmailTakenText:
    'A partir de agora, entre com este endereço. Avisamos o endereço anterior, e as outras sessões foram encerradas.',
  verify: 'Confirme seu e-mail',
  verifyText: 'Toque no botão para confirmar que este endereço é seu.',
  verifyButton: 'Confirmar meu e-mail',
  phone: (number: string) => `Os SMS desta conta vão para ${number}. Este telefone é seu?`,
  phoneKeep: 'Sim, é meu: confirmar meu e-mail',
  phoneRemove: 'Não é meu: retirar o telefone e confirmar meu e-mail',
  password: 'Nova senha',
  rule: 'De 10 a 128 caracteres. Uma frase é fácil de lembrar e difícil de adivinhar.',
  repeat: 'Repita a senha',
  save: 'Salvar senha',
  differ: 'As duas senhas não são iguais.',
  length: 'A senha precisa ter de 10 a 128 caracteres.',
  saved: 'Senha salva',
  savedText: 'Agora você já pode entrar com ela. Todas as sessões abertas foram encerradas.',
  verified: 'E-mail confirmado',
  verifiedText:
    'Obrigado! Você já pode fechar esta página. Se você já assinava sua agenda em outro aplicativo, copie o novo endereço dela.',
  phoneRemoved: 'O telefone foi retirado da conta.',
  dead: 'Este link não vale mais',
  deadText: 'Ele já foi usado, passou do prazo ou está incompleto. Peça outro.',
}

const en: typeof pt = {
  reset: 'Choose a new password',
  invitation: 'Choose a password to sign in',
  restore: 'Take your account back with a new password',
  newEmail: 'Confirm your new e-mail',
  newEmailText: 'Press the button to make this address the e-mail of your account.',
  newEmailButton: 'Use this e-mail',
  newEmailTaken: 'E-mail changed',
  newEmailTakenText:
    'From now on, sign in with this address. The earlier one was told, and your other sessions were ended.',
  verify: 'Confirm your e-mail',
  verifyText: 'Press the button to confirm that this address is yours.',
  verifyButton: 'Confirm my e-mail',
  phone: (number: string) => `The text messages of this account go to ${number}. Is that your phone?`,
  phoneKeep: 'Yes, it is mine: confirm my e-mail',
  phoneRemove: 'No, it is not: remove the phone and confirm my e-mail',
  password: 'New password',
  rule: 'From 10 to 128 characters. A phrase is easy to remember and hard to guess.',
  repeat: 'Repeat the password',
  save: 'Save password',
  differ: 'The two passwords are not the same.',
  length: 'The password has to have 10 to 128 characters.',
  saved: 'Password saved',
  savedText: 'You can sign in with it now. All open sessions were ended.',
  verified: 'E-mail confirmed',
  verifiedText:
    'Thank you! You can close this page now. If another app subscribes to your calendar already, copy its new address.',
  phoneRemoved: 'The phone was removed from the account.',
  dead: 'This link is no longer valid',
  deadText: 'It was used already, has expired or is incomplete. Please ask for another.',
}

const words = { 'pt-BR': pt, en } as const

/**
 * The pages that account letters lead to where no front end is configured: `/reset-password`, `/invitation`,
 * `/verify-email`, `/confirm-email`, `/restore-email`. A GET changes nothing, whoever follows the link first; the form uses it up.
 */
export const accountPageRoutes: Routes<{ accounts: AccountLinks; changes: EmailChanges; brand: string }> = async (
  app,
  { accounts, changes, brand },
) => {
  acceptForms(app)
  const spoken = (request: FastifyRequest): Language => languageOf(request.headers['accept-language'])
  const field = (request: FastifyRequest, name: string): string => {
    const value = (request.body as Record<string, unknown> | undefined)?.[name] // a form's fields, or whatever was sent
    return typeof value === 'string' ? value : ''
  }
  const show = (request: FastifyRequest, reply: FastifyReply, page: { title: string; body: Html; status?: number }) =>
    sendPage(reply, { language: spoken(request), brand, ...page })
  const dead = (request: FastifyRequest, reply: FastifyReply) => {
    const { dead: title, deadText } = words[spoken(request)]
    return show(request, reply, { status: 422, title, body: html`<p>${deadText}</p>` })
  }
  /** The page for a link that is worth nothing; any other refusal is the error handler's. */
  const orDead = async (request: FastifyRequest, reply: FastifyReply, work: () => Promise<FastifyReply>) => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid_token') return dead(request, reply)
      throw error
    }
  }

  const form = (request: FastifyRequest, reply: FastifyReply, owner: Owner, title: string, problem?: string) => {
    const { password, rule, repeat, save } = words[spoken(request)]
    const said = problem !== undefined && html`<p class="bad" id="problem" role="alert">${problem}</p>`
    const body = html`${said}
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
    return show(request, reply, { title, body, ...(problem === undefined ? {} : { status: 422 }) })
  }

  const ofPassword = { owner: accounts.owner, choose: accounts.choosePassword }
  for (const [path, heading, link] of [
    ['/reset-password', 'reset', ofPassword],
    ['/invitation', 'invitation', ofPassword],
    ['/restore-email', 'restore', { owner: changes.owner, choose: changes.restore }],
  ] as const) {
    app.get(path, { schema: { querystring: query } }, (request, reply) =>
      orDead(request, reply, async () => {
        const owner = await link.owner(request.query.token ?? '')
        return form(request, reply, owner, words[spoken(request)][heading])
      }),
    )

    app.post(path, { schema: { querystring: query } }, (request, reply) =>
      orDead(request, reply, async () => {
        await app.limits.consume('account-link', request.ip)
        const { [heading]: title, length, differ, saved, savedText } = words[spoken(request)]
        const { token = '' } = request.query
        const owner = await link.owner(token)
        const password = passwordRule.safeParse(field(request, 'password'))
        if (!password.success) return form(request, reply, owner, title, length)
        if (password.data !== field(request, 'repeat')) return form(request, reply, owner, title, differ)
        try {
          await link.choose(token, password.data, request.ip)
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'weak_password') throw error
          return form(request, reply, owner, title, problems.weak_password[spoken(request) === 'en' ? 2 : 1])
        }
        return show(request, reply, { title: saved, body: html`<p>${savedText}</p>` })
      }),
    )
  }

  app.get('/verify-email', { schema: { querystring: query } }, async (request, reply) => {
    const { verify, verifyText, verifyButton, phone, phoneKeep, phoneRemove } = words[spoken(request)]
    const number = await accounts.unknownPhone(request.query.token ?? '')
    // Whoever made the account may have left a number of theirs in it.
    const buttons = number
      ? html`<p>${phone(number)}</p>
          <p><button type="submit" name="phone" value="keep">${phoneKeep}</button></p>
          <p><button type="submit" name="phone" value="remove">${phoneRemove}</button></p>`
      : html`<button type="submit">${verifyButton}</button>`
    const body = html`${!number && html`<p>${verifyText}</p>`}
      <form method="post">${buttons}</form>`
    return show(request, reply, { title: verify, body })
  })

  app.post('/verify-email', { schema: { querystring: query } }, (request, reply) =>
    orDead(request, reply, async () => {
      await app.limits.consume('account-link', request.ip)
      const removePhone = field(request, 'phone') === 'remove'
      await accounts.verifyEmail(request.query.token ?? '', { removePhone })
      const { verified, verifiedText, phoneRemoved } = words[spoken(request)]
      const body = html`${removePhone && html`<p>${phoneRemoved}</p>`}
        <p>${verifiedText}</p>`
      return show(request, reply, { title: verified, body })
    }),
  )

  app.get('/confirm-email', { schema: { querystring: query } }, (request, reply) => {
    const { newEmail, newEmailText, newEmailButton } = words[spoken(request)]
    const body = html`<p>${newEmailText}</p>
      <form method="post"><button type="submit">${newEmailButton}</button></form>`
    return show(request, reply, { title: newEmail, body })
  })

  app.post('/confirm-email', { schema: { querystring: query } }, (request, reply) =>
    orDead(request, reply, async () => {
      await app.limits.consume('account-link', request.ip)
      await changes.take(request.query.token ?? '')
      const { newEmailTaken, newEmailTakenText } = words[spoken(request)]
      return show(request, reply, { title: newEmailTaken, body: html`<p>${newEmailTakenText}</p>` })
    }),
  )
}
