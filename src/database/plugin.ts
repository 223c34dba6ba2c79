import fp from 'fastify-plugin'
import { Gauge } from 'prom-client'
import { type Database, type Db, openDatabase } from './client.ts'
import { isDiskFull } from './unavailable.ts'
import { databaseFailure } from './failure.ts'
import { loadMigrations, migrate } from './migrate.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Not for use inside a transaction, where it would wait for a second connection: use its `tx`. */
    db: Db
    database: Database
    /** Whether its disk is full, or was in the last seconds. */
    databaseIsFull(): Promise<boolean>
    /** An id of this database: the same on all nodes, and different for other practices on the same Redis. */
    installation(): Promise<string>
  }
}

const migrationsFolder = new URL('../../prisma/migrations/', import.meta.url)

/** A segment of the write-ahead log. */
const leastRoom = 16 * 1024 ** 2
const rememberedMs = 10_000

/** Opens and migrates the database before anything else loads. */
export default fp(
  async (app) => {
    const { config } = app
    const database = await openDatabase(config, app.log)
    app.decorate('database', database).decorate('db', database.db)
    app.addHook('onClose', () => database.close())
    new Gauge({
      name: 'blurosiere_database_pool',
      help: 'Connections of the pool that are open, those of them that are idle, and who waits for one',
      labelNames: ['state'],
      registers: [app.metrics],
      collect() {
        for (const [state, count] of Object.entries(database.pool())) this.set({ state }, count)
      },
    })
    let fullAt = -Infinity
    app.addHook('onError', async (_request, _reply, error) => {
      if (isDiskFull(error)) fullAt = performance.now()
    })
    app.decorate('databaseIsFull', async () => {
      const room = (await database.room?.()) ?? Infinity
      return room < leastRoom || performance.now() - fullAt < rememberedMs
    })
    const migrations = await loadMigrations(migrationsFolder)
    const { applied } = await database
      .withSession((session) => migrate(session, migrations, { apply: config.migrateOnStart }))
      .catch((error: unknown) => {
        throw config.databaseUrl ? databaseFailure(error) : error
      })
    let installation: Promise<string> | undefined
    const firstMigration = async () => {
      const [first] = await database.db.$queryRaw<{ id: string }[]>`
        SELECT id FROM _prisma_migrations ORDER BY started_at, migration_name LIMIT 1`
      return first?.id ?? ''
    }
    app.decorate('installation', () => (installation ??= firstMigration()))
    if (applied.length > 0) app.log.info({ migrations: applied }, 'database migrated')
  },
  { name: 'database', dependencies: ['metrics'] },
)
