import type { FastifyInstance } from 'fastify'
import pTimeout from 'p-timeout'
import { z } from 'zod'
import { differences, livingNodes } from '../database/nodes.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { type Choice, fallbackHint } from '../config/provider.ts'
import { healthCheck, integration, type Probe } from './health.ts'

const names = ['database', 'queue', 'email', 'sms', 'storage', 'ai', 'notifications', 'websocket'] as const

const report = z
  .object({
    status: z.enum(['ok', 'degraded', 'error']),
    version: z.string(),
    uptimeSeconds: z.int(),
    time: z.iso.datetime(),
    tzdata: z
      .string()
      .describe('The release of the time zone data that reminders and quiet hours are computed with, such as `2026a`.'),
    integrations: z.object(
      Object.fromEntries(names.map((name) => [name, integration])) as Record<
        (typeof names)[number],
        typeof integration
      >,
    ), // one for each name
  })
  .meta({ id: 'Health' })

function probes(app: FastifyInstance): Record<(typeof names)[number], Probe> {
  const chosen = (choice: Choice, run: Probe['run']): Probe => ({
    provider: choice.name,
    fallback: choice.fallback,
    run,
    detail: choice.fallback ? fallbackHint(choice) : undefined,
  })
  const { email, sms, storageChoice, storage, assistant, jobs, database, realtime } = app
  return {
    database: {
      provider: database.kind,
      fallback: false,
      async run() {
        // Unfinished rows are of a killed node; the next start says what to do.
        const [row] = await app.db.$queryRaw<{ done: number; begun: number }[]>`
          SELECT count(finished_at)::int AS done, (count(*) - count(finished_at))::int AS begun
          FROM _prisma_migrations WHERE rolled_back_at IS NULL`
        const { done = 0, begun = 0 } = row ?? {}
        if (await app.databaseIsFull()) return { detail: 'its disk is full: make room', failing: true }
        return { detail: `${done} migrations${begun > 0 ? `, ${begun} unfinished` : ''}`, failing: begun > 0 }
      },
    },
    queue: {
      provider: 'pg-boss',
      fallback: false,
      async run() {
        const { ready, oldestSeconds } = await jobs.depth()
        return { detail: `${ready} waiting, the oldest for ${Math.max(0, Math.round(oldestSeconds))} s` }
      },
    },
    email: chosen(email.chosen, async () => {
      await email.check()
      const code = email.senderRefused()
      return code ? { detail: `the server refuses FROM_EMAIL as a sender: ${code}`, failing: true } : undefined
    }),
    sms: chosen(sms.chosen, async () => {
      await sms.check()
      if (!sms.budget) return undefined
      const { used, budget, refused } = await sms.budget.state(app.db)
      return { detail: `${used} of today's ${budget} sent${refused ? '; the others wait' : ''}`, failing: refused }
    }),
    storage: chosen(storageChoice, () => storage.check()),
    ai: chosen(assistant.chosen, () => checkAi(assistant)),
    notifications: {
      provider: ['in_app', 'websocket', ...app.notifications.providers].join(', '),
      fallback: false,
      async run() {
        // A literal status: the partial index does not serve a parameter.
        const [row] = await app.db.$queryRaw<{ failed: number }[]>`
          SELECT count(*)::int AS failed FROM deliveries WHERE status = 'falhou'`
        const differing = differences(await livingNodes(database.query.bind(database)))
        const failed = `${row?.failed ?? 0} failed deliveries wait for an administrator`
        return { detail: [failed, ...(differing.length > 0 ? ['nodes differ', ...differing] : [])].join('; ') }
      },
    },
    websocket: {
      provider: app.bus.provider,
      fallback: false,
      async run() {
        const lag = realtime.busLag()
        const sockets = `${realtime.count()} sockets on this node`
        if (lag === 'silent')
          return { detail: `${sockets}; no signals between nodes, events come up to 5 s late`, failing: true }
        return { detail: lag === undefined ? sockets : `${sockets}, signals take ${Math.round(lag * 10) / 10} ms` }
      },
    },
  }
}

/** Whether providers answer; an open circuit is a failure that the check itself need not repeat. */
async function checkAi(ai: FastifyInstance['assistant']) {
  if (ai.circuits().length === 0) return undefined
  const isOpen = () => ai.circuits().some(({ circuit }) => circuit.state !== 'closed')
  const open = isOpen()
  await ai.check().catch((error: unknown) => {
    if (!open) throw error
  })
  const circuits = ai.circuits()
  return {
    detail: circuits
      .map(({ provider, circuit: { state, lastError, rejecting } }) =>
        [
          `${provider}: circuit ${state}`,
          state !== 'closed' && lastError,
          rejecting && `it refuses each request: ${rejecting}`,
        ]
          .filter(Boolean)
          .join(', '),
      )
      .join('; '),
    failing: isOpen() || circuits.some(({ circuit }) => circuit.rejecting),
  }
}

/** `/health`, `/health/live` and `/health/ready`. */
export const healthRoutes: Routes<{ version: string }> = async (app, { version }) => {
  let check: ReturnType<typeof healthCheck<(typeof names)[number]>> | undefined
  let draining = false
  app.addHook('preClose', async () => {
    draining = true
    check?.stop()
  })

  app.get(
    '/health',
    { config: { load: 'always' }, schema: { response: { 200: report, 503: report } } },
    async (_request, reply) => {
      check ??= healthCheck(probes(app))
      const integrations = await check.report()
      const states = Object.values(integrations).map(({ status }) => status)
      const dead = integrations.database.status === 'error'
      reply.header('cache-control', 'no-store')
      return reply.code(dead ? 503 : 200).send({
        status: dead ? 'error' : states.includes('error') ? 'degraded' : 'ok',
        version,
        uptimeSeconds: Math.round(process.uptime()),
        time: new Date().toISOString(),
        tzdata: process.versions.tz ?? 'unknown',
        integrations,
      })
    },
  )

  const short = {
    config: { load: 'always' },
    schema: { response: { 200: z.object({ status: z.literal('ok') }) } },
  } as const
  const ok = { status: 'ok' } as const

  app.get('/health/live', short, async () => ok)

  app.get('/health/ready', short, async () => {
    if (draining) throw new AppError('unavailable', { detail: 'draining', headers: { 'retry-after': '5' } })
    try {
      await pTimeout(app.database.query('SELECT 1', []), { milliseconds: 2_000 })
    } catch (error) {
      throw new AppError('unavailable', { detail: 'no database', cause: error, headers: { 'retry-after': '2' } })
    }
    return ok
  })
}
