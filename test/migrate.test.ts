import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  loadMigrations,
  migrate,
  type Migration,
  MigrationFailedError,
  MigrationMismatchError,
  PendingMigrationsError,
  type SqlSession,
} from '../src/database/migrate.ts'
import { newDatabase } from './app.ts'

const folder = new URL('../prisma/migrations/', import.meta.url)
const committed = await loadMigrations(folder)
const committedNames = committed.map(({ name }) => name)

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: randomBytes(32).toString('hex') }
}

const later = migration('29990101000000_later', 'CREATE TABLE later (id int)')

interface Server {
  session(): Promise<SqlSession>
  close(): Promise<void>
}

async function open(): Promise<Server> {
  const { url, drop } = await newDatabase()
  const clients: pg.Client[] = []
  return {
    session: async () => {
      const client = new pg.Client({ connectionString: url })
      // A connection that a test kills reports it here too.
      client.on('error', () => undefined)
      await client.connect()
      clients.push(client)
      return {
        query: (sql: string, params?: unknown[]) => client.query<Record<string, unknown>>(sql, params),
        exec: async (sql: string) => void (await client.query(sql)),
      }
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)))
      await drop()
    },
  }
}

async function column(session: SqlSession, sql: string): Promise<unknown[]> {
  const { rows } = await session.query(sql)
  return rows.map((row) => Object.values(row)[0])
}

const tables = (session: SqlSession) =>
  column(session, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
const history = (session: SqlSession) => column(session, 'SELECT migration_name FROM _prisma_migrations ORDER BY 1')
const locks = (session: SqlSession) =>
  column(
    session,
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 72707369
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  )

describe('migrations', { timeout: 30_000 }, () => {
  let server: Server
  let session: SqlSession

  beforeAll(async () => {
    server = await open()
    session = await server.session()
  }, 30_000)
  afterAll(() => server.close())
  beforeEach(() => session.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))

  test('an empty database gets every migration, and a second run finds nothing left', async () => {
    expect(await migrate(session, committed, { apply: true })).toEqual({ applied: committedNames })
    expect(await history(session)).toEqual(committedNames)
    expect(await tables(session)).toContain('appointments')
    expect(await migrate(session, committed, { apply: true })).toEqual({ applied: [] })
    expect(await migrate(session, committed, { apply: false })).toEqual({ applied: [] })
    expect(await history(session)).toEqual(committedNames)
  })

  test('the history is what Prisma itself would have written', async () => {
    await migrate(session, committed, { apply: true })
    const { rows: columns } = await session.query(
      `SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
              || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '') AS column
         FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = '_prisma_migrations'::regclass AND a.attnum > 0 ORDER BY a.attnum`,
    )
    expect(columns.map((row) => row.column)).toEqual([
      'id character varying(36) not null',
      'checksum character varying(64) not null',
      'finished_at timestamp with time zone',
      'migration_name character varying(255) not null',
      'logs text',
      'rolled_back_at timestamp with time zone',
      'started_at timestamp with time zone not null now()',
      'applied_steps_count integer not null 0',
    ])
    const { rows } = await session.query(
      `SELECT length(id) AS id, checksum, finished_at >= started_at AS finished, logs, rolled_back_at, applied_steps_count
         FROM _prisma_migrations ORDER BY migration_name LIMIT 1`,
    )
    expect(rows).toEqual([
      {
        id: 36,
        checksum: committed[0]?.checksum,
        finished: true,
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
      },
    ])
  })

  test('where applying is not allowed, pending migrations are named and nothing is written', async () => {
    const refusal = await migrate(session, committed, { apply: false }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(PendingMigrationsError)
    expect(refusal).toMatchObject({ pending: committedNames })
    expect(String(refusal)).toContain(committedNames.join(', '))
    expect(await tables(session)).toEqual([])

    await migrate(session, committed, { apply: true })
    const next = await migrate(session, [...committed, later], { apply: false }).catch((error: unknown) => error)
    expect(next).toMatchObject({ name: 'PendingMigrationsError', pending: [later.name] })
    expect(await tables(session)).not.toContain('later')
  })

  test('an applied migration whose file was changed since is refused, before anything else is applied', async () => {
    await migrate(session, committed, { apply: true })
    const tampered = committed.map((file, i) => (i === 0 ? { ...file, checksum: 'f'.repeat(64) } : file))
    const refusal = migrate(session, [...tampered, later], { apply: true })
    await expect(refusal).rejects.toThrow(MigrationMismatchError)
    await expect(refusal).rejects.toThrow(`${committedNames[0]} was changed after it was applied`)
    expect(await tables(session)).not.toContain('later')
  })

  test('an older server refuses a newer database', async () => {
    await migrate(session, [...committed, later], { apply: true })
    for (const apply of [true, false]) {
      const refusal = migrate(session, committed, { apply })
      await expect(refusal).rejects.toThrow(MigrationMismatchError)
      await expect(refusal).rejects.toThrow(`${later.name} is applied, but this version does not know it`)
    }
  })

  test('what prisma migrate left half done is refused until it is resolved, then applied', async () => {
    await migrate(session, committed, { apply: true })
    const half = `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('half', $1, $2)`
    await session.query(half, [later.checksum, later.name])
    const refusal = migrate(session, [...committed, later], { apply: true })
    await expect(refusal).rejects.toThrow(MigrationMismatchError)
    await expect(refusal).rejects.toThrow(`${later.name} was begun by`)

    await session.exec(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = 'half'`)
    expect(await migrate(session, [...committed, later], { apply: true })).toEqual({ applied: [later.name] })
  })

  test('a migration that fails half way leaves nothing of itself, keeps those before it, and says so', async () => {
    const good = migration('29990101000000_good', 'CREATE TABLE good (id int)')
    const bad = migration('29990102000000_bad', 'CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1)')
    const never = migration('29990103000000_never', 'CREATE TABLE never (id int)')
    const failure = await migrate(session, [good, bad, never], { apply: true }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(MigrationFailedError)
    expect(failure).toMatchObject({ migration: bad.name, cause: { code: '42P01' } })
    expect(String(failure)).toMatch(/29990102000000_bad failed: .*"nowhere" does not exist/)
    expect(await tables(session)).toEqual(['_prisma_migrations', 'good'])
    expect(await history(session)).toEqual([good.name])

    const mended = { ...bad, sql: 'CREATE TABLE half (id int)' }
    expect(await migrate(session, [good, mended, never], { apply: true })).toEqual({ applied: [bad.name, never.name] })
  })

  test('a file that ends its own transaction is not taken for applied', async () => {
    const commits = migration(
      '29990101000000_commits',
      'CREATE TABLE a (id int); COMMIT; BEGIN; CREATE TABLE b (id int)',
    )
    const refusal = migrate(session, [commits], { apply: true })
    await expect(refusal).rejects.toThrow('29990101000000_commits failed: its file ends the transaction')
    expect(await history(session)).toEqual([])
  })

  test('the lock and the time limits are given back, after success and after failure', async () => {
    const limits = () =>
      session.query(`SELECT current_setting('statement_timeout') s, current_setting('lock_timeout') l`)
    const { rows: before } = await limits()
    await migrate(session, committed, { apply: true })
    const bad = migration('29990101000000_bad', 'nonsense')
    await expect(migrate(session, [...committed, bad], { apply: true })).rejects.toThrow(MigrationFailedError)
    await expect(migrate(session, [], { apply: true })).rejects.toThrow(MigrationMismatchError)
    expect(await locks(session)).toEqual([])
    expect((await limits()).rows).toEqual(before)
  })

  describe('the appointments that they let in', () => {
    beforeEach(async () => {
      await migrate(session, committed, { apply: true })
      await session.exec(`INSERT INTO users (id, name, role, timezone) VALUES
        (1, 'Ana', 'psicologo', 'America/Sao_Paulo'), (2, 'Bia', 'psicologo', 'America/Sao_Paulo'),
        (3, 'Caio', 'paciente', 'America/Sao_Paulo'), (4, 'Davi', 'paciente', 'America/Sao_Paulo')`)
    })

    /** The SQLSTATE and the constraint of the refusal, or 'booked'. */
    async function book(psychologist: number, patient: number, start: string, end: string, more: object = {}) {
      const row: Record<string, unknown> = {
        psychologist_id: psychologist,
        patient_id: patient,
        starts_at: `2026-12-01T${start}:00Z`,
        ends_at: `2026-12-01T${end}:00Z`,
        scheduled_at: '2026-11-01T00:00:00Z',
        duration_minutes: 50,
        modality: 'online',
        ...more,
      }
      const names = Object.keys(row)
      const places = names.map((_, i) => `$${i + 1}`)
      return session
        .query(`INSERT INTO appointments (${names.join()}) VALUES (${places.join()})`, Object.values(row))
        .then(
          () => 'booked',
          (error: { code?: string; constraint?: string }) => `${error.code} ${error.constraint}`,
        )
    }

    test('a psychologist is not booked twice for the same time', async () => {
      expect(await book(1, 3, '10:00', '10:50')).toBe('booked')
      expect(await book(1, 4, '10:49', '11:39')).toBe('23P01 appointments_psychologist_no_overlap')
      expect(await book(1, 4, '09:00', '12:00')).toBe('23P01 appointments_psychologist_no_overlap')
      expect(await book(2, 4, '10:00', '10:50')).toBe('booked')
    })

    test('a patient is not booked twice for the same time', async () => {
      expect(await book(1, 3, '10:00', '10:50', { status: 'confirmado' })).toBe('booked')
      expect(await book(2, 3, '10:30', '11:20')).toBe('23P01 appointments_patient_no_overlap')
    })

    test('one may begin in the moment in which another ends', async () => {
      expect(await book(1, 3, '10:00', '10:50')).toBe('booked')
      expect(await book(1, 3, '10:50', '11:40')).toBe('booked')
      expect(await book(1, 3, '09:10', '10:00')).toBe('booked')
    })

    test.for(['cancelado', 'realizado', 'faltou'])('one that is %s blocks no time', async (status) => {
      expect(await book(1, 3, '10:00', '10:50', { status })).toBe('booked')
      expect(await book(1, 3, '10:00', '10:50')).toBe('booked')
      expect(await book(1, 3, '10:00', '10:50', { status })).toBe('booked')
    })

    test('a cancelled one does not come back into a time that is taken', async () => {
      await book(1, 3, '10:00', '10:50', { status: 'cancelado' })
      await book(1, 4, '10:00', '10:50')
      const back = session.exec(`UPDATE appointments SET status = 'agendado' WHERE status = 'cancelado'`)
      await expect(back).rejects.toMatchObject({ code: '23P01' })
    })

    test('what cannot be an appointment is refused', async () => {
      expect(await book(1, 3, '10:00', '10:00')).toBe('23514 appointments_ends_after_start')
      expect(await book(1, 3, '10:00', '10:05', { duration_minutes: 9 })).toBe(
        '23514 appointments_duration_minutes_range',
      )
      expect(await book(1, 3, '10:00', '19:00', { duration_minutes: 481 })).toBe(
        '23514 appointments_duration_minutes_range',
      )
      expect(await book(1, 3, '10:00', '10:50', { version: 0 })).toBe('23514 appointments_version_positive')
      expect(await book(1, 1, '10:00', '10:50')).toBe('23514 appointments_two_people')
    })

    test('an address is kept in lower case only, and an erased account needs none', async () => {
      const mixed = session.exec(`UPDATE users SET email = 'Ana@x.com' WHERE id = 1`)
      await expect(mixed).rejects.toMatchObject({ code: '23514', constraint: 'users_email_lower_case' })
      await session.exec(
        `UPDATE users SET email = 'ana@x.com' WHERE id = 1; UPDATE users SET email = NULL WHERE id = 1`,
      )
    })
  })
})

describe('several nodes', { timeout: 30_000 }, () => {
  let server: Server
  let session: SqlSession

  beforeEach(async () => {
    server = await open()
    session = await server.session()
    return () => server.close()
  })

  test('of eight that start at once one applies, and the others wait for it', async () => {
    const slow = migration('20000101000000_slow', 'CREATE TABLE slow (id int); SELECT pg_sleep(0.3)')
    const all = [slow, ...committed]
    const sessions = await Promise.all(Array.from({ length: 8 }, () => server.session()))
    const results = await Promise.all(sessions.map((each) => migrate(each, all, { apply: true })))
    const applied = results.map((result) => result.applied).filter((names) => names.length > 0)
    expect(applied).toEqual([all.map(({ name }) => name)])
    expect(await history(session)).toEqual(all.map(({ name }) => name))
  })

  test('the queue finds its schema made: pg-boss would let two nodes make it at once, and one would fail', async () => {
    await migrate(session, committed, { apply: true })
    expect(await column(session, `SELECT to_regnamespace('pgboss') IS NOT NULL`)).toEqual([true])
  })

  test('one that may not apply waits for one that does, and then finds nothing pending', async () => {
    const slow = migration('20000101000000_slow', 'SELECT pg_sleep(0.5)')
    const applying = migrate(session, [slow], { apply: true })
    const other = await server.session()
    while ((await locks(other)).length === 0) await sleep(5)
    expect(await migrate(other, [slow], { apply: false })).toEqual({ applied: [] })
    await applying
  })

  test("it waits for prisma migrate's lock, past the connection's own time limit", async () => {
    const prisma = await server.session()
    await prisma.exec('SELECT pg_advisory_lock(72707369)')
    const dbname = (await column(prisma, 'SELECT current_database()'))[0]
    await prisma.exec(`ALTER DATABASE ${String(dbname)} SET statement_timeout = '100ms'`)
    let ready = false
    const waiting = migrate(await server.session(), committed, { apply: true }).finally(() => (ready = true))
    await sleep(500)
    expect(ready).toBe(false)
    await prisma.exec('SELECT pg_advisory_unlock(72707369)')
    expect(await waiting).toEqual({ applied: committedNames })
  })

  test('one that is killed in the middle leaves nothing, and the next does it all', async () => {
    const long = migration('20000101000000_long', 'CREATE TABLE long (id int); SELECT pg_sleep(60)')
    const killed = migrate(session, [long], { apply: true }).catch((error: unknown) => error)
    const other = await server.session()
    const sleeping = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
    let pids: unknown[] = []
    while (pids.length === 0) pids = await column(other, sleeping)
    await other.query('SELECT pg_terminate_backend($1)', [pids[0]])
    expect(await killed).toBeInstanceOf(MigrationFailedError)

    expect(await tables(other)).toEqual(['_prisma_migrations'])
    const short = { ...long, sql: 'CREATE TABLE long (id int)' }
    expect(await migrate(other, [short], { apply: true })).toEqual({ applied: [long.name] })
  })
})

describe('a folder of migrations', () => {
  test('is read in the order of its names, with checksums that change with any byte', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'migrations-'))
    try {
      await cp(fileURLToPath(folder), copy, { recursive: true })
      await cp(join(copy, committedNames[0] ?? ''), join(copy, '19990101000000_first'), { recursive: true })
      await writeFile(join(copy, '19990101000000_first', 'migration.sql'), 'SELECT 1;\n')
      // `sha256sum` of that file; Prisma records the same.
      const checksum = 'b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd'
      const read = await loadMigrations(pathToFileURL(copy))
      expect(read.map(({ name }) => name)).toEqual(['19990101000000_first', ...committedNames])
      expect(read[0]).toEqual({ name: '19990101000000_first', sql: 'SELECT 1;\n', checksum })
      expect(read.slice(1)).toEqual(committed)
    } finally {
      await rm(copy, { recursive: true })
    }
  })
  test('where one lacks its file is refused by name', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'migrations-'))
    try {
      await mkdir(join(empty, '19990101000000_first'))
      await expect(loadMigrations(pathToFileURL(empty))).rejects.toThrow('19990101000000_first has no migration.sql')
    } finally {
      await rm(empty, { recursive: true })
    }
  })
})
