import type { Db } from '../database/client.ts'
import type { Tx } from '../database/transaction.ts'

/**
 * The version of what people are asked to agree to (`words/<locale>/consents.ts`). A change of the words, in any language, is a
 * new version: what was agreed to before no longer counts then. Reminders are not among it: they rest on the contract of care
 * (LGPD, art. 7, V).
 */
export const consentVersions = { 'provedor-ia': '2026-11' } as const
export const consentPurposes = ['provedor-ia'] as const
type ConsentPurpose = (typeof consentPurposes)[number]

/** A user's last decision. */
export const lastWord = (db: Db | Tx, userId: number, purpose: ConsentPurpose) =>
  db.consent.findFirst({ where: { userId, purpose }, orderBy: { id: 'desc' } })

/** Since when a user has agreed to the present text; undefined if they have not, or have withdrawn. */
export async function consentSince(db: Db | Tx, userId: number, purpose: ConsentPurpose): Promise<Date | undefined> {
  const last = await lastWord(db, userId, purpose)
  return last?.granted && last.version === consentVersions[purpose] ? last.at : undefined
}
