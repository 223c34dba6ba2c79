import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { defineJob } from '../jobs/job.ts'
import { isProbeKey } from '../storage/storage.ts'
import { idOfKey } from './keys.ts'

export const sweepJob = defineJob('uploads.sweep', z.object({}), { expireInSeconds: 900 })
export const sweepCron = '17 * * * *'

/** Longer than any upload takes (5 min and the store's time): what is older will get no row. */
const graceMs = 3_600_000
const batchSize = 500
/** More orphans than this, and than known files, point to a wrong database. */
const suspicious = 100

export interface Swept {
  /** Temporary files, multipart uploads, and the probes of a store. */
  readonly unfinished: number
  /** Files without a row. */
  readonly orphans: number
}

/**
 * Removes what a crash left in the store, after an hour: unfinished uploads, probes, and files without a row. Keys of other
 * applications stay; and if most files are unknown to the database (a shared store, a restored or wrong database), so do all.
 */
export async function sweep({
  db,
  storage,
  clock,
  log,
}: Pick<FastifyInstance, 'db' | 'storage' | 'clock' | 'log'>): Promise<Swept> {
  const before = new Date(clock.now().getTime() - graceMs)
  let unfinished = await storage.removeUnfinished(before)

  const probes: string[] = []
  const orphans: string[] = []
  let known = 0
  let batch: { key: string; id: string }[] = []
  const checkBatch = async () => {
    const rows = await db.file.findMany({ where: { id: { in: batch.map(({ id }) => id) } }, select: { id: true } })
    const recorded = new Set(rows.map(({ id }) => id))
    for (const { key, id } of batch) {
      if (recorded.has(id)) known++
      else orphans.push(key)
    }
    batch = []
  }
  for await (const { key, storedAt } of storage.list()) {
    if (storedAt >= before) continue
    if (isProbeKey(key)) probes.push(key)
    const id = idOfKey(key)
    if (id === undefined) continue
    batch.push({ key, id })
    if (batch.length === batchSize) await checkBatch()
  }
  if (batch.length > 0) await checkBatch()

  // Probes have no rows, and say nothing about the database.
  for (const key of probes) await storage.remove(key)
  unfinished += probes.length
  if (orphans.length > suspicious && orphans.length > known) {
    log.error(
      { orphans: orphans.length, known },
      'most stored files are unknown to this database: is the storage shared, or the database another? Nothing was removed',
    )
    return { unfinished, orphans: 0 }
  }
  for (const key of orphans) await storage.remove(key)
  if (unfinished + orphans.length > 0) log.info({ unfinished, orphans: orphans.length }, 'uploads swept')
  return { unfinished, orphans: orphans.length }
}
