import type { FastifyBaseLogger } from 'fastify'
import { oneAtATime } from '../async/one-at-a-time.ts'
import { type SentChannel, sentChannels } from './channels.ts'
import type { deliverer } from './deliver.ts'
import type { dispatcher } from './dispatch.ts'
import type { DeliveryRecovery } from './recovery.ts'

/** How often each node looks for what is due by the time on its row. */
const tickMs = 1_000

/** Of what other nodes handed over, no more than there is room for. */
const handedOverAtOnce = 8

/** Each second every node takes back what was cut off, queues what is due, takes what others handed over and escalates alerts. */
export function deliveryLoop({
  log,
  dispatch,
  recovery,
  deliver,
  canBeSentElsewhere,
  escalate,
}: {
  log: FastifyBaseLogger
  dispatch: ReturnType<typeof dispatcher>
  recovery: DeliveryRecovery
  deliver: ReturnType<typeof deliverer>['deliver']
  canBeSentElsewhere: (channel: SentChannel) => Promise<boolean>
  escalate: () => Promise<void>
}) {
  const taking = new Set<SentChannel>()
  const takeHandedOver = async (channel: SentChannel) => {
    if (taking.has(channel) || (await canBeSentElsewhere(channel))) return
    const ids = await dispatch.handedOver(channel, handedOverAtOnce)
    if (ids.length === 0) return
    // Not awaited: a mail server that hangs must not hold up the other parts.
    taking.add(channel)
    void deliver(channel, ids)
      .catch((error: unknown) => log.error({ err: error }, 'what other nodes handed over could not be taken'))
      .finally(() => taking.delete(channel))
  }

  const parts = {
    async takeBack() {
      const count = await recovery.takeBack()
      if (count > 0) log.warn({ count }, 'deliveries that were cut off are taken up again')
    },
    due: dispatch.due,
    async handedOver() {
      for (const channel of sentChannels) await takeHandedOver(channel)
    },
    escalate,
  }
  const failing = new Set<string>()
  /** Each part by itself: the failure of one must not silence the others. */
  const ticks = oneAtATime(async () => {
    for (const [part, run] of Object.entries(parts)) {
      try {
        await run()
        failing.delete(part)
      } catch (error) {
        // Logged once an outage, not once a second.
        if (!failing.has(part)) log.error({ err: error, part }, 'a look for deliveries failed; it is taken again')
        failing.add(part)
      }
    }
  }, log.error.bind(log))
  let timer: NodeJS.Timeout | undefined
  return {
    start() {
      timer = setInterval(ticks.start, tickMs).unref()
    },
    /** Resolves when no tick is under way. */
    async stop() {
      clearInterval(timer)
      await ticks.done()
    },
  }
}
