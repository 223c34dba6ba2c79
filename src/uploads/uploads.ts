import type { FastifyInstance } from 'fastify'
import { ownOf } from '../appointments/rules.ts'
import { audit } from '../audit/audit.ts'
import type { Caller } from '../auth/callers.ts'
import type { File, Prisma } from '../database/generated/client.ts'
import { afterCommit, transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { PutOptions } from '../storage/storage.ts'
import { holdAccount } from '../users/accounts.ts'
import { type StoredFile, variantsOf } from './files.ts'
import type { Claims } from './pending-objects.ts'
import { usedBytes, withinQuota } from './quota.ts'
import { quotaExceeded } from './refusals.ts'

export interface Uploads {
  /** 404 unless the caller is one of the appointment's two people. */
  requireAppointment(caller: Caller, appointmentId: number): Promise<void>
  /** Stores bytes that are to have a row; without one, as after a crash, they are removed. */
  put(key: string, bytes: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<{ size: number }>
  /**
   * Writes the rows of stored files: those that the quota has room for, in order, and 507 `quota_exceeded` in the place of each of
   * the others, whose bytes are removed; on any failure none. An avatar replaces the owner's last one.
   */
  record(ownerId: number, files: readonly StoredFile[], appointmentId?: number): Promise<(File | AppError)[]>
  usage(ownerId: number): Promise<{ usedBytes: number; quotaBytes: number }>
  /** Removes bytes that have no row, now or by the sweeper. */
  discard(keys: readonly string[]): Promise<void>
  /** Removes files: their rows in the transaction, their bytes after its commit. How many there were. */
  remove(tx: Tx, where: Prisma.FileWhereInput): Promise<number>
}

export function uploads(
  { db, storage, clock, log, config }: FastifyInstance,
  claims: Claims,
  /** Called for each recorded file, for metrics. */
  stored: (file: File) => void,
): Uploads {
  const { storageQuotaBytes: quotaBytes } = config
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
        // The store has removed it where it could.
        await claims.release(key)
        throw error
      }
    },

    async record(ownerId, files, appointmentId) {
      try {
        const { rows, refused } = await transaction(db, async (tx) => {
          // The body may have taken minutes. The lock makes concurrent uploads see each other's bytes.
          await holdAccount(tx, ownerId)
          const { fitting, refused } = await withinQuota(tx, ownerId, files, quotaBytes)
          await claims.complete(tx, fitting.flatMap(keysOf))
          const data = fitting.map((file) => ({ ...file, ownerId, appointmentId, createdAt: clock.now() }))
          const made = await tx.file.createManyAndReturn({ data })
          for (const row of made) {
            if (row.kind === 'avatar') await replaceAvatar(tx, row)
            const detail = { kind: row.kind }
            await audit(tx, { action: 'file.create', actorId: ownerId, resourceId: row.id, detail }, clock.now())
          }
          return { rows: made, refused }
        })
        await room.discard(refused.flatMap(keysOf))
        for (const { id, storageKey } of rows)
          log.info({ fileId: id }, `☁️ Arquivo salvo: ${storage.where(storageKey)}`)
        rows.forEach(stored)
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

  /** The user's row serialises concurrent ones. */
  async function replaceAvatar(tx: Tx, avatar: File): Promise<void> {
    await tx.user.update({ where: { id: avatar.ownerId }, data: { avatarFileId: avatar.id } })
    await room.remove(tx, { ownerId: avatar.ownerId, kind: 'avatar', NOT: { id: avatar.id } })
  }

  /** The commit may have happened although its answer was lost: bytes that a row names stay. */
  async function discardUnlessRecorded(files: readonly StoredFile[]): Promise<void> {
    try {
      const recorded = await db.file.count({ where: { id: { in: files.map(({ id }) => id) } } })
      if (recorded === 0) await claims.discard(files.flatMap(keysOf))
    } catch (error) {
      log.warn({ err: error }, 'whether an upload was recorded is not known; left to the sweeper')
    }
  }

  return room
}

const keysOf = (file: Pick<File, 'storageKey' | 'variants'>) => [
  file.storageKey,
  ...variantsOf(file).map(({ storageKey }) => storageKey),
]
