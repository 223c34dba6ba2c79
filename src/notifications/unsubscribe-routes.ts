import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { isHeld } from '../users/accounts.ts'
import { acceptForms, html, sendPage } from '../http/html.ts'
import type { Routes } from '../http/routes.ts'
import { wordsFor } from '../words/catalogue.ts'
import { defaultLocale, readLocale } from '../words/locale.ts'
import { unsubscribeLinks } from './unsubscribe.ts'

const query = z.object({ u: z.string().max(12), s: z.string().max(64) }).partial()

/**
 * `/unsubscribe`, under PUBLIC_URL: turns messages by e-mail off for one person. A GET shows a page and changes nothing; the
 * POST is the page's own, or that of a mail program which has never shown it (RFC 8058): either way the address says it all.
 */
export const unsubscribeRoutes: Routes = async (app) => {
  const { config } = app
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
  const invalid = () => {
    const { invalid: title, open } = wordsFor(defaultLocale).unsubscribePage
    return { status: 404, language: defaultLocale, brand, title, body: html`<p>${open}</p>` }
  }

  app.get('/unsubscribe', { schema: { querystring: query } }, async (request, reply) => {
    const user = await find(request.query)
    if (!user) return sendPage(reply, invalid())
    const language = readLocale(user.locale)
    const { ask, what, button } = wordsFor(language).unsubscribePage
    const body = html`<p>${what}</p>
      <form method="post"><button type="submit">${button}</button></form>`
    return sendPage(reply, { language, title: ask, brand, body })
  })

  app.post('/unsubscribe', { schema: { querystring: query } }, async (request, reply) => {
    const user = await find(request.query)
    if (!user) return sendPage(reply, invalid())
    const which = { userId: user.id, type: 'mensagem', channel: 'email' } as const
    const held = await transaction(app.db, async (tx) => {
      // Erased since it was found.
      if (!(await isHeld(tx, user.id))) return false
      await tx.preference.upsert({
        where: { userId_type_channel: which },
        create: { ...which, enabled: false },
        update: { enabled: false },
      })
      const detail = { fields: ['preferences'] }
      await app.audit.change(tx, { action: 'user.update', actorId: user.id, resourceId: user.id, detail })
      return true
    })
    if (!held) return sendPage(reply, invalid())
    const language = readLocale(user.locale)
    const { done, again } = wordsFor(language).unsubscribePage
    return sendPage(reply, { language, title: done, brand, body: html`<p>${again}</p>` })
  })
}
