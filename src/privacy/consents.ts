import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import type { Tx } from '../database/transaction.ts'
import { holdAccount } from '../users/accounts.ts'

/**
 * The version of what people are asked to agree to (`words/<locale>/consents.ts`). A change of the words, in any language, is a
 * new version: what was agreed to before no longer counts then. Reminders are not among it: they rest on the contract of care
 * (LGPD, art. 7, V).
 */
export const consentVersions = { 'provedor-ia': '2026-11' } as const
export const consentPurposes = ['provedor-ia'] as const
type ConsentPurpose = (typeof consentPurposes)[number]

/** Since when a user has agreed to the present text; undefined if they have not, or have withdrawn. */
export async function consentSince(db: Db | Tx, userId: number, purpose: ConsentPurpose): Promise<Date | undefined> {
  const last = await lastWord(db, userId, purpose)
  return last?.granted && last.version === consentVersions[purpose] ? last.at : undefined
}

const lastWord = (db: Db | Tx, userId: number, purpose: ConsentPurpose) =>
  db.consent.findFirst({ where: { userId, purpose }, orderBy: { id: 'desc' } })

/** Adds a decision to the ledger, with its origin; false where it changes nothing. */
export async function recordConsent(
  tx: Tx,
  { now }: Clock,
  {
    userId,
    purpose,
    granted,
    ...origin
  }: {
    readonly userId: number
    readonly purpose: ConsentPurpose
    readonly granted: boolean
    readonly ip: string
    readonly userAgent: string | undefined
  },
): Promise<boolean> {
  // Serialises parallel decisions of one user.
  await holdAccount(tx, userId)
  const version = consentVersions[purpose]
  const last = await lastWord(tx, userId, purpose)
  if (last?.granted === granted && last.version === version) return false
  const userAgent = origin.userAgent?.slice(0, 300)
  await tx.consent.create({ data: { userId, purpose, version, granted, at: now(), ip: origin.ip, userAgent } })
  return true
}
