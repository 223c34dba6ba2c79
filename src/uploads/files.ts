import { z } from 'zod'
import { ownOf } from '../appointments/rules.ts'
import type { Caller } from '../auth/callers.ts'
import { type File, FileKind, type Prisma } from '../database/generated/client.ts'
import { instantOut } from '../http/validation.ts'
import type { FileUrls } from './file-urls.ts'

/** A stored file without its row. */
export type StoredFile = Pick<File, 'id' | 'kind' | 'filename' | 'mimeType' | 'size' | 'sha256' | 'storageKey'> & {
  readonly variants: Variant[]
}

/** A further rendering of an avatar. */
const variant = z.object({
  name: z.string(),
  storageKey: z.string(),
  size: z.number().int(),
  sha256: z.string(),
})
const variants = z.array(variant)
export type Variant = z.infer<typeof variant>

export const variantsOf = (file: Pick<File, 'variants'>): Variant[] => variants.parse(file.variants)

/** A file as the API shows it. */
export const fileOut = z
  .object({
    id: z.uuid(),
    kind: z.enum(FileKind),
    filename: z.string().describe('As it was sent, without what a file system would mind.'),
    mimeType: z.string().describe('By content; `application/octet-stream` where that tells nothing.'),
    size: z.int().describe('Bytes.'),
    sha256: z.string().describe('Of its bytes, in hexadecimal digits.'),
    url: z
      .url()
      .describe('Signed, and good without a token: an avatar’s until it is replaced, others for one to two hours.'),
    appointmentId: z.int().optional(),
    createdAt: instantOut,
    variants: z
      .array(
        z.object({
          name: z.string().describe('Its width in pixels.'),
          size: z.int().describe('Bytes.'),
          sha256: z.string(),
          url: z.url(),
        }),
      )
      .optional()
      .describe('Further sizes of an avatar, which itself is 512 pixels wide.'),
  })
  .meta({ id: 'File' })

/** For one reader: an attachment's signed address is theirs alone, and ends with their right to read it. */
export function toFile(file: File, urls: FileUrls, readerId: number): z.output<typeof fileOut> {
  // An avatar's address lasts as long as the avatar, for pages that show it; others expire.
  const avatar = file.kind === 'avatar'
  const options = { disposition: avatar ? 'inline' : 'attachment', expires: !avatar } as const
  return {
    id: file.id,
    kind: file.kind,
    filename: file.filename,
    mimeType: file.mimeType,
    size: file.size,
    sha256: file.sha256,
    url: urls.sign(file.id, { ...options, for: avatar ? undefined : readerId }),
    ...(file.appointmentId === null ? {} : { appointmentId: file.appointmentId }),
    createdAt: file.createdAt,
    ...(avatar
      ? {
          variants: variantsOf(file).map(({ name, size, sha256 }) => ({
            name,
            size,
            sha256,
            url: urls.sign(file.id, { ...options, variant: name }),
          })),
        }
      : {}),
  }
}

/** The files that a person may read: their own, those of their appointments (both people's), all for an admin. */
export const readableBy = (caller: Pick<Caller, 'id' | 'role'>): Prisma.FileWhereInput =>
  caller.role === 'admin' ? {} : { OR: [{ ownerId: caller.id, appointmentId: null }, { appointment: ownOf(caller) }] }
