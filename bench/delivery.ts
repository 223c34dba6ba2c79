// How many notifications are accepted and delivered in a second, beside bare pg-boss in the same run and database.
//   DATABASE_URL=postgresql://postgres@127.0.0.1:5432/postgres npm run bench:delivery
// Ours: one transaction each (the notification, four deliveries, the event, two jobs), then e-mail and SMS to a provider
// that answers at once. Bare: one transaction with one job each, then a handler that does nothing, in batches of the same
// size. Both drain what was queued before their workers started. Makes a database of its own, and drops it.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromPrisma, PgBoss } from 'pg-boss'
import { buildApp } from '../src/app.ts'
import { providers } from '../src/cli/providers.ts'
import { loadConfig } from '../src/config/config.ts'
import { transaction } from '../src/database/transaction.ts'
import { deliverJobs } from '../src/notifications/queue.ts'
import { ownDatabase } from './rig.ts'

const server = process.env.DATABASE_URL
if (!server) throw new Error('DATABASE_URL names the PostgreSQL to measure on; a database of its own is made there')
const sizes = (process.env.SIZES ?? '1000,10000,100000').split(',').map(Number)
const people = 2_000
/** Requests at once, as a busy server has them. */
const parallel = 10

/** Runs `work` so many times, ten at once; milliseconds in all, and CPU of this process for each. */
async function many(count: number, work: (index: number) => Promise<unknown>) {
  const cpu = process.cpuUsage()
  const started = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (next < count) await work(next++)
    }),
  )
  return measured(count, started, cpu)
}

function measured(count: number, started: number, before: NodeJS.CpuUsage) {
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(before)
  return { perSecond: Math.round((count / ms) * 1000), cpuMs: (user + system) / 1000 / count }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20))
}

interface Row {
  accepted: ReturnType<typeof measured>
  drained: ReturnType<typeof measured>
}

/** An empty database for one measurement. */
async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { url, drop } = await ownDatabase(server ?? '')
  try {
    return await work(url)
  } finally {
    await drop()
  }
}

async function startOurs(url: string, dataDir: string) {
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, UPLOAD_DIR: join(dataDir, 'uploads'), LOG_LEVEL: 'silent' }
  const app = await buildApp({ config: loadConfig(env, providers), env })
  return app
}

const ours = (count: number, dataDir: string) =>
  withDatabase(async (url): Promise<Row> => {
    // Not ready: it accepts, and delivers nothing yet. The queues are there since a first start.
    const first = await startOurs(url, dataDir)
    await first.ready()
    await first.db.user.createMany({
      data: Array.from({ length: people }, (_, index) => ({
        name: `Paciente ${index}`,
        email: `p${index}@example.com`,
        phone: `+55119${String(80_000_000 + index)}`,
        role: 'paciente' as const,
        timezone: 'America/Sao_Paulo',
      })),
    })
    await first.close()
    const app = await startOurs(url, dataDir)
    const notice = { type: 'agendamento', title: 'Consulta agendada', message: 'Sua consulta foi agendada.' } as const
    const accepted = await many(count, (index) =>
      transaction(app.db, (tx) => app.notifications.notify(tx, { ...notice, userId: 1 + (index % people) })),
    )
    const cpu = process.cpuUsage()
    const started = performance.now()
    await app.ready()
    await until(async () => {
      const [row] = await app.db.$queryRaw<{ left: boolean }[]>`
        SELECT EXISTS (
          SELECT 1 FROM deliveries WHERE status IN ('pendente', 'adiada') AND next_attempt_at IS NULL
        ) OR EXISTS (SELECT 1 FROM deliveries WHERE status = 'enviando') AS left`
      return row?.left === false
    })
    const drained = measured(count, started, cpu)
    await app.close()
    return { accepted, drained }
  })

const bare = (count: number, dataDir: string) =>
  withDatabase(async (url): Promise<Row> => {
    const app = await startOurs(url, dataDir)
    const boss = new PgBoss({ connectionString: url, schema: 'bare', max: 4, useListenNotify: true })
    await boss.start()
    await boss.createQueue('bare', { notify: true })
    await transaction(app.db, (tx) => boss.send('bare', { deliveryId: '' }, { db: fromPrisma(tx) }))
    const accepted = await many(count, () =>
      transaction(app.db, (tx) =>
        boss.send('bare', { deliveryId: randomBytes(16).toString('hex') }, { db: fromPrisma(tx) }),
      ),
    )
    const cpu = process.cpuUsage()
    const started = performance.now()
    let left = count + 1
    let done = () => {}
    const finished = new Promise<void>((resolve) => (done = resolve))
    const { batch } = deliverJobs.email
    await boss.work('bare', { batchSize: batch, localConcurrency: 2, burstWhenBatchFull: true }, async (jobs) => {
      left -= jobs.length
      if (left === 0) done()
    })
    await finished
    const drained = measured(count, started, cpu)
    await boss.stop({ graceful: true })
    await app.close()
    return { accepted, drained }
  })

/** From the commit to the provider's being called, one at a time on an idle queue. */
const latency = (dataDir: string, url: string | undefined) => async () => {
  const env = {
    ...(url ? { DATABASE_URL: url } : {}),
    DATA_DIR: dataDir,
    UPLOAD_DIR: join(dataDir, 'uploads'),
    LOG_LEVEL: 'info',
  }
  let started = () => {}
  const app = await buildApp({
    config: loadConfig(env, providers),
    env,
    logStream: { write: (text) => (text.includes('📧') ? started() : undefined) },
  })
  await app.ready()
  const user = await app.db.user.create({
    data: { name: 'Maria', email: 'maria@example.com', role: 'paciente', timezone: 'America/Sao_Paulo' },
  })
  const waits: number[] = []
  for (let index = 0; index < 100; index++) {
    const begun = new Promise<void>((resolve) => (started = resolve))
    await transaction(app.db, (tx) =>
      app.notifications.notify(tx, {
        userId: user.id,
        type: 'seguranca',
        title: 'Olá',
        message: 'Oi',
        channels: ['email'],
      }),
    )
    const committed = performance.now()
    if (index < 30) {
      await begun
      waits.push(performance.now() - committed)
    } else break
  }
  await app.close()
  waits.sort((a, b) => a - b)
  return { median: waits[Math.floor(waits.length / 2)] ?? 0, slowest: waits.at(-1) ?? 0 }
}

const dataDir = await mkdtemp(join(tmpdir(), 'blurosiere-bench-'))
try {
  console.log(
    '| queued | accepted/s | CPU ms | bare accepted/s | CPU ms | drained/s | CPU ms | bare drained/s | CPU ms |',
  )
  console.log(
    '| -----: | ---------: | -----: | --------------: | -----: | --------: | -----: | -------------: | -----: |',
  )
  for (const count of sizes) {
    const [b, o] = [await bare(count, dataDir), await ours(count, dataDir)]
    const cells = [o.accepted, b.accepted, o.drained, b.drained].map(
      ({ perSecond, cpuMs }) => `${perSecond} | ${cpuMs.toFixed(2)}`,
    )
    console.log(`| ${count} | ${cells.join(' | ')} |`)
  }
  for (const [name, run] of [
    ['PostgreSQL', () => withDatabase((url) => latency(dataDir, url)())],
    ['the embedded database', latency(join(dataDir, 'embedded'), undefined)],
  ] as const) {
    const { median, slowest } = await run()
    console.log(
      `from commit to the provider on ${name}: median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
    )
  }
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
