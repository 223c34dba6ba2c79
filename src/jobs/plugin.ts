import { isDeepStrictEqual } from 'node:util'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import pLimit from 'p-limit'
import pTimeout from 'p-timeout'
import { Gauge } from 'prom-client'
import { fromPrisma, type JobResult, PgBoss } from 'pg-boss'
import { steadyClock, watchClock } from './clock-set-back.ts'
import type { Job, Jobs } from './job.ts'

declare module 'fastify' {
  interface FastifyInstance {
    jobs: Jobs
  }
}

interface Registered {
  readonly job: Job<unknown>
  readonly lastResort?: boolean
  /** How each job of a batch ended: with an error, or without. */
  readonly handler: (batch: unknown[]) => Promise<PromiseSettledResult<void>[]>
}

/** pg-boss in the application's own database: a job commits with the change that caused it. */
export default fp(
  async (app) => {
    const { database } = app
    const boss = openQueue(app)
    // Its twenty statements run beside the rest of the start; onReady waits for them.
    const started = boss.start()
    const settled = started.catch(() => {})

    const registered: Registered[] = []
    const schedules: Parameters<Jobs['schedule']>[] = []
    const jobs: Jobs = {
      handle: (job, handler, how) => {
        const one = async (data: unknown) => handler(job.data.parse(data))
        registered.push({ job, ...how, handler: (batch) => Promise.allSettled(batch.map(one)) })
      },
      handleBatch: (job, handler) => {
        const all = async (batch: unknown[]) => handler(batch.map((data) => job.data.parse(data)))
        registered.push({
          job,
          handler: (batch) => {
            const result = all(batch)
            return Promise.allSettled(batch.map(() => result))
          },
        })
      },
      schedule: (...schedule) => void schedules.push(schedule),
      async enqueue(tx, job, items) {
        if (!registered.some((known) => known.job.name === job.name))
          throw new Error(`the job ${job.name} has no handler`)
        if (items.length > 0) await boss.insert(job.name, [...items], { db: fromPrisma(tx) })
      },
      async depth() {
        // Queues of earlier versions may still be there, without a worker.
        const names = registered.map(({ job }) => job.name)
        const [depth = unknownDepth] = await app.db.$queryRaw<(typeof unknownDepth)[]>`
          SELECT count(*)::int AS ready, coalesce(extract(epoch FROM now() - min(start_after)), 0)::float AS "oldestSeconds"
          FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after <= now() AND name = ANY (${names})`
        return depth
      },
    }
    app.decorate('jobs', jobs)
    measureDepth(app)

    app.addHook('onReady', async () => {
      await started
      await prepareQueues(boss, registered)
      // The only node takes back at once what a killed one left running; beside others, missed heartbeats tell.
      await database.announce(async () => {
        await database.query(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`, [])
      })
      const planned = await boss.getSchedules()
      for (const [{ name }, cron, data] of schedules)
        if (!planned.some((known) => known.name === name && known.cron === cron && isDeepStrictEqual(known.data, data)))
          await boss.schedule(name, cron, data)
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
      await settled
      await boss.stop({ graceful: true, timeout: 15_000, close: true })
    })
  },
  { name: 'jobs', dependencies: ['database', 'metrics'] },
)

function openQueue({ database, log, config }: FastifyInstance) {
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
    migrate: config.migrateOnStart,
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

const unknownDepth = { ready: NaN, oldestSeconds: NaN }

function measureDepth({ metrics, jobs }: FastifyInstance) {
  const registers = [metrics]
  const oldest = new Gauge({
    name: 'blurosiere_queue_oldest_job_seconds',
    help: 'How long the oldest job whose time has come has waited',
    registers,
  })
  new Gauge({
    name: 'blurosiere_queue_jobs_due',
    help: 'Jobs whose time has come, of the whole installation',
    registers,
    async collect() {
      // Without the database the other metrics are still served.
      const depth = await pTimeout(jobs.depth(), { milliseconds: 2_000 }).catch(() => unknownDepth)
      this.set(depth.ready)
      oldest.set(depth.oldestSeconds)
    },
  })
}

/** Makes the queues that are missing or have other options. Those that fit cost no statement. */
async function prepareQueues(boss: PgBoss, registered: readonly Registered[]) {
  const queues = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const {
    job: { name, expireInSeconds },
  } of registered) {
    const options = {
      notify: true,
      expireInSeconds,
      // pg-boss's shortest. After a missed one the supervisor gives the job to another worker.
      heartbeatSeconds: 10,
      retryLimit: 10,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 300,
      // Finished jobs are kept for operators; deliveries have tables of their own.
      deleteAfterSeconds: 24 * 60 * 60,
    }
    const known = queues.get(name)
    if (isDeepStrictEqual(known, { ...known, ...options })) continue
    if (known) await boss.updateQueue(name, options)
    else await boss.createQueue(name, options)
    // pg-boss caches the queues of its start. It learns of new ones here, not inside a transaction, where it would ask on a
    // connection of its own.
    await boss.findJobs(name, { limit: 1 })
  }
}

async function startWorker(
  boss: PgBoss,
  { job, lastResort, handler }: Registered,
  nth: number,
  log: FastifyBaseLogger,
) {
  // Staggered: a dozen polls at once would block the event loop for as many milliseconds.
  const seconds = 1.7 + (nth % 12) * 0.06 + (lastResort ? 3.5 : 0)
  const options = {
    localConcurrency: job.workers,
    batchSize: job.batch,
    perJobResults: true,
    // NOTIFY wakes a worker for a job that is due at once; one that becomes due later is found by polling.
    pollingIntervalSeconds: seconds,
    notifyPollingIntervalSeconds: seconds,
    // A full batch is followed by the next without a pause, so that a backlog drains.
    burstWhenBatchFull: true,
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
