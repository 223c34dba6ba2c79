// Development only. `prisma migrate` downloads an engine; this works without a network.
//   node scripts/migration.ts new <name>   writes the SQL that leads from the migrations to schema.prisma
//   node scripts/migration.ts check        fails where migrations, schema.prisma and the generated client part
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { startEmbedded } from '../src/database/embedded.ts'
import { loadMigrations, migrate, type Migration } from '../src/database/migrate.ts'

// Of WebAssembly, whose types only lib.dom has, as much as it takes here.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const migrationsFolder = new URL('../prisma/migrations/', import.meta.url)
const schemaPath = join('prisma', 'schema.prisma')
const clientPath = join('src', 'database', 'generated')

const [command, name, ...rest] = process.argv.slice(2)
try {
  if (command === 'new' && name && rest.length === 0) await create(name)
  else if (command === 'check' && !name) await check()
  else throw new Error('usage: node scripts/migration.ts new <name> | check')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function create(name: string): Promise<void> {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Error('a migration is named in a-z, 0-9 and _')
  const migrations = await loadMigrations(migrationsFolder)
  const sql = await difference(migrations, true)
  const folder = `${stamp(migrations)}_${name}`
  await mkdir(new URL(folder, migrationsFolder))
  await writeFile(new URL(`${folder}/migration.sql`, migrationsFolder), sql ?? '')
  console.log(`prisma/migrations/${folder}/migration.sql`)
  if (sql === null) console.log('schema.prisma asks for nothing new: the file is empty, for SQL written by hand')
}

/** Now, but always after the last one, whatever the clocks of those who wrote it said. */
function stamp(migrations: Migration[]): string {
  const now = Number(new Date().toISOString().replace(/\D/g, '').slice(0, 14))
  const last = Number(migrations.at(-1)?.name.slice(0, 14) ?? 0)
  return String(Math.max(now, last + 1))
}

async function check(): Promise<void> {
  const migrations = await loadMigrations(migrationsFolder)
  const [schema, client] = await Promise.all([difference(migrations, false), staleFiles()])
  if (schema !== null) {
    console.error(`The migrations do not end in ${schemaPath}. What they lack:\n\n${schema.trim()}\n`)
    console.error('Write it with: node scripts/migration.ts new <name>\n')
  }
  if (client.length > 0) {
    console.error(`${clientPath} is not what prisma generate makes of ${schemaPath}:\n`)
    console.error(client.map((line) => `  ${line}`).join('\n'))
    console.error('\nMake it anew with: npm run db:generate')
  }
  if (schema !== null || client.length > 0) process.exitCode = 1
  else console.log(`${migrations.length} migration(s), schema.prisma and the generated client agree`)
}

/**
 * What leads from the migrations to schema.prisma, as a script or in words; null if nothing does.
 * The engine neither sees nor drops what Prisma has no word for: exclusion constraints, checks, partial indexes.
 */
async function difference(migrations: Migration[], script: boolean): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'migration-'))
  const server = await startEmbedded(folder)
  const pool = new pg.Pool({ connectionString: server.url, max: 1 })
  try {
    const session = {
      query: (sql: string, params?: unknown[]) => pool.query<Record<string, unknown>>(sql, params),
      exec: async (sql: string) => void (await pool.query(sql)),
    }
    await migrate(session, migrations, { apply: true })
    const content = await readFile(join(root, schemaPath), 'utf8')
    const files = [{ path: schemaPath, content }]
    const engine = await startEngine(pool, content)
    // `schemaDatasource` stands for the database behind the adapter. `migrations` would need the adapter's own
    // shadow database, which lacks btree_gist.
    const result = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    if (result.exitCode === 0) return null
    // Changes of an enum come wrapped in BEGIN and COMMIT, which would end the runner's transaction.
    return (result.stdout ?? '').replace(/^(BEGIN|COMMIT);\n/gm, '')
  } finally {
    await pool.end()
    await server.stop()
    await rm(folder, { recursive: true })
  }
}

async function startEngine(pool: pg.Pool, schema: string): Promise<engineModule.SchemaEngine> {
  // The package's entry imports its .wasm as a module, at which Node warns; so the two are put together by hand.
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = await readFile(glue.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engineModule })
  engineModule.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const adapter = bindMigrationAwareSqlAdapterFactory(catalogueReader(pool))
  return engineModule.SchemaEngine.new({ datamodels: [[schemaPath, schema]] }, () => undefined, adapter)
}

/**
 * The catalogue has columns of PostgreSQL's one-byte "char", which the engine asks for and Prisma's adapter does not know:
 * it is told that they are text, and the engine what they are. The engine asks one thing at a time.
 */
function catalogueReader(pool: pg.Pool): PrismaPg {
  const [char, text] = [18, 25]
  let columns: number[] = []
  const query = pool.query.bind(pool) as (asked: pg.QueryConfig) => Promise<pg.QueryResult>
  const factory = new PrismaPg(
    Object.assign(pool, {
      query: async (asked: pg.QueryConfig) => {
        const result = await query(asked)
        columns = result.fields.flatMap(({ dataTypeID }, index) => (dataTypeID === char ? [index] : []))
        for (const index of columns) Object.assign(result.fields[index] ?? {}, { dataTypeID: text })
        return result
      },
    }),
  )
  const connect = factory.connect.bind(factory)
  return Object.assign(factory, {
    async connect() {
      const adapter = await connect()
      const queryRaw = adapter.queryRaw.bind(adapter)
      return Object.assign(adapter, {
        async queryRaw(asked: Parameters<typeof queryRaw>[0]) {
          const result = await queryRaw(asked)
          for (const index of columns) result.columnTypes[index] = ColumnTypeEnum.Character
          return result
        },
      })
    },
  })
}

/** Generates the client into a copy of the tree, and names the files in which the committed one differs. */
async function staleFiles(): Promise<string[]> {
  const copy = await mkdtemp(join(tmpdir(), 'generated-'))
  try {
    // The same relative places as here, for the client quotes the schema, and with it the output path.
    await mkdir(join(copy, 'prisma'))
    await cp(join(root, schemaPath), join(copy, schemaPath))
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
    const prisma = join(copy, 'node_modules', 'prisma', 'build', 'index.js')
    const generating = promisify(execFile)(process.execPath, [prisma, 'generate', '--schema', schemaPath], {
      cwd: copy,
      // Any program will do in the engine's place: generating does not use it, but would download it.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    })
    await generating.catch(({ stderr }: { stderr: string }) => {
      throw new Error(`prisma generate failed:\n${stderr.replaceAll(copy, '.').trim()}`)
    })
    const [made, committed] = await Promise.all([readTree(join(copy, clientPath)), readTree(join(root, clientPath))])
    return [...new Set([...made.keys(), ...committed.keys()])].sort().flatMap((file) => {
      if (!committed.has(file)) return [`missing  ${file}`]
      if (!made.has(file)) return [`left over  ${file}`]
      return made.get(file) === committed.get(file) ? [] : [`differs  ${file}`]
    })
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const)
  return new Map(await Promise.all(read))
}
