import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export type RealtimeMetrics = ReturnType<typeof realtimeMetrics>

/** What operators see of real time on this node. */
export function realtimeMetrics(registry: Registry, count: () => number) {
  const registers = [registry]
  new Gauge({
    name: 'blurosiere_websocket_connections',
    help: 'Sockets open on this node',
    registers,
    collect() {
      this.set(count())
    },
  })
  const closes = new Counter({
    name: 'blurosiere_websocket_closes_total',
    help: 'Sockets closed after their welcome, by whom and with which code (4408: too slow)',
    labelNames: ['by', 'code'],
    registers,
  })
  return {
    written: new Counter({
      name: 'blurosiere_websocket_events_written_total',
      help: 'Events of the log written to sockets',
      registers,
    }),
    replayed: new Histogram({
      name: 'blurosiere_websocket_replayed_events',
      help: 'Events that a returning socket had missed',
      buckets: [0, 1, 5, 20, 100, 500, 2_000, 10_000],
      registers,
    }),
    closed(ours: number | undefined, theirs: number) {
      // A peer may send any code of thousands.
      const theirLabel = theirs === 1000 || theirs === 1001 || theirs === 1006 ? theirs : 'other'
      closes.inc(ours === undefined ? { by: 'peer', code: theirLabel } : { by: 'server', code: ours })
    },
    busLag: new Histogram({
      name: 'blurosiere_bus_round_trip_seconds',
      help: 'From a signal of this node to its return by the bus, asked every 5 s',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 3],
      registers,
    }),
    gaps: new Counter({
      name: 'blurosiere_bus_gaps_total',
      help: 'Times that the bus may have lost signals, and the log was looked into',
      registers,
    }),
  }
}
