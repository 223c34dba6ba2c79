import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { expect, inject, onTestFinished } from 'vitest'
import { type AppOptions, buildApp } from '../src/app.ts'
import { providers } from '../src/cli/providers.ts'
import { hashPassword } from '../src/auth/passwords.ts'
import { cleanEnv, loadConfig } from '../src/config/config.ts'
import { transaction } from '../src/database/transaction.ts'
import type { Role } from '../src/database/generated/client.ts'
import { phone } from '../src/users/users.ts'
import { undescribedAnswers } from './described.ts'
import { freePort } from './ports.ts'

const password = 'uma senha bem longa'
/** Made once, because a hash is slow, as it has to be. */
const passwordHash = hashPassword(password)

/** A clock that stands still until it is told to move. */
export function testClock(start = new Date()) {
  let now = start
  return {
    now: () => now,
    set: (instant: Date) => {
      now = instant
    },
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

export interface Signed {
  id: number
  email: string
  name: string
  password: string
  accessToken: string
  refreshToken: string
  /** Calls the server as this person. */
  call: Caller
}

export interface Answer<Body = any> {
  // a test reads answers of every shape
  status: number
  headers: Headers
  body: Body
}

export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export interface TestApp {
  app: FastifyInstance
  /** `http://127.0.0.1:port` of the listening server. */
  url: string
  dataDir: string
  /** Every log line so far, parsed. */
  logs: Record<string, unknown>[]
  /** Waits until so many requests were answered with 500, which the end of the test then allows. */
  meantFaults(count: number): Promise<void>
  /** Answers that the test forges, in the words in which their failure is said: the document need not know them. */
  forged: Set<string>
  /** Calls `/api/v1` + path without a token. */
  call: Caller
  /** Makes an account of this role, with a session of its own. */
  person(
    role?: Role,
    fields?: { name?: string; email?: string; phone?: string; locale?: string; timezone?: string },
  ): Promise<Signed>
  close(): Promise<void>
}

/** Databases that a test has done with: emptying one takes less than making another. A test that changes the schema has to change it back. */
const idle: string[] = []

/** As the migrations and the queue's first start have left it. */
const emptied = `
  DO $$ DECLARE name text; filled text[] := '{}'; has boolean; BEGIN
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' OR schemaname = 'pgboss' AND tablename = 'job'
    LOOP
      EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO has;
      IF has THEN filled := filled || name; END IF;
    END LOOP;
    SET LOCAL session_replication_role = replica; -- the audit log refuses to be emptied, and the order is of no matter
    FOREACH name IN ARRAY filled LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
      FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
  END $$;`

/** An empty migrated database of its own. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  // Dropped at the end of the run, by its name.
  const url = idle.pop() ?? (await fromTemplate())
  const drop = async () => {
    await sql(url, emptied)
    idle.push(url)
  }
  return { url, drop }
}

/** Each is an installation of its own, which goes by the first migration's id. */
async function fromTemplate(): Promise<string> {
  const { url } = await newDatabase(`${inject('run')}_template`)
  await sql(url, `UPDATE _prisma_migrations SET id = gen_random_uuid()::text`)
  return url
}

async function sql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** A database on the run's server, without tables unless made from a template, and the way to be rid of it. */
export async function newDatabase(template = 'template1'): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `${inject('run')}_${randomBytes(6).toString('hex')}`
  const server = inject('server')
  await sql(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => sql(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

/** The log's line of a request that met a fault. */
const answered500 = /[A-Z]+ \/\S* 500$/

/**
 * Starts the whole application, listening on loopback, with a database, disk and queue of its own; it is closed when the test
 * ends, and then no request may have been answered with 500 but those that the test means, nor in a way that the OpenAPI
 * document does not know.
 */
export async function startApp(
  options: { env?: Record<string, string>; clock?: AppOptions['clock']; keep?: boolean } = {},
): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'blurosiere-'))
  const port = await freePort()
  const { url: databaseUrl, drop } = await emptyDatabase()
  const env = cleanEnv({
    DATA_DIR: dataDir,
    UPLOAD_DIR: join(dataDir, 'uploads'),
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'debug',
    DATABASE_URL: databaseUrl,
    ...options.env,
  })
  const config = loadConfig(env, providers)
  const logs: Record<string, unknown>[] = []
  const app = await buildApp({
    config,
    env,
    ...(options.clock ? { clock: options.clock } : {}),
    logStream: { write: (text) => void logs.push(JSON.parse(text) as Record<string, unknown>) },
  })
  await app.listen({ port, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${port}`
  const faults = () => logs.map(({ msg }) => String(msg)).filter((line) => answered500.test(line))
  let meant = 0
  const forged = new Set<string>()
  const meantFaults = async (count: number) => {
    meant += count
    await until('the faults to be logged', () => faults().length >= meant)
  }
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await app.close()
    await drop()
    await rm(dataDir, { recursive: true, force: true })
    expect(faults().slice(meant), 'requests that were answered with 500').toEqual([])
    const unknown = await undescribedAnswers(app)
    expect(
      unknown.filter((line) => !forged.has(line)),
      'answers that the OpenAPI document does not know',
    ).toEqual([])
  }
  if (!options.keep) onTestFinished(close)

  const caller =
    (token?: string): Caller =>
    async (method, path, body, headers = {}) => {
      const response = await fetch(
        path.startsWith('http')
          ? path
          : path.startsWith('/api') || !path.startsWith('/')
            ? url + path
            : `${url}/api/v1${path}`,
        {
          method,
          headers: {
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          body:
            body === undefined
              ? undefined
              : typeof body === 'string' || body instanceof Uint8Array
                ? (body as string)
                : JSON.stringify(body),
        },
      )
      const text = await response.text()
      const json = /json/.test(response.headers.get('content-type') ?? '')
      return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text }
    }

  let count = 0
  const person: TestApp['person'] = async (role = 'paciente', fields = {}) => {
    count++
    const email = fields.email ?? `${role}${count}@example.com`
    const name = fields.name ?? `${role === 'psicologo' ? 'Dra. Ana' : 'Maria'} ${count}`
    // Not through /auth/register: that sends a welcome, and most tests read what arrives.
    const { user, session } = await transaction(app.db, async (tx) => {
      const made = await tx.user.create({
        data: {
          name,
          email,
          role,
          phone: fields.phone ? phone.parse(fields.phone) : null,
          phoneVerifiedAt: fields.phone ? (options.clock?.now() ?? new Date()) : null,
          locale: fields.locale ?? 'pt-BR',
          timezone: fields.timezone ?? config.timezone,
          passwordHash: await passwordHash,
        },
      })
      return {
        user: made,
        session: await app.auth.sessions.open(tx, made.id, { ip: '127.0.0.1', userAgent: undefined }),
      }
    })
    const accessToken = app.auth.accessToken(user.id, role, session.sessionId)
    const { refreshToken } = session
    return { id: user.id, email, name, password, accessToken, refreshToken, call: caller(accessToken) }
  }

  return { app, url, dataDir, logs, meantFaults, forged, call: caller(), person, close }
}

/** A second node on the first one's database and disk; it is closed when the test ends. */
export async function secondNode(
  { app, dataDir }: Pick<TestApp, 'app' | 'dataDir'>,
  extra: Record<string, string> = {},
) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = cleanEnv({
    DATABASE_URL: app.database.url,
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'silent',
    ...extra,
  })
  const node = await buildApp({ config: loadConfig(env, providers), env })
  await node.listen({ port, host: '127.0.0.1' })
  onTestFinished(async () => {
    await node.close()
    expect(await undescribedAnswers(node), 'answers that the OpenAPI document does not know').toEqual([])
  })
  return { node, url }
}

/** Waits for a condition, looking every few milliseconds; fails with `what` after `ms`. */
export async function until<T>(what: string, look: () => T | Promise<T>, ms = 8_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
