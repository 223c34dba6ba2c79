import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { acceptForms, type Html, html, sendPage } from '../http/html.ts'
import { languageOf } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import { password as passwordRule } from '../users/users.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { AccountLinks, Owner } from './account-links.ts'
import type { EmailChanges } from './email-change.ts'

const query = z.object({ token: z.string().max(200) }).partial()

/**
 * The pages that account letters lead to where no front end is configured: `/reset-password`, `/invitation`,
 * `/verify-email`, `/confirm-email`, `/restore-email`. A GET changes nothing, whoever follows the link first; the form uses it up.
 */
export const accountPageRoutes: Routes<{ accounts: AccountLinks; changes: EmailChanges; brand: string }> = async (
  app,
  { accounts, changes, brand },
) => {
  acceptForms(app)
  const spoken = (request: FastifyRequest) => languageOf(request.headers['accept-language'])
  const wordsOf = (request: FastifyRequest) => wordsFor(spoken(request)).accountPages
  const field = (request: FastifyRequest, name: string): string => {
    const value = (request.body as Record<string, unknown> | undefined)?.[name] // a form's fields, or whatever was sent
    return typeof value === 'string' ? value : ''
  }
  const show = (request: FastifyRequest, reply: FastifyReply, page: { title: string; body: Html; status?: number }) =>
    sendPage(reply, { language: spoken(request), brand, ...page })
  const dead = (request: FastifyRequest, reply: FastifyReply) => {
    const { dead: title, deadText } = wordsOf(request)
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
    const { password, rule, repeat, save } = wordsOf(request)
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
        return form(request, reply, owner, wordsOf(request)[heading])
      }),
    )

    app.post(path, { schema: { querystring: query } }, (request, reply) =>
      orDead(request, reply, async () => {
        await app.limits.consume('account-link', request.ip)
        const { [heading]: title, length, differ, saved, savedText } = wordsOf(request)
        const { token = '' } = request.query
        const owner = await link.owner(token)
        const password = passwordRule.safeParse(field(request, 'password'))
        if (!password.success) return form(request, reply, owner, title, length)
        if (password.data !== field(request, 'repeat')) return form(request, reply, owner, title, differ)
        try {
          await link.choose(token, password.data, request.ip)
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'weak_password') throw error
          return form(request, reply, owner, title, wordsFor(spoken(request)).problems.weak_password)
        }
        return show(request, reply, { title: saved, body: html`<p>${savedText}</p>` })
      }),
    )
  }

  app.get('/verify-email', { schema: { querystring: query } }, async (request, reply) => {
    const { verify, verifyText, verifyButton, phone, phoneKeep, phoneRemove } = wordsOf(request)
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
      const { verified, verifiedText, phoneRemoved } = wordsOf(request)
      const body = html`${removePhone && html`<p>${phoneRemoved}</p>`}
        <p>${verifiedText}</p>`
      return show(request, reply, { title: verified, body })
    }),
  )

  app.get('/confirm-email', { schema: { querystring: query } }, (request, reply) => {
    const { newEmail, newEmailText, newEmailButton } = wordsOf(request)
    const body = html`<p>${newEmailText}</p>
      <form method="post"><button type="submit">${newEmailButton}</button></form>`
    return show(request, reply, { title: newEmail, body })
  })

  app.post('/confirm-email', { schema: { querystring: query } }, (request, reply) =>
    orDead(request, reply, async () => {
      await app.limits.consume('account-link', request.ip)
      await changes.take(request.query.token ?? '')
      const { newEmailTaken, newEmailTakenText } = wordsOf(request)
      return show(request, reply, { title: newEmailTaken, body: html`<p>${newEmailTakenText}</p>` })
    }),
  )
}
