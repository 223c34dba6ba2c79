import { isDeepStrictEqual } from 'node:util'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import pLimit from 'p-limit'
import pTimeout from 'p-timeout'
import { Gauge, type Registry } from 'prom-client'
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
 * NOTIFY wakes a worker for a job that is due at once; one that becomes due later is found by polling. A full batch is followed
 * by the next without a pause, so that a backlog drains.
 */
const polling = (nth: number, lastResort: boolean) => {
  // Staggered: a dozen polls at once would block the event loop for as many milliseconds.
  const seconds = 1.7 + (nth % 12) * 0.06 + (lastResort ? 3.5 : 0)
  return { pollingIntervalSeconds: seconds, notifyPollingIntervalSeconds: seconds, burstWhenBatchFull: true } as const
}

/** pg-boss's shortest. After a missed one the supervisor gives the job to another worker. */
const heartbeatSeconds = 10

/** Finished jobs are kept this long for operators; deliveries have tables of their own. */
const deleteAfterSeconds = 24 * 60 * 60

interface Schedule {
  readonly job: Job<unknown>
  readonly cron: string
  readonly data: object
}

interface Registered {
  readonly job: Job<unknown>
  readonly lastResort: boolean
  /** How each job of a batch ended: with an error, or without. */
  readonly handler: (batch: unknown[]) => Promise<PromiseSettledResult<void>[]>
}

/** pg-boss in the application's own database: a job commits with the change that caused it. */
export default fp(
  async (app) => {
    const { database } = app
    const boss = openQueue(app, app.config)
    // Its twenty statements run beside the rest of the start; onReady waits for them.
    const started = boss.start()
    started.catch(() => {})

    const registered: Registered[] = []
    const schedules: Schedule[] = []
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
          throw new Error(`the job ${job.name} has no handler`)
        if (items.length > 0) await boss.insert(job.name, [...items], { db: fromPrisma(tx) })
      },
      async depth() {
        // Queues of earlier versions may still be there, without a worker.
        const names = registered.map(({ job }) => job.name)
        const [row] = await app.db.$queryRaw<{ ready: number; oldest: number | null }[]>`
          SELECT count(*)::int AS ready, extract(epoch FROM now() - min(start_after))::float AS oldest
          FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after <= now() AND name = ANY (${names})`
        return { ready: row?.ready ?? 0, oldestSeconds: row?.oldest ?? 0 }
      },
    }
    app.decorate('jobs', jobs)
    measureDepth(app.metrics, jobs)

    app.addHook('onReady', async () => {
      await started
      const changed = await prepareQueues(boss, registered)
      // The only node takes back at once what a killed one left running; beside others, missed heartbeats tell.
      await database.announce(async () => {
        await database.query(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`, [])
      })
      // pg-boss caches the queues of its start. It learns of new ones here, not inside a transaction, where it would ask on a
      // connection of its own.
      for (const name of changed) await boss.findJobs(name, { limit: 1 })
      await prepareSchedules(boss, schedules)
      for (const [nth, work] of registered.entries()) await startWorker(boss, work, nth, app.log)
    })
    // Nothing is fetched from here on; what is running may finish.
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

function openQueue({ database, log }: FastifyInstance, { migrateOnStart }: Pick<Config, 'migrateOnStart'>): PgBoss {
  // A dozen queues that look for work at once would open as many connections.
  const limit = pLimit(3)
  const boss = new PgBoss({
    db: {
      executeSql: (text, values) => limit(() => database.execute(text, values)),
      async listen(channel, onNotification, onReconnect) {
        const close = await database.listen(channel, (payload) =>
          payload === undefined ? onReconnect() : onNotification(payload),
        )
        return { close }
      },
    },
    schema: 'pgboss',
    migrate: migrateOnStart,
    useListenNotify: true,
    clock: steadyClock,
    clockMonitorIntervalSeconds: 30,
    // How soon another node notices missed heartbeats.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  let warnedOfSkew = false
  boss.on('warning', (warning) => {
    // Repeated every half a minute while it lasts: logged once.
    const skew = /clock skew/i.test(warning.message)
    if (!skew || !warnedOfSkew) log.warn({ warning }, 'job queue')
    warnedOfSkew ||= skew
  })
  return boss
}

function measureDepth(registry: Registry, jobs: Jobs): void {
  const oldest = new Gauge({
    name: 'blurosiere_queue_oldest_job_seconds',
    help: 'How long the oldest job whose time has come has waited',
    registers: [registry],
  })
  new Gauge({
    name: 'blurosiere_queue_jobs_due',
    help: 'Jobs whose time has come, of the whole installation',
    registers: [registry],
    async collect() {
      // Without the database the other metrics are still served.
      const depth = await pTimeout(jobs.depth(), { milliseconds: 2_000 }).catch(() => ({
        ready: NaN,
        oldestSeconds: NaN,
      }))
      this.set(depth.ready)
      oldest.set(depth.oldestSeconds)
    },
  })
}

/** Makes the queues that are missing or have other options, and names them. Those that fit cost no statement. */
async function prepareQueues(boss: PgBoss, registered: readonly Registered[]): Promise<string[]> {
  const queues = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
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
  return changed
}

async function prepareSchedules(boss: PgBoss, schedules: readonly Schedule[]): Promise<void> {
  const planned = new Map((await boss.getSchedules()).map((schedule) => [schedule.name, schedule]))
  for (const { job, cron, data } of schedules) {
    const known = planned.get(job.name)
    if (known?.cron !== cron || !isDeepStrictEqual(known.data ?? {}, data)) await boss.schedule(job.name, cron, data)
  }
}

async function startWorker(
  boss: PgBoss,
  { job, lastResort, handler }: Registered,
  nth: number,
  log: FastifyBaseLogger,
): Promise<void> {
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
      log.error({ err: error, job: job.name, jobId: id }, 'job failed; it will be tried again')
      return { id, status: 'failed', output: { error: error instanceof Error ? error.message : String(error) } }
    })
  })
}

/** Whether a queue has these options already. */
const covers = (known: object, options: object): boolean =>
  Object.entries(options).every(([name, value]) => (known as Record<string, unknown>)[name] === value)
