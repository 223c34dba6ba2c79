import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { holdAccount } from '../users/accounts.ts'
import { acceptForms, html, sendPage } from '../http/html.ts'
import type { Language } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import type { Config } from '../config/config.ts'
import { unsubscribeLinks } from './unsubscribe.ts'

const query = z.object({ u: z.string().max(12), s: z.string().max(64) }).partial()

const words = {
  'pt-BR': {
    ask: 'Parar de receber mensagens por e-mail?',
    what: 'As mensagens continuam na sua conta. Avisos e lembretes de consultas não mudam.',
    button: 'Parar de receber',
    done: 'Pronto: não enviaremos mais mensagens por e-mail',
    again: 'Você pode voltar atrás nas preferências da sua conta.',
    invalid: 'Este link não vale',
    open: 'O endereço está incompleto. Abra-o de novo pela mensagem que você recebeu.',
  },
  en: {
    ask: 'Stop receiving messages by e-mail?',
    what: 'Messages stay in your account. Notices and reminders of appointments do not change.',
    button: 'Stop receiving them',
    done: 'Done: we will not send messages by e-mail any more',
    again: 'You can turn them on again in the preferences of your account.',
    invalid: 'This link is not valid',
    open: 'The address is incomplete. Open it again from the message that you received.',
  },
} as const

/**
 * `/unsubscribe`, under PUBLIC_URL: turns messages by e-mail off for one person. A GET shows a page and changes nothing; the
 * POST is the page's own, or that of a mail program which has never shown it (RFC 8058): either way the address says it all.
 */
export const unsubscribeRoutes: Routes<{ config: Config }> = async (app, { config }) => {
  const unsubscribe = unsubscribeLinks(config)
  const { brand } = config.clinic
  acceptForms(app)
  // RFC 8058 §3.1 prefers this form. What it says, `List-Unsubscribe=One-Click`, the address has said already.
  app.addContentTypeParser(
    /^multipart\/form-data\s*(;|$)/i,
    { parseAs: 'buffer', bodyLimit: 16 * 1024 },
    async () => ({}),
  )

  const find = async ({ u, s = '' }: z.output<typeof query>) => {
    const userId = Number(u)
    if (!Number.isInteger(userId) || !unsubscribe.verify(userId, s)) return undefined
    const where = { id: userId, erasedAt: null }
    return (await app.db.user.findFirst({ where, select: { id: true, locale: true } })) ?? undefined
  }
  const languageOf = (user: { locale: string } | undefined): Language => (user?.locale === 'en' ? 'en' : 'pt-BR')
  const invalid = () => ({
    ...{ status: 404, language: 'pt-BR' as const, brand, title: words['pt-BR'].invalid },
    body: html`<p>${words['pt-BR'].open}</p>`,
  })

  app.get('/unsubscribe', { schema: { querystring: query } }, async (request, reply) => {
    const user = await find(request.query)
    if (!user) return sendPage(reply, invalid())
    const language = languageOf(user)
    const { ask, what, button } = words[language]
    const body = html`<p>${what}</p>
      <form method="post"><button type="submit">${button}</button></form>`
    return sendPage(reply, { language, title: ask, brand, body })
  })

  app.post('/unsubscribe', { schema: { querystring: query } }, async (request, reply) => {
    const user = await find(request.query)
    if (!user) return sendPage(reply, invalid())
    const which = { userId: user.id, type: 'mensagem', channel: 'email' } as const
    await transaction(app.db, async (tx) => {
      await holdAccount(tx, user.id)
      await tx.preference.upsert({
        where: { userId_type_channel: which },
        create: { ...which, enabled: false },
        update: { enabled: false },
      })
      const detail = { fields: ['preferences'] }
      await app.audit.change(tx, { action: 'user.update', actorId: user.id, resourceId: user.id, detail })
    })
    const language = languageOf(user)
    const { done, again } = words[language]
    return sendPage(reply, { language, title: done, brand, body: html`<p>${again}</p>` })
  })
}
