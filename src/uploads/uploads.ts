import { z } from 'zod'
import type { FastifyBaseLogger } from 'fastify'
import { ownOf } from '../appointments/rules.ts'
import { audit } from '../audit/audit.ts'
import type { Caller } from '../auth/plugin.ts'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { type File, FileKind, type Prisma } from '../database/generated/client.ts'
import { afterCommit, transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { instantOut } from '../http/validation.ts'
import type { FileStorage, PutOptions } from '../storage/storage.ts'
import { holdAccount } from '../users/accounts.ts'
import type { Claims } from './pending-objects.ts'
import type { FileUrls } from './file-urls.ts'
import { quotaExceeded } from './refusals.ts'

/** A further rendering of an avatar, as its row keeps it. */
export const variant = z.object({
  name: z.string(),
  storageKey: z.string(),
  size: z.number().int(),
  sha256: z.string(),
})
const variants = z.array(variant)
export type Variant = z.infer<typeof variant>

export const variantsOf = (file: Pick<File, 'variants'>): Variant[] => variants.parse(file.variants)

/** A file as the API shows it (contract §6). */
export const fileOut = z.object({
  id: z.uuid(),
  kind: z.enum(FileKind),
  filename: z.string(),
  mimeType: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  url: z.url(),
  appointmentId: z.number().int().optional(),
  createdAt: instantOut,
  variants: z
    .array(z.object({ name: z.string(), size: z.number().int(), sha256: z.string(), url: z.url() }))
    .optional(),
})

/** As this reader is shown it: the address of an attachment is theirs, and worth nothing once they may no longer read it. */
export function toFile(file: File, urls: FileUrls, readerId: number): z.output<typeof fileOut> {
  // An avatar stands in pages for as long as it is worn; anything else is asked for anew each time.
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

const bytesOf = ({ size, variants }: StoredFile): number => variants.reduce((sum, one) => sum + one.size, size)

/** Bytes that are stored, and what their row will say. */
export type StoredFile = Pick<File, 'id' | 'kind' | 'filename' | 'mimeType' | 'size' | 'sha256' | 'storageKey'> & {
  readonly variants: Variant[]
}

export interface Uploads {
  /** 404 unless the caller is one of the appointment's two people. */
  requireAppointment(caller: Caller, appointmentId: number): Promise<void>
  /** Stores bytes that are to have a row; should this process die before that, or refuse them, they are removed again. */
  put(key: string, bytes: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<{ size: number }>
  /**
   * Writes the rows of bytes that are already stored: all that the owner's quota has room for, in order, and 507
   * `quota_exceeded` in the place of each of the others, whose bytes go; on any failure none. An avatar takes the place of the
   * owner's last one, whose bytes go after the commit.
   */
  record(ownerId: number, files: readonly StoredFile[], appointmentId?: number): Promise<(File | AppError)[]>
  /** What the owner's files take, and may take. */
  usage(ownerId: number): Promise<{ usedBytes: number; quotaBytes: number }>
  /** Takes back bytes that no row will name. What cannot be removed now is left to the sweeper. */
  discard(keys: readonly string[]): Promise<void>
  /** Removes files with their rows in the caller's transaction, their bytes once it has committed. How many there were. */
  remove(tx: Tx, where: Prisma.FileWhereInput): Promise<number>
}

export function uploads({
  db,
  storage,
  claims,
  clock,
  log,
  quotaBytes,
  stored,
}: {
  db: Db
  storage: FileStorage
  claims: Claims
  clock: Clock
  log: FastifyBaseLogger
  quotaBytes: number
  /** Told of each file that was recorded, to count it. */
  stored?: (file: Pick<File, 'kind' | 'size'>) => void
}): Uploads {
  const keysOf = (file: Pick<File, 'storageKey' | 'variants'>) => [
    file.storageKey,
    ...variantsOf(file).map(({ storageKey }) => storageKey),
  ]

  const room: Uploads = {
    async requireAppointment(caller, appointmentId) {
      const found = await db.appointment.findFirst({
        where: { id: appointmentId, ...ownOf(caller) },
        select: { id: true },
      })
      if (!found) throw new AppError('not_found', { detail: 'no such appointment of yours' })
    },

    async put(key, bytes, options) {
      await claims.make(key)
      try {
        return await storage.put(key, bytes, options)
      } catch (error) {
        // The store has cleared it away, if it could.
        await claims.release(key)
        throw error
      }
    },

    async record(ownerId, files, appointmentId) {
      try {
        const { rows, refused } = await transaction(db, async (tx) => {
          // The body may have taken minutes. Of several at once each sees what those before it have taken.
          await holdAccount(tx, ownerId)
          const { fitting, refused } = await withinQuota(tx, ownerId, files)
          await claims.settle(tx, fitting.flatMap(keysOf))
          const data = fitting.map((file) => ({ ...file, ownerId, appointmentId, createdAt: clock.now() }))
          const made = await tx.file.createManyAndReturn({ data })
          for (const row of made) {
            if (row.kind === 'avatar') await wear(tx, row)
            const note = {
              action: 'file.create',
              actorId: ownerId,
              resourceId: row.id,
              detail: { kind: row.kind },
            } as const
            await audit(tx, note, clock.now())
          }
          return { rows: made, refused }
        })
        await room.discard(refused.flatMap(keysOf))
        for (const { id, storageKey } of rows)
          log.info({ fileId: id }, `☁️ Arquivo salvo: ${storage.where(storageKey)}`)
        for (const row of rows) stored?.(row)
        const byId = new Map(rows.map((row) => [row.id, row]))
        return files.map(({ id }) => byId.get(id) ?? quotaExceeded(quotaBytes))
      } catch (error) {
        await discardUnlessRecorded(files)
        throw error
      }
    },

    discard: (keys) => claims.discard(keys),

    usage: async (ownerId) => ({ usedBytes: await usedBytes(db, { ownerId }), quotaBytes }),

    async remove(tx, where) {
      const files = await tx.file.findMany({ where, select: { id: true, storageKey: true, variants: true } })
      if (files.length === 0) return 0
      await tx.file.deleteMany({ where: { id: { in: files.map(({ id }) => id) } } })
      await claims.makeIn(tx, files.flatMap(keysOf))
      afterCommit(tx, () => void room.discard(files.flatMap(keysOf)))
      return files.length
    },
  }

  /** Which of the files there is room for, in order. What an avatar replaces is given back. */
  async function withinQuota(tx: Tx, ownerId: number, files: readonly StoredFile[]) {
    const replaced = files.some(({ kind }) => kind === 'avatar')
    let used = await usedBytes(tx, replaced ? { ownerId, kind: 'attachment' } : { ownerId })
    const refused: StoredFile[] = []
    const fitting = files.filter((file) => {
      const size = bytesOf(file)
      if (used + size > quotaBytes) return void refused.push(file)
      used += size
      return true
    })
    return { fitting, refused }
  }

  async function usedBytes(tx: Pick<Tx, 'file'>, where: Prisma.FileWhereInput): Promise<number> {
    const [all, avatars] = [
      await tx.file.aggregate({ where, _sum: { size: true } }),
      await tx.file.findMany({ where: { ...where, AND: { kind: 'avatar' } }, select: { variants: true } }),
    ]
    const variants = avatars.flatMap(variantsOf).reduce((sum, { size }) => sum + size, 0)
    return (all._sum.size ?? 0) + variants
  }

  /** Of two at once the second waits for the user's row, and then replaces the first. */
  async function wear(tx: Tx, avatar: File): Promise<void> {
    await tx.user.update({ where: { id: avatar.ownerId }, data: { avatarFileId: avatar.id } })
    await room.remove(tx, { ownerId: avatar.ownerId, kind: 'avatar', NOT: { id: avatar.id } })
  }

  /** A commit whose answer was lost may have happened: bytes that a row names stay. */
  async function discardUnlessRecorded(files: readonly StoredFile[]): Promise<void> {
    try {
      const recorded = await db.file.count({ where: { id: { in: files.map(({ id }) => id) } } })
      if (recorded === 0) await room.discard(files.flatMap(keysOf))
    } catch (error) {
      log.warn({ err: error }, 'whether an upload was recorded is not known; left to the sweeper')
    }
  }

  return room
}
