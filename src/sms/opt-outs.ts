import type { Tx } from '../database/transaction.ts'

/** Why nothing is sent to such a number, in words for staff. */
export const optedOutReason = 'o dono do número pediu para não receber SMS'

/** Remembers that the owner of a number wants no SMS: in their own words (`resposta`), or by the provider's (`operadora`). */
export async function optOut(tx: Tx, phone: string, source: 'resposta' | 'operadora'): Promise<void> {
  await tx.smsOptOut.createMany({ data: { phone, source }, skipDuplicates: true })
}

/** They want them again. */
export async function optIn(tx: Tx, phone: string): Promise<void> {
  await tx.smsOptOut.deleteMany({ where: { phone } })
}

/** Those of these numbers whose owners want no SMS. */
export async function optedOut(tx: Tx, phones: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await tx.smsOptOut.findMany({ where: { phone: { in: [...phones] } }, select: { phone: true } })
  return new Set(found.map(({ phone }) => phone))
}

/** Forgets a number and what was asked of it, as when its owner's account is erased. */
export async function forgetNumber(tx: Tx, phone: string): Promise<void> {
  await tx.smsOptOut.deleteMany({ where: { phone } })
  await tx.smsDialogue.deleteMany({ where: { phone } })
}
