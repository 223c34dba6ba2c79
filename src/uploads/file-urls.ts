import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../time/clock.ts'

export type Disposition = 'inline' | 'attachment'

export interface FileUrls {
  /**
   * The absolute, signed address of a file's bytes, usable without a token (`<img src>`). Good for an hour, rounded up to the
   * next full one, so that the address stays the same for a while and browsers cache; without `expires` until the file goes.
   * It says for whom (a user's id) it was made, where that is not for everybody.
   */
  sign(
    fileId: string,
    options: { disposition: Disposition; expires: boolean; variant?: string; for?: number | undefined },
  ): string
  /** An avatar's address, good until it is replaced: its file's id dies with it. */
  avatar(fileId: string | null): string | null
  /** Whether the signature is ours, for this file, reader, disposition, variant and expiry, and has not expired. Constant time. */
  verify(fileId: string, query: SignedQuery): boolean
}

export interface SignedQuery {
  readonly sig?: string
  readonly exp?: number
  readonly disposition?: Disposition
  readonly variant?: string
  readonly for?: number
}

const hour = 3_600_000

/** Signs by the present key; what the previous one signed stays good, so that a rotation breaks no page. */
export function fileUrls({
  secretKey,
  previousSecretKey,
  publicUrl,
  clock,
}: {
  secretKey: string
  previousSecretKey?: string | undefined
  publicUrl: string
  clock: Clock
}): FileUrls {
  const mac = (
    fileId: string,
    { exp = 0, disposition = 'attachment', variant = '', for: reader }: SignedQuery,
    key: string = secretKey,
  ) =>
    createHmac('sha256', key)
      .update(['file', fileId, disposition, variant, exp, ...(reader === undefined ? [] : [reader])].join('\0'))
      .digest()

  const urls: FileUrls = {
    sign(fileId, { disposition, expires, variant, for: reader }) {
      const exp = expires ? (Math.ceil(clock.now().getTime() / hour) + 1) * (hour / 1000) : 0
      const query = new URLSearchParams({
        ...(exp ? { exp: String(exp) } : {}),
        ...(disposition === 'inline' ? { disposition } : {}),
        ...(variant ? { variant } : {}),
        ...(reader === undefined ? {} : { for: String(reader) }),
        sig: mac(fileId, { exp, disposition, variant, for: reader }).toString('base64url'),
      })
      return `${publicUrl}/api/v1/files/${fileId}/content?${query.toString()}`
    },
    avatar: (fileId) => (fileId ? urls.sign(fileId, { disposition: 'inline', expires: false }) : null),
    verify(fileId, query) {
      if (!query.sig) return false
      const given = Buffer.from(query.sig, 'base64url')
      const signed = [secretKey, ...(previousSecretKey ? [previousSecretKey] : [])].some((key) => {
        const expected = mac(fileId, query, key)
        return given.length === expected.length && timingSafeEqual(given, expected)
      })
      return signed && (query.exp === undefined || query.exp * 1000 > clock.now().getTime())
    },
  }
  return urls
}
