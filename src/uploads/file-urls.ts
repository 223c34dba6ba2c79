import type { FastifyInstance } from 'fastify'
import { signer } from '../config/signing.ts'

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

export function fileUrls({ config, clock }: FastifyInstance): FileUrls {
  const signatures = signer('file', config, 'whole')
  const parts = (fileId: string, { exp = 0, disposition = 'attachment', variant = '', for: reader }: SignedQuery) => [
    fileId,
    disposition,
    variant,
    exp,
    ...(reader === undefined ? [] : [reader]),
  ]

  const urls: FileUrls = {
    sign(fileId, { disposition, expires, variant, for: reader }) {
      const exp = expires ? (Math.ceil(clock.now().getTime() / hour) + 1) * (hour / 1000) : 0
      const query = new URLSearchParams({
        ...(exp ? { exp: String(exp) } : {}),
        ...(disposition === 'inline' ? { disposition } : {}),
        ...(variant ? { variant } : {}),
        ...(reader === undefined ? {} : { for: String(reader) }),
        sig: signatures.sign(...parts(fileId, { exp, disposition, variant, for: reader })),
      })
      return `${config.publicUrl}/api/v1/files/${fileId}/content?${query.toString()}`
    },
    avatar: (fileId) => (fileId ? urls.sign(fileId, { disposition: 'inline', expires: false }) : null),
    verify(fileId, query) {
      const signed = signatures.verify(query.sig ?? '', ...parts(fileId, query))
      return signed && (query.exp === undefined || query.exp * 1000 > clock.now().getTime())
    },
  }
  return urls
}
