import { isDeepStrictEqual } from 'node:util'
import fp from 'fastify-plugin'
import pLimit from 'p-limit'
import pTimeout from 'p-timeout'
import { Gauge } from 'prom-client'
import { fromPrisma, type JobResult, PgBoss } from 'pg-boss'
import type { Config } from '../config/config.ts'
import { steadyClock, watchClock } from './clock-set-back.ts'
import type { Job, Jobs } from './job.ts'

declare module 'fastify' {
  interface FastifyInstance {
    jobs: Jobs
  }
}

/**
 * NOTIFY wakes a worker for a job that is due at once; one that becomes due later is only seen by looking. While batches
 * come back full there is no pause between looks, so that a backlog drains.
 */
const polling = (nth: number, lastResort: boolean) => {
  // Not all at once: a dozen looks together would hold the event loop for as many milliseconds, every two seconds.
  const seconds = 1.7 + (nth % 12) * 0.06 + (lastResort ? 3.5 : 0)
  return { pollingIntervalSeconds: seconds, notifyPollingIntervalSeconds: seconds, burstWhenBatchFull: true } as const
}

/** pg-boss' shortest. A job whose worker misses it is another's, after the next look of the supervisor. */
const heartbeatSeconds = 10

/** How long finished jobs are kept to be looked at: what was sent, and when, stands in tables of ours. */
const deleteAfterSeconds = 24 * 60 * 60

interface Registered {
  readonly job: Job<unknown>
  readonly lastResort: boolean
  /** How each job of a batch ended: with an error, or without. */
  readonly handler: (batch: unknown[]) => Promise<PromiseSettledResult<void>[]>
}

/** pg-boss in the application's own database: a job commits with the change that caused it. */
export default fp<{ config: Pick<Config, 'migrateOnStart'> }>(
  async (app, { config }) => {
    const { database } = app
    const limit = pLimit(3)
    const boss = new PgBoss({
      db: {
        // A dozen queues that look for work at once would open as many connections.
        executeSql: (text, values) => limit(() => database.execute(text, values)),
        async listen(channel, onNotification, onReconnect) {
          const close = await database.listen(channel, (payload) =>
            payload === undefined ? onReconnect() : onNotification(payload),
          )
          return { close }
        },
      },
      schema: 'pgboss',
      migrate: config.migrateOnStart,
      useListenNotify: true,
      clock: steadyClock,
      clockMonitorIntervalSeconds: 30,
      // How soon another node notices missed heartbeats.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
    })
    boss.on('error', (error) => app.log.error({ err: error }, 'job queue'))
    let askew = false
    boss.on('warning', (warning) => {
      // Told every half a minute for as long as it lasts.
      const skew = /clock skew/i.test(warning.message)
      if (!skew || !askew) app.log.warn({ warning }, 'job queue')
      askew ||= skew
    })
    // Its twenty statements are waited for beside the rest of the start; whether it could is known before anybody is let in.
    const started = boss.start()
    started.catch(() => {})

    const registered: Registered[] = []
    const schedules: { job: Job<unknown>; cron: string; data: object }[] = []
    const jobs: Jobs = {
      handle: (job, handler, { lastResort = false } = {}) => {
        const one = async (data: unknown) => handler(job.data.parse(data))
        registered.push({ job, lastResort, handler: (batch) => Promise.allSettled(batch.map(one)) })
      },
      handleBatch: (job, handler) => {
        const all = async (batch: unknown[]) => handler(batch.map((data) => job.data.parse(data)))
        registered.push({
          job,
          lastResort: false,
          handler: async (batch) => {
            const [result] = await Promise.allSettled([all(batch)])
            return batch.map(() => result)
          },
        })
      },
      schedule: (job, cron, data) => {
        schedules.push({ job, cron, data })
      },
      async enqueue(tx, job, items) {
        if (!registered.some((known) => known.job.name === job.name))
          throw new Error(`nobody handles the job ${job.name}`)
        if (items.length > 0) await boss.insert(job.name, [...items], { db: fromPrisma(tx) })
      },
      async depth() {
        // Of earlier versions there may be queues that nobody works on.
        const names = registered.map(({ job }) => job.name)
        const [row] = await app.db.$queryRaw<{ ready: number; oldest: number | null }[]>`
          SELECT count(*)::int AS ready, extract(epoch FROM now() - min(start_after))::float AS oldest
          FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after <= now() AND name = ANY (${names})`
        return { ready: row?.ready ?? 0, oldestSeconds: row?.oldest ?? 0 }
      },
    }
    app.decorate('jobs', jobs)
    const oldest = new Gauge({
      name: 'blurosiere_queue_oldest_job_seconds',
      help: 'How long the oldest job whose time has come has waited',
      registers: [app.metrics],
    })
    new Gauge({
      name: 'blurosiere_queue_jobs_due',
      help: 'Jobs whose time has come, of the whole installation',
      registers: [app.metrics],
      async collect() {
        // While the database is away nothing is known of it, and everything else is told.
        const depth = await pTimeout(jobs.depth(), { milliseconds: 2_000 }).catch(() => ({
          ready: NaN,
          oldestSeconds: NaN,
        }))
        this.set(depth.ready)
        oldest.set(depth.oldestSeconds)
      },
    })

    app.addHook('onReady', async () => {
      await started
      // What is as it should be is left alone: a start takes half the statements then.
      const [allQueues, allSchedules] = await Promise.all([boss.getQueues(), boss.getSchedules()])
      const queues = new Map(allQueues.map((queue) => [queue.name, queue]))
      const planned = new Map(allSchedules.map((schedule) => [schedule.name, schedule]))
      const changed: string[] = []
      for (const { job } of registered) {
        const options = {
          notify: true,
          expireInSeconds: job.expireInSeconds,
          heartbeatSeconds,
          retryLimit: 10,
          retryDelay: 1,
          retryBackoff: true,
          retryDelayMax: 300,
          deleteAfterSeconds,
        }
        const known = queues.get(job.name)
        if (known && covers(known, options)) continue
        if (known) await boss.updateQueue(job.name, options)
        else await boss.createQueue(job.name, options)
        changed.push(job.name)
      }
      // A node that is the only one takes back at once what a killed one left running; beside others, missed heartbeats tell.
      await database.announce(async () => {
        await database.query(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`, [])
      })
      // pg-boss knows those queues that were there when it started. Has it learn of the others now: inside a transaction it
      // would ask on a connection of its own.
      for (const name of changed) await boss.findJobs(name, { limit: 1 })
      for (const { job, cron, data } of schedules) {
        const known = planned.get(job.name)
        if (known?.cron !== cron || !isDeepStrictEqual(known.data ?? {}, data))
          await boss.schedule(job.name, cron, data)
      }
      for (const [nth, { job, lastResort, handler }] of registered.entries()) {
        const options = {
          localConcurrency: job.workers,
          batchSize: job.batch,
          perJobResults: true,
          ...polling(nth, lastResort),
        } as const
        await boss.work(job.name, options, async (batch) => {
          const results = await handler(batch.map(({ data }) => data))
          return results.map((result, index): JobResult => {
            const id = batch[index]?.id ?? ''
            if (result.status === 'fulfilled') return { id, status: 'completed' }
            const error: unknown = result.reason
            app.log.error({ err: error, job: job.name, jobId: id }, 'job failed; it will be tried again')
            return { id, status: 'failed', output: { error: error instanceof Error ? error.message : String(error) } }
          })
        })
      }
    })
    // No more is taken from the moment on in which the server begins to close: whoever handles jobs may then finish its own.
    app.addHook('preClose', async () => {
      for (const { job } of registered) await boss.offWork(job.name, { wait: false })
    })
    const stopWatching = watchClock(database, (error) => app.log.warn({ err: error }, 'job queue'))
    // Before the database closes, which onClose hooks in reverse order guarantee.
    app.addHook('onClose', async () => {
      await stopWatching()
      await started.catch(() => {})
      await boss.stop({ graceful: true, timeout: 15_000, close: true })
    })
  },
  { name: 'jobs', dependencies: ['database', 'metrics'] },
)

/** Whether a queue has these options already. */
const covers = (known: object, options: object): boolean =>
  Object.entries(options).every(([name, value]) => (known as Record<string, unknown>)[name] === value)
