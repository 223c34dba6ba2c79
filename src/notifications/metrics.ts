import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram } from 'prom-client'
import pTimeout from 'p-timeout'
import type { Outcome } from './outcomes.ts'

/** What operators see of deliveries: attempts of this node, and what stands in the database, whichever node asks. Gives what counts an outcome. */
export function deliveryMetrics({ metrics, db }: FastifyInstance) {
  const registers = [metrics]
  new Gauge({
    name: 'blurosiere_deliveries_unsettled',
    help: 'Deliveries that wait, are under way or have failed, by channel and state; of the whole installation',
    labelNames: ['channel', 'state'],
    registers,
    async collect() {
      this.reset()
      // While the database is away these are missing, and everything else is told.
      const asked = db.$queryRaw<{ channel: string; state: string; count: number }[]>`
        SELECT channel::text, status::text AS state, count(*)::int AS count FROM deliveries
        WHERE status IN ('pendente', 'adiada', 'enviando', 'falhou') GROUP BY 1, 2`
      const rows = await pTimeout(asked, { milliseconds: 2_000 }).catch(() => [])
      for (const { channel, state, count } of rows) this.set({ channel, state }, count)
    },
  })
  const attempts = new Counter({
    name: 'blurosiere_delivery_attempts_total',
    help: 'Attempts to hand a delivery to its provider, by how they ended',
    labelNames: ['channel', 'provider', 'outcome'],
    registers,
  })
  const latency = new Histogram({
    name: 'blurosiere_delivery_attempt_seconds',
    help: 'How long a provider took over one attempt',
    labelNames: ['channel', 'provider'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  return ({ claimed: { channel }, provider, latencyMs, result }: Outcome) => {
    attempts.inc({ channel, provider, outcome: 'error' in result ? result.error.kind : 'sent' })
    latency.observe({ channel, provider }, latencyMs / 1000)
  }
}
