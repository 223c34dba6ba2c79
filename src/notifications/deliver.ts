import type { FastifyBaseLogger } from 'fastify'
import { SendError } from '../errors.ts'
import type { ChannelSender } from './channel-sender.ts'
import type { Claimed } from './claim.ts'
import type { Outcome } from './outcomes.ts'
import { byChannel, policyOf, type SentChannel } from './channels.ts'

/** How many outcomes one transaction records. */
const recordBatch = 100
const recordRetryMs = 1_000

interface Options {
  claim: (ids: readonly string[]) => Promise<Claimed[]>
  record: (batch: readonly Outcome[]) => Promise<void>
  /** Counts each outcome. */
  attempted: (outcome: Outcome) => void
  log: FastifyBaseLogger
  channels: Record<SentChannel, ChannelSender>
}

/**
 * Hands deliveries to their channels. At least once; at most once for each attempt that was not cut off between the
 * provider's answer and its record.
 */
export function deliverer({ claim, record, attempted, log, channels }: Options) {
  const running = new Set<string>()
  const limits = byChannel((channel) => concurrencyLimit(policyOf(channel).concurrency))
  const unrecorded: { outcome: Outcome; done: () => void }[] = []
  let recording = false
  let closing = false

  /** Outcomes that come while others are being recorded share the next transaction. */
  const recordAll = async () => {
    if (recording) return
    recording = true
    let size = recordBatch
    while (unrecorded.length > 0) {
      const batch = unrecorded.slice(0, size)
      try {
        await record(batch.map(({ outcome }) => outcome))
      } catch (error) {
        // Only this process knows what was sent, so it keeps trying for as long as it lives.
        log.error({ err: error, count: unrecorded.length }, 'outcomes of deliveries could not be recorded')
        if (!closing) {
          // It may be one of them that cannot be written: from now on one at a time, this one last.
          size = 1
          unrecorded.push(...unrecorded.splice(0, 1))
          await new Promise((resolve) => setTimeout(resolve, recordRetryMs))
          continue
        }
      }
      unrecorded.splice(0, batch.length)
      for (const { done } of batch) done()
    }
    recording = false
  }

  const attempt = async (claimed: Claimed) => {
    const { due, channel } = claimed
    const started = performance.now()
    const result = await channels[channel].deliver(due).catch((error: unknown) => {
      if (error instanceof SendError) return { error }
      // A fault of ours, not the provider's answer.
      log.error({ err: error, deliveryId: due.id }, 'a delivery failed unexpectedly')
      return { error: new SendError('temporary', error instanceof Error ? error.message : String(error)) }
    })
    const latencyMs = Math.round(performance.now() - started)
    // Of several vendors the one that was asked last.
    const provider = ('error' in result ? result.error.provider : result.provider) ?? channels[channel].provider
    if ('error' in result) {
      const { kind, code } = result.error
      log.warn({ deliveryId: due.id, provider, kind, code, attempt: claimed.attempt }, 'a delivery failed')
    }
    const outcome = { claimed, provider, latencyMs, result }
    attempted(outcome)
    await new Promise<void>((done) => {
      unrecorded.push({ outcome, done })
      void recordAll()
    })
  }

  return {
    /**
     * Makes one attempt at each of these deliveries of one channel. Resolves once they are claimed and as many again may begin:
     * from then on their rows keep their state, without a job.
     */
    async deliver(channel: SentChannel, ids: readonly string[]) {
      if (closing) throw new Error('this process is shutting down')
      const limit = limits[channel]
      const finish = (id: string) => {
        running.delete(id)
        limit.release()
      }
      // A delivery that two jobs name is the first one's.
      const fresh = ids.filter((id) => !running.has(id))
      // Before they are claimed: else they would seem to be abandoned, and be taken back.
      for (const id of fresh) running.add(id)
      limit.acquire(fresh.length)
      let claimed: Claimed[] = []
      try {
        claimed = await claim(fresh)
      } finally {
        for (const id of fresh) if (!claimed.some(({ due }) => due.id === id)) finish(id)
      }
      for (const one of claimed) void attempt(one).finally(() => finish(one.due.id))
      await limit.hasFree(ids.length)
    },
    /** Whether this process is sending the delivery. */
    has: (deliveryId: string) => running.has(deliveryId),
    /** Takes no more, and resolves when the outcome of all that is being sent is recorded, or could not be. */
    async close() {
      closing = true
      await Promise.all(Object.values(limits).map(({ idle }) => idle()))
    },
  }
}

/** How many deliveries may be sent at once. Not p-limit: work is admitted by the batch, and always at once. */
function concurrencyLimit(size: number) {
  let used = 0
  let waiting: { most: number; resolve: () => void }[] = []
  const atMost = (most: number) =>
    new Promise<void>((resolve) => {
      if (used <= most) resolve()
      else waiting.push({ most, resolve })
    })
  return {
    acquire: (count: number) => void (used += count),
    release() {
      used--
      for (const { most, resolve } of waiting) if (used <= most) resolve()
      waiting = waiting.filter(({ most }) => used > most)
    },
    /** Resolves when so many more are free, or all are. */
    hasFree: (count: number) => atMost(Math.max(0, size - count)),
    idle: () => atMost(0),
  }
}
