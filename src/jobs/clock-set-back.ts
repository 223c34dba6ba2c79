import type { Clock } from 'pg-boss'
import type { Database } from '../database/client.ts'

/** The columns brought down to the present, where one of them lies beyond it. */
const down = (...columns: string[]) =>
  columns.map((column) => `${column} = CASE WHEN ${column} > now() THEN now() ELSE ${column} END`).join(', ')

/**
 * pg-boss goes by when it last did a thing. Where the clock was ahead and is set back, that lies in the future, and until the
 * clock is there again no schedule runs, no dead worker's job is taken back, and no job made meanwhile begins. Its schedules
 * are looked at every half a minute, so they tell; then all such moments are brought down to the present.
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
 * For pg-boss' timers, which else wait for the hour that a clock showed before it was set back: the process' own time, which
 * nobody sets. What hour it is pg-boss takes from the database, as often as `clockMonitorIntervalSeconds` says.
 */
export const steadyClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimeout: (work, ms) => setTimeout(work, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout), // of setTimeout above
  setInterval: (work, ms) => setInterval(work, ms),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout), // of setInterval above
}

/** Looks twice a minute whether the clock was set back, and has the queue go on; until the returned function is called. */
export function watchClock({ query }: Pick<Database, 'query'>, failed: (error: unknown) => void): () => Promise<void> {
  let looking: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    looking = query(repair, []).catch(failed)
  }, 30_000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await looking
  }
}
