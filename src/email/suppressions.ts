import type { Tx } from '../database/transaction.ts'
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

const key = (address: string): string => address.trim().toLowerCase()

/** Why nothing is sent to this address any more, in words for staff; nothing if it may be. */
export async function suppressedReason(tx: Tx, address: string): Promise<string | undefined> {
  const found = await tx.emailSuppression.findUnique({ where: { address: key(address) }, select: { code: true } })
  return found ? `o endereço foi recusado em definitivo (${found.code})` : undefined
}

/**
 * Remembers that a mailbox was refused for good. Does nothing where the code does not say that of the mailbox. It lasts
 * until an admin lifts it; whoever changes to another address has that one's fate. True if the address is suppressed now.
 */
export async function suppress(tx: Tx, address: string, code: string | undefined): Promise<boolean> {
  if (code === undefined || !isFinal(code)) return false
  await tx.emailSuppression.createMany({ data: { address: key(address), code }, skipDuplicates: true })
  return true
}

/** Forgets what was held against an address, as when its owner's account is erased. */
export async function forgetSuppression(tx: Tx, address: string): Promise<void> {
  await tx.emailSuppression.deleteMany({ where: { address: key(address) } })
}
