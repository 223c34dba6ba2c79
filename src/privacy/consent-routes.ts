import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { instantOut } from '../http/validation.ts'
import { holdAccount } from '../users/accounts.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { consentPurposes, consentVersions, lastWord } from './consents.ts'

const word = z.object({ version: z.string(), granted: z.boolean(), at: instantOut })
const consentOut = z
  .object({
    purpose: z.enum(consentPurposes),
    required: z.boolean().describe('Whether this server asks a language model only with it.'),
    version: z.string().describe('Of the present `text`.'),
    text: z.string().describe("In the caller's language."),
    granted: z.boolean().describe('Whether the last decision is yes, to this version.'),
    history: z.array(word).describe('Every decision, the latest first.'),
  })
  .meta({ id: 'Consent' })
const consentsOut = z.object({ items: z.array(consentOut) })

/** `/api/v1/me/consents`: what the caller has agreed to, when, and to which words. */
export const consentRoutes: Routes = async (app) => {
  const { auth, db, clock } = app
  const onRequest = auth.requires()

  const consentsOf = async (userId: number) => {
    const { locale } = await db.user.findUniqueOrThrow({ where: { id: userId } })
    const texts = wordsFor(readLocale(locale)).consents
    const words = await db.consent.findMany({ where: { userId }, orderBy: { id: 'desc' } })
    const items = consentPurposes.map((purpose) => {
      const version = consentVersions[purpose]
      const history = words.filter((given) => given.purpose === purpose)
      const [last] = history
      return {
        purpose,
        version,
        history,
        required: app.assistant.consentRequired,
        text: texts[purpose],
        granted: last?.version === version && last.granted,
      }
    })
    return { items }
  }

  app.get('/me/consents', { onRequest, schema: { response: { 200: consentsOut } } }, ({ caller }) =>
    consentsOf(caller.id),
  )

  app.put(
    '/me/consents',
    {
      onRequest,
      schema: {
        body: z.strictObject({
          purpose: z.enum(consentPurposes),
          // So that no one agrees to words that they have not seen.
          version: z.string().max(40).describe('Of the text that was shown.'),
          granted: z.boolean(),
        }),
        response: { 200: consentsOut },
      },
    },
    async ({ caller: { id: userId }, body: { purpose, version, granted }, ip, headers }) => {
      if (version !== consentVersions[purpose]) throw new AppError('consent_outdated')
      await transaction(db, async (tx) => {
        // Serialises parallel decisions of one user.
        await holdAccount(tx, userId)
        const last = await lastWord(tx, userId, purpose)
        if (last?.granted === granted && last.version === version) return
        const userAgent = headers['user-agent']?.slice(0, 300)
        await tx.consent.create({ data: { userId, purpose, version, granted, at: clock.now(), ip, userAgent } })
        await app.audit.change(tx, { action: 'consent.record', resourceId: purpose, detail: { version, granted } })
      })
      return consentsOf(userId)
    },
  )
}
