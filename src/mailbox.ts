import { domainToASCII } from 'node:url'
import { z } from 'zod'

/** The same mailbox with its domain in the form that DNS and SMTP carry (punycode), so that both spellings of it are one. */
export function asciiMailbox(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)

  if (at < 0 || /^[\x00-\x7f]*$/.test(domain)) return address
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

/** One bare address, its domain in any script: no list, no line break, no display name. */
export const mailbox = (words: { localPart: string }) =>
  z
    .string()
    .trim()
    .max(254)

    .refine((value) => /^[\x00-\x7f]*(@|$)/.test(value), words.localPart)
    .overwrite(asciiMailbox)
    .pipe(z.email().max(254))
