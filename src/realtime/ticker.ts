import { oneAtATime } from '../async/one-at-a-time.ts'
import { beats, type Connections } from './connections.ts'

const tickMs = 1_000
/** An event whose signal the bus lost arrives within 5 s. */
const checkTicks = 4
const busTicks = 5

export const heartbeatSeconds = (beats * tickMs) / 1000

/**
 * Pings the sockets, `1/beats` of them at each tick, and runs what repeats. A run that takes longer than its interval delays
 * only its own next one. The returned function stops all of it and waits for what is under way.
 */
export function startTicker({
  hub,
  checkRecent,
  measureBus,
  markOffline,
  failed,
}: {
  hub: Connections
  checkRecent: () => Promise<void>
  measureBus: () => Promise<void>
  markOffline: () => Promise<void>
  failed: (error: unknown) => void
}): () => Promise<unknown> {
  const check = oneAtATime(checkRecent, failed)
  const bus = oneAtATime(measureBus, failed)
  const offline = oneAtATime(markOffline, failed)
  let tick = 0
  const timer = setInterval(() => {
    tick++
    ping(hub.beating(tick))
    offline.start()
    if (tick % checkTicks === 0) check.start()
    if (tick % busTicks === 0) bus.start()
  }, tickMs).unref()
  return () => {
    clearInterval(timer)
    return Promise.all([check.done(), bus.done(), offline.done()])
  }
}

/** Ends the sockets that left the last ping unanswered. */
function ping(connections: ReturnType<Connections['beating']>): void {
  for (const connection of connections) {
    // While it is paused for its backlog its pongs are not read either.
    if (connection.socket.isPaused) continue
    if (!connection.alive) connection.socket.terminate()
    else {
      connection.alive = false
      connection.socket.ping()
    }
  }
}
