import type { FastifyBaseLogger } from 'fastify'
import { SendError } from '../email/send-error.ts'
import type { ChannelSender } from './channel.ts'
import type { Claimed } from './claim.ts'
import type { Outcome } from './outcomes.ts'
import { byChannel, policyOf, type SentChannel } from './channels.ts'

/** Outcomes that one transaction records. */
const recordBatch = 100
const recordAgainMs = 1_000

interface Options {
  claim: (ids: readonly string[]) => Promise<Claimed[]>
  record: (batch: readonly Outcome[]) => Promise<void>
  /** Told of each outcome, to count it. */
  attempted: (outcome: Outcome) => void
  log: FastifyBaseLogger
  channels: Record<SentChannel, ChannelSender>
}

export interface Deliverer {
  /**
   * Brings these deliveries of one channel forward by one attempt each. Resolves once they are claimed and there is room
   * for as many again: whatever then becomes of them is kept by their rows, and needs no job.
   */
  deliver(channel: SentChannel, ids: readonly string[]): Promise<void>
  /** Whether this process has the delivery under way. */
  has(deliveryId: string): boolean
  /** Takes no more, and resolves when all that is under way has been recorded, or could not be: then it is uncertain. */
  close(): Promise<void>
}

/**
 * Hands deliveries to their channels. At least once; at most once for each attempt that was not cut off between the
 * provider's answer and its record.
 */
export function deliverer({ claim, record, attempted, log, channels }: Options): Deliverer {
  const running = new Set<string>()
  const rooms = byChannel((channel) => room(policyOf(channel).concurrency))
  const unrecorded: { outcome: Outcome; done: () => void }[] = []
  let recording = false
  let closing = false

  /** Outcomes that come while others are being written go together in the next transaction. */
  const writeDown = async () => {
    if (recording) return
    recording = true
    let size = recordBatch
    while (unrecorded.length > 0) {
      const batch = unrecorded.slice(0, size)
      try {
        await record(batch.map(({ outcome }) => outcome))
      } catch (error) {
        // The database is away. What was sent is known here alone, so it is kept for as long as this process lives.
        log.error({ err: error, count: unrecorded.length }, 'outcomes of deliveries could not be recorded')
        if (!closing) {
          // Or one of them cannot be written: from now on one at a time, this one behind the others.
          size = 1
          unrecorded.push(...unrecorded.splice(0, 1))
          await new Promise((resolve) => setTimeout(resolve, recordAgainMs))
          continue
        }
      }
      unrecorded.splice(0, batch.length)
      for (const { done } of batch) done()
    }
    recording = false
  }

  const attempt = async (claimed: Claimed): Promise<void> => {
    const { due, channel } = claimed
    const { provider } = channels[channel]
    const started = performance.now()
    const result = await channels[channel].deliver(due).catch((error: unknown) => {
      if (error instanceof SendError) return { error }
      // A fault of ours, not the provider's word: it is tried again, and it is seen.
      log.error({ err: error, deliveryId: due.id }, 'a delivery failed unexpectedly')
      return { error: new SendError('temporary', error instanceof Error ? error.message : String(error)) }
    })
    const latencyMs = Math.round(performance.now() - started)
    if ('error' in result) {
      const { kind, code } = result.error
      log.warn({ deliveryId: due.id, provider, kind, code, attempt: claimed.attempt }, 'a delivery failed')
    }
    const took = 'error' in result ? undefined : result.provider
    const outcome = { claimed, provider: took ?? provider, latencyMs, result }
    attempted(outcome)
    await new Promise<void>((done) => {
      unrecorded.push({ outcome, done })
      void writeDown()
    })
  }

  return {
    async deliver(channel, ids) {
      if (closing) throw new Error('this process is shutting down')
      const free = rooms[channel]
      const leave = (id: string) => {
        running.delete(id)
        free.leave(1)
      }
      // One that a second job names as well is its first job's.
      const fresh = ids.filter((id) => !running.has(id))
      // Known before it is claimed: else it would seem to be under way and nobody's.
      for (const id of fresh) running.add(id)
      free.enter(fresh.length)
      let claimed: Claimed[] = []
      try {
        claimed = await claim(fresh)
      } finally {
        const mine = new Set(claimed.map(({ due }) => due.id))
        for (const id of fresh) if (!mine.has(id)) leave(id)
      }
      for (const one of claimed) void attempt(one).finally(() => leave(one.due.id))
      await free.roomFor(ids.length)
    },
    has: (deliveryId) => running.has(deliveryId),
    async close() {
      closing = true
      await Promise.all(Object.values(rooms).map(({ empty }) => empty()))
    },
  }
}

interface Room {
  enter(count: number): void
  leave(count: number): void
  /** Resolves when so many more fit in, or nothing is left inside. */
  roomFor(count: number): Promise<void>
  empty(): Promise<void>
}

function room(size: number): Room {
  let inside = 0
  let waiting: { limit: number; go: () => void }[] = []
  const below = (limit: number) =>
    new Promise<void>((go) => {
      if (inside <= limit) go()
      else waiting.push({ limit, go })
    })
  return {
    enter: (count) => void (inside += count),
    leave(count) {
      inside -= count
      const ready = waiting.filter(({ limit }) => inside <= limit)
      waiting = waiting.filter(({ limit }) => inside > limit)
      for (const { go } of ready) go()
    },
    roomFor: (count) => below(Math.max(0, size - count)),
    empty: () => below(0),
  }
}
