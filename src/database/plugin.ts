import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { type Database, type Db, openDatabase } from './client.ts'
import { loadMigrations, migrate } from './migrate.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Prisma's client. Inside a transaction use its `tx`, never this: the embedded database has one connection. */
    db: Db
    database: Database
  }
}

const migrationsFolder = new URL('../../prisma/migrations/', import.meta.url)

export interface DatabaseOptions {
  config: Config
  /** An open database to use instead of the configured one. It is closed with the application. */
  database?: Database
}

/** Opens and migrates the database before anything else loads. */
export default fp<DatabaseOptions>(
  async (app, { config, database: given }) => {
    const database = given ?? (await openDatabase(config))
    app.decorate('database', database).decorate('db', database.db)
    app.addHook('onClose', () => database.close())
    const migrations = await loadMigrations(migrationsFolder)
    const { applied } = await database.withSession((session) =>
      migrate(session, migrations, { apply: config.migrateOnStart }),
    )
    if (applied.length > 0) app.log.info({ migrations: applied }, 'database migrated')
  },
  { name: 'database' },
)
