import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Database, Db } from '../database/client.ts'
import { isGone } from '../database/nodes.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import type { FileStorage } from '../storage/storage.ts'
import { idOfKey } from './keys.ts'

export const claimSweepJob = defineJob('uploads.sweep-claims', z.object({}), { expireInSeconds: 900 })
export const claimSweepCron = '* * * * *'

/** Longer than any upload takes (5 min and the store's time): its process has lost track of it. */
const forgottenMs = 3_600_000
const batchSize = 500
const endOfTime = new Date(8.64e15)

/** Keys that may have bytes and have no row: a write-ahead log of the store. */
export interface Claims {
  /** Commits before a byte is written: the bytes are removed unless `complete` comes first. */
  make(key: string): Promise<void>
  /** The same for bytes whose row is deleted in this transaction. */
  makeIn(tx: Tx, keys: readonly string[]): Promise<void>
  /** In the transaction that writes the row. 503 where the bytes were swept meanwhile. */
  complete(tx: Tx, keys: readonly string[]): Promise<void>
  /** Removes the bytes now, or else by the next sweep. */
  discard(keys: readonly string[]): Promise<void>
  /** Leaves the bytes to the next sweep. */
  release(key: string): Promise<void>
  /** Removes what crashes and failures left in the store; how many keys there were. */
  sweep(): Promise<number>
}

export function claims({ database, storage, clock, log }: FastifyInstance): Claims {
  const { db, node } = database
  const makeIn = async (tx: Pick<Db, 'uploadClaim'> | Tx, keys: readonly string[]) =>
    void (await tx.uploadClaim.createMany({
      data: keys.map((key) => ({ key, node, createdAt: clock.now() })),
      skipDuplicates: true,
    }))
  const release = async (key: string) => {
    await db.uploadClaim
      .updateMany({ where: { key }, data: { node: null } })
      .catch((error: unknown) => log.warn({ err: error, key }, 'an upload claim waits for its time'))
  }

  return {
    make: (key) => makeIn(db, [key]),
    makeIn,
    release,

    async complete(tx, keys) {
      const { count } = await tx.uploadClaim.deleteMany({ where: { key: { in: [...keys] } } })
      if (count < keys.length) throw new AppError('storage_unavailable', { headers: { 'retry-after': '10' } })
    },

    async discard(keys) {
      for (const key of keys) {
        try {
          await storage.remove(key)
          await db.uploadClaim.deleteMany({ where: { key } })
        } catch (error) {
          log.warn({ err: error, key }, 'left to the sweeper')
          await release(key)
        }
      }
    },

    async sweep() {
      const gone = await abandoned(database)
      const before = new Date(clock.now().getTime() - forgottenMs)
      const over = [{ node: null }, { node: { in: gone } }, { createdAt: { lt: before } }]
      let count = 0
      let failure: unknown
      for (let after = ''; ;) {
        const found = await db.uploadClaim.findMany({
          where: { key: { gt: after }, OR: over },
          orderBy: { key: 'asc' },
          take: batchSize,
        })
        const ids = found.flatMap(({ key }) => idOfKey(key) ?? [])
        const rows = await db.file.findMany({ where: { id: { in: ids } }, select: { id: true } })
        const recorded = new Set(rows.map(({ id }) => id))
        for (const { key } of found) {
          after = key
          try {
            if (!recorded.has(idOfKey(key) ?? '')) await clear(storage, key)
            await db.uploadClaim.deleteMany({ where: { key } })
            count++
          } catch (error) {
            failure = error
          }
        }
        if (found.length < batchSize) break
      }
      if (failure)
        log.warn({ err: failure }, 'of uploads that were cut off some could not be removed; the next sweep tries again')
      if (count > 0) log.info({ count }, 'uploads that were cut off are removed')
      return count
    },
  }
}

async function clear(storage: FileStorage, key: string): Promise<void> {
  await storage.remove(key)
  await storage.removeUnfinished(endOfTime, key)
}

/** Processes that have claims and are gone. */
async function abandoned({ db, node }: Pick<Database, 'db' | 'node'>): Promise<number[]> {
  const owners = await db.uploadClaim.findMany({ distinct: ['node'], select: { node: true } })
  const others = owners.flatMap(({ node: owner }) => (owner === null || owner === node ? [] : owner))
  const gone: number[] = []
  for (const owner of others) if (await transaction(db, (tx) => isGone(tx, owner))) gone.push(owner)
  return gone
}
