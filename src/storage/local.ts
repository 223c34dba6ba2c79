import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, opendir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { assertKey, type FileStorage, folders, type PutOptions, storageFault } from './storage.ts'

/** Bytes of one write; smaller the more files are being written. */
const largestBatch = 1024 * 1024
const smallestBatch = 256 * 1024
const heldByAll = 16 * 1024 * 1024
const syncEvery = 4 * 1024 * 1024

const temporary = /^\.[\w.-]+\.part$/
const draftOf = (path: string) => join(dirname(path), `.${basename(path)}.part`)

/** Files on this machine's disk, under `folder`. `prepare` makes the folders. */
export function localStorage(folder: string): FileStorage & { prepare(): Promise<void> } {
  const root = resolve(folder)
  const syncFolder = folderSyncs()

  const pathOf = (key: string) => {
    assertKey(key)
    return join(root, key)
  }
  return {
    prepare: () => makeFolders(root),

    async put(key, bytes, { written } = {}) {
      const target = pathOf(key)
      const draft = draftOf(target)
      let named = false
      let file: FileHandle | undefined
      try {
        file = await create(root, draft)
        const size = await writeAll(file, bytes, written)
        await file.sync()
        await file.close()
        await rename(draft, target)
        named = true
        // A rename is durable only once its folder is synced.
        await syncFolder(dirname(target))
        return { size }
      } catch (error) {
        await file?.close().catch(() => {})
        await unlink(named ? target : draft).catch(() => {})
        throw storageFault(error)
      }
    },

    async open(key, range) {
      const file = await open(pathOf(key), 'r').catch(unlessMissing)
      return file?.createReadStream({ ...range, highWaterMark: 256 * 1024 })
    },

    exists: async (key) => (await stat(pathOf(key)).catch(unlessMissing)) !== undefined,

    remove: async (key) => remove(pathOf(key)),

    async *list() {
      for await (const { path, name } of entries(root)) {
        if (temporary.test(basename(path))) continue
        const found = await stat(path).catch(() => undefined)
        if (found?.isFile()) yield { key: name, storedAt: found.mtime }
      }
    },

    async removeUnfinished(before, key) {
      let count = 0
      for await (const { path } of key ? [{ path: draftOf(pathOf(key)) }] : entries(root)) {
        if (!temporary.test(basename(path))) continue
        const found = await stat(path).catch(() => undefined)
        if (!found || found.mtime >= before) continue
        await remove(path)
        count++
      }
      return count
    },

    check: () => check(root),
    where: (key) => `/${basename(root)}/${key}`,
    close: async () => {},
  }
}

async function makeFolders(root: string): Promise<void> {
  for (const name of folders) await mkdir(join(root, name), { recursive: true, mode: 0o750 })
}

const create = (root: string, path: string): Promise<FileHandle> =>
  open(path, 'wx', 0o640).catch(async (error: unknown) => {
    if (!isMissing(error)) throw error
    await makeFolders(root)
    return open(path, 'wx', 0o640)
  })

const remove = async (path: string): Promise<void> => unlink(path).catch(unlessMissing)

async function check(root: string): Promise<void> {
  for (const name of folders) {
    const path = join(root, name, `.${randomUUID()}.part`)
    try {
      const file = await create(root, path)
      await file.write('?').finally(() => file.close())
    } catch (error) {
      throw storageFault(error)
    } finally {
      await unlink(path).catch(() => {})
    }
  }
}

let writers = 0
let syncing = false

/**
 * Gathers chunks and writes them together, uncopied. One file at a time is synced early, while more of it comes in: the last
 * sync, which the client waits for, then has little left to do.
 */
async function writeAll(
  file: FileHandle,
  bytes: AsyncIterable<Uint8Array>,
  written: PutOptions['written'],
): Promise<number> {
  let size = 0
  let synced = 0
  let early: Promise<void> | undefined
  let held = 0
  let batch: Uint8Array[] = []

  const flush = async () => {
    let { bytesWritten } = await file.writev(batch)
    // A full disk takes a part first, and fails only at the next write.
    while (bytesWritten < held) {
      bytesWritten += (await file.write(Buffer.concat(batch).subarray(bytesWritten))).bytesWritten
    }
    size += held
    held = 0
    const done = batch
    batch = []
    await written?.(done)
    if (!syncing && size - synced >= syncEvery) early = syncSoFar()
  }
  const syncSoFar = async () => {
    synced = size
    syncing = true
    // If it fails, the last one will too.
    await file.datasync().catch(() => {})
    syncing = false
  }

  writers++
  try {
    for await (const chunk of bytes) {
      if (chunk.length === 0) continue
      batch.push(chunk)
      held += chunk.length
      if (held >= Math.max(smallestBatch, Math.min(largestBatch, heldByAll / writers))) await flush()
    }
    if (held > 0) await flush()
    return size
  } finally {
    writers--
    await early
  }
}

/** Syncs folders, so that renames in them are durable. Concurrent callers share one sync that began after all their renames. */
function folderSyncs(): (path: string) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const next = new Map<string, Promise<void>>()
  const sync = async (path: string) => {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  }
  const begin = (path: string) => {
    const mine = sync(path).finally(() => {
      if (running.get(path) === mine) running.delete(path)
    })
    running.set(path, mine)
    return mine
  }
  return (path) => {
    const current = running.get(path)
    if (!current) return begin(path)
    const after = () => {
      next.delete(path)
      return begin(path)
    }
    const following = next.get(path) ?? current.then(after, after)
    next.set(path, following)
    return following
  }
}

async function* entries(root: string): AsyncIterable<{ path: string; name: string }> {
  for (const folder of folders) {
    for await (const entry of (await opendir(join(root, folder)).catch(unlessMissing)) ?? [])
      yield { path: join(root, folder, entry.name), name: `${folder}/${entry.name}` }
  }
}

/** Nothing, where there is no such file; any other error as the store's. */
const unlessMissing = (error: unknown): undefined => {
  if (!isMissing(error)) throw storageFault(error)
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
