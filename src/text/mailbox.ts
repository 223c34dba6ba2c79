import { domainToASCII } from 'node:url'
import { z } from 'zod'

/** Letters, digits and marks of any script, hyphens and dots: of the rest `domainToASCII` drops or decodes some, and so names another domain. */
const nameOfAnyScript = /^[\p{L}\p{Nd}\p{M}.\u3002\uff0e\uff61\u00b7\u30fb-]+$/u

/** The mailbox with its domain in punycode, the form that DNS and SMTP carry. */
export function asciiMailbox(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)

  if (at < 0 || /^[\x00-\x7f]*$/.test(domain) || !nameOfAnyScript.test(domain)) return address
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

/** A key by which addresses of one mailbox are equal: letter case and the domain's spelling aside; Gmail ignores dots and +tags, and has two domains. */
export function mailboxOf(address: string): string {
  const ascii = asciiMailbox(address).toLowerCase()
  const [, local] = /^(.*)@(?:gmail|googlemail)\.com$/.exec(ascii) ?? []
  return local === undefined ? ascii : `${local.replace(/\+.*/, '').replaceAll('.', '')}@gmail.com`
}

/** As Zod's own, but for labels of 63 octets at most that end as they may (RFC 1035 §2.3.1), and top domains in punycode. */
const form =
  /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$/

/** One bare address, its domain in any script: no list, no line break, no display name. */
export const mailbox = (words: { localPart: string }) =>
  z
    .string()
    .trim()
    .max(254)

    .refine((value) => /^[\x00-\x7f]*(@|$)/.test(value), words.localPart)
    .overwrite(asciiMailbox)
    .pipe(z.email({ pattern: form }).max(254))
