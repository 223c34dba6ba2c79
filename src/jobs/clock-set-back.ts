import type { Clock } from 'pg-boss'
import type { Database } from '../database/client.ts'
import { oneAtATime } from '../async/one-at-a-time.ts'

const down = (...columns: string[]) =>
  columns.map((column) => `${column} = CASE WHEN ${column} > now() THEN now() ELSE ${column} END`).join(', ')

/**
 * pg-boss stores when it last did a thing. After a clock that was ahead is set back these times lie in the future, and until then
 * no schedule runs, no dead worker's job is retried and no new job starts. All such times are brought down to the present once
 * `cron_on`, which is written every half a minute, is ahead.
 */
const repair = `
  WITH ahead AS (
    UPDATE pgboss.version SET ${down('cron_on', 'bam_on', 'flow_on', 'reindex_on')}
    WHERE cron_on > now() + interval '1 minute' RETURNING 1
  ), queues AS (
    UPDATE pgboss.queue SET ${down('monitor_claim_on', 'monitor_on', 'maintain_on')} WHERE EXISTS (SELECT FROM ahead)
  )
  UPDATE pgboss.job SET ${down('created_on', 'started_on', 'heartbeat_on', 'start_after')}
  WHERE EXISTS (SELECT FROM ahead) AND state IN ('created', 'retry', 'active')
    AND greatest(created_on, started_on, heartbeat_on) > now() + interval '1 minute'`

/**
 * A monotonic clock for pg-boss's timers, which would otherwise wait for the old time after the system's clock was set back.
 * pg-boss corrects it by the database's clock every `clockMonitorIntervalSeconds`.
 */
export const steadyClock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
} as Clock // its timers are those that it gave

/** Repairs the queue after the clock was set back, twice a minute, until the returned function is called. */
export function watchClock({ query }: Pick<Database, 'query'>, failed: (error: unknown) => void): () => Promise<void> {
  const look = oneAtATime(async () => void (await query(repair, [])), failed)
  const timer = setInterval(look.start, 30_000).unref()
  return async () => {
    clearInterval(timer)
    await look.done()
  }
}
