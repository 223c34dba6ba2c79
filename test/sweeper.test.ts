import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { systemClock } from '../src/time/clock.ts'
import { sweep, sweepJob } from '../src/uploads/sweeper.ts'
import { transaction } from '../src/database/transaction.ts'
import { secondNode, startApp, until } from './app.ts'
import { form, leftovers, send } from './files.ts'

const old = new Date(Date.now() - 2 * 3_600_000)

test('what a crash left is removed after an hour; what has a row, is young, or is not ours stays', async () => {
  const server = await startApp()
  const maria = await server.person()
  const { body } = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
  const folder = join(server.dataDir, 'uploads')
  const orphan = uuidv7()
  const leave = async (name: string, at?: Date) => {
    await writeFile(join(folder, name), 'x')
    if (at) await utimes(join(folder, name), at, at)
  }
  await utimes(join(folder, 'attachments', body.id as string), old, old)
  for (const name of [
    `attachments/${orphan}`,
    `avatars/${orphan}.webp`,
    `avatars/${orphan}-128.webp`,
    'attachments/.a1.part',
    'avatars/.b2.part',
  ])
    await leave(name, old)
  for (const name of [`attachments/${uuidv7()}`, 'attachments/.c3.part']) await leave(name)
  for (const name of ['attachments/README.txt', 'attachments/.gitkeep', 'avatars/somebody.webp']) await leave(name, old)
  expect(await leftovers(server)).toHaveLength(11)

  await transaction(server.app.db, (tx) => server.app.jobs.enqueue(tx, sweepJob, [{ data: {} }]))
  await until('it was swept', async () => (await leftovers(server)).length === 6)
  expect(await readdir(join(folder, 'attachments'))).toEqual(
    expect.arrayContaining([body.id, 'README.txt', '.gitkeep', '.c3.part']),
  )
  expect(
    server.logs.some(({ msg, unfinished, orphans }) => msg === 'uploads swept' && unfinished === 2 && orphans === 3),
  ).toBe(true)
  expect(await server.app.db.$queryRaw`SELECT cron FROM pgboss.schedule WHERE name = 'uploads.sweep'`).toEqual([
    { cron: '17 * * * *' },
  ])
})

test('what a killed process was writing goes when another starts, what a living one writes stays', async () => {
  const server = await startApp()
  const maria = await server.person()
  const { body } = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
  const folder = join(server.dataDir, 'uploads')
  const [killed, begun, alive] = [uuidv7(), uuidv7(), uuidv7()]
  const gone = 4711
  const leave = async (node: number | null, key: string, file: string) => {
    await server.app.db.uploadClaim.create({ data: { key, node } })
    await writeFile(join(folder, file), 'x')
  }
  await leave(gone, `attachments/${killed}`, `attachments/${killed}`)
  await leave(gone, `attachments/${begun}`, `attachments/.${begun}.part`)
  await leave(gone, `avatars/${killed}.webp`, `avatars/${killed}.webp`)
  await leave(gone, `avatars/${killed}-128.webp`, `avatars/.${killed}-128.webp.part`)
  await leave(server.app.database.node, `attachments/${alive}`, `attachments/.${alive}.part`)
  expect(await leftovers(server)).toHaveLength(6)

  await secondNode(server, { UPLOAD_DIR: folder })
  await until('only what is owned is left', async () => (await leftovers(server)).length === 2, 30_000)
  expect((await leftovers(server)).sort()).toEqual([`.${alive}.part`, body.id].sort())
  await until('no claim of it is left', async () => (await server.app.db.uploadClaim.count()) === 1)
})

test('bytes that were swept before their row was written make no row', async () => {
  const server = await startApp()
  const maria = await server.person()
  // As after a loss of the database so long that others took this process for dead.
  await server.app.db.$executeRawUnsafe(
    `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
  )
  await server.app.db.$executeRawUnsafe(
    'CREATE TRIGGER forget BEFORE INSERT ON upload_claims FOR EACH ROW EXECUTE FUNCTION forget()',
  )
  const refused = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
  // The database serves other tests after this one.
  await server.app.db.$executeRawUnsafe('DROP FUNCTION forget CASCADE')
  expect([refused.status, refused.body.code]).toEqual([503, 'storage_unavailable'])
  expect(await server.app.db.file.count()).toBe(0)
  await until('nothing is left', async () => (await leftovers(server)).length === 0)
})

test('where most files are unknown, the database is doubted and nothing removed', async () => {
  const server = await startApp()
  const folder = join(server.dataDir, 'uploads', 'attachments')
  for (let count = 0; count < 101; count++) {
    const name = join(folder, uuidv7())
    await writeFile(name, 'x')
    await utimes(name, old, old)
  }
  const { db, storage, log } = server.app
  expect(await sweep({ db, storage, log, clock: systemClock })).toEqual({ unfinished: 0, orphans: 0 })
  expect(await leftovers(server)).toHaveLength(101)
})
