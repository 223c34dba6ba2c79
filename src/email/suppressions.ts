import type { Tx } from '../database/transaction.ts'
import type { SendError } from '../errors.ts'
import { enhancedCode } from './smtp-errors.ts'

/**
 * The replies that speak of the mailbox for good (RFC 3463 §3.2, §3.3; RFC 7505), so that trying again only costs us the
 * receiver's trust: 5.1.1 no such mailbox, 5.1.2 no such domain, 5.1.3 no address at all, 5.1.6 moved away without a word
 * where to, 5.1.10 a domain that takes no mail, 5.2.1 switched off.
 * Not 5.2.2 (full: its owner empties it), 5.2.3 (this message was too large), 5.4.x (their network), 5.7.x (their opinion
 * of us), nor a bare 550, which stands for all of these (RFC 5321 §4.2.3).
 */
const final = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'])

/** Whether a refusal with this code (`SendError.code`, such as `550 5.1.1`) is the mailbox's end. */
export const isFinal = (code: string | undefined): boolean => final.has(enhancedCode(code) ?? '')

/** Those of these addresses to which nothing is sent any more, each with why, in words for staff. */
export async function suppressedReasons(tx: Tx, addresses: readonly string[]) {
  const found = await tx.emailSuppression.findMany({ where: { address: { in: [...addresses] } } })
  return new Map(found.map(({ address, code }) => [address, `o endereço foi recusado em definitivo (${code})`]))
}

/**
 * Remembers that a mailbox was refused for good. Does nothing where the reply does not say that, or not of the mailbox. It belongs
 * to the address, not to the user, and lasts until an admin lifts it.
 */
export async function suppress(tx: Tx, address: string, { code, speaksOf }: SendError) {
  if (code === undefined || speaksOf !== 'mailbox' || !isFinal(code)) return
  // Of an account that was erased while its last mail was on the way nothing is kept.
  if ((await tx.user.count({ where: { email: address } })) > 0)
    await tx.emailSuppression.createMany({ data: { address, code }, skipDuplicates: true })
}

/** Forgets what was held against an address, as when its owner's account is erased. */
export async function forgetSuppression(tx: Tx, address: string) {
  await tx.emailSuppression.deleteMany({ where: { address } })
}
