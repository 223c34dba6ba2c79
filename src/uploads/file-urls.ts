import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../time/clock.ts'

export type Disposition = 'inline' | 'attachment'

export interface FileUrls {
  /**
   * The absolute, signed address of a file, usable without a token (`<img src>`), for one reader if given. With `expires` good for
   * one to two hours, and the same within each, so that browsers cache; otherwise until the file is deleted.
   */
  sign(
    fileId: string,
    options: { disposition: Disposition; expires: boolean; variant?: string; for?: number | undefined },
  ): string
  /** Good until the avatar is replaced. */
  avatar(fileId: string | null): string | null
  /** Whether the signature covers this query and has not expired. Constant time. */
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

/** Addresses that the previous key signed stay valid through a rotation. */
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
