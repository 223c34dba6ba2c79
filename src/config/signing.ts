import { createHmac, timingSafeEqual } from 'node:crypto'

type Parts = readonly (string | number)[]

/**
 * Half of SHA-256's output, which RFC 2104 §5 asks for; where an address stands in a text message of 160 characters, the 80 bits
 * which it calls the least; the whole where what was signed before there was this choice is still valid.
 */
const sizes = { usual: 16, short: 10, whole: 32 } as const

/**
 * Signs what an address of ours asks for, under a purpose of its own, so that no signature serves elsewhere. Signs by the
 * present key; what the previous one signed stays good, so that a rotation kills no link.
 */
export function signer(
  purpose: string,
  { secretKey, previousSecretKey }: { secretKey: string; previousSecretKey?: string },
  size: keyof typeof sizes = 'usual',
) {
  const mac = (parts: Parts, key: string) =>
    createHmac('sha256', key)
      .update([purpose, ...parts].join('\0'))
      .digest()
      .subarray(0, sizes[size])
      .toString('base64url')
  return {
    /** A signature over these parts in this order, in base64url: 22 characters, 14 of a `short` one, 43 of a `whole` one. */
    sign: (...parts: Parts) => mac(parts, secretKey),
    /** Whether it is ours and for these parts. Constant time. */
    verify(signature: string, ...parts: Parts) {
      // As text: other texts decode to the same bytes.
      const given = Buffer.from(signature)
      const keys = [secretKey, previousSecretKey].filter((key) => key !== undefined)
      return keys.some((key) => {
        const expected = Buffer.from(mac(parts, key))
        return given.length === expected.length && timingSafeEqual(given, expected)
      })
    },
  }
}
