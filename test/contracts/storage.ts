import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import type { FileStorage, StoredObject } from '../../src/storage/storage.ts'

export interface StorageUnderTest {
  readonly storage: FileStorage
  /** What stands unfinished in the store: temporary files, multipart uploads. */
  unfinished(): Promise<number>
  /** Begins an upload as a process that is killed in its middle would leave it. */
  leaveUnfinished(): Promise<void>
}

/** Bytes in chunks, as a socket would hand them over. */
export async function* inChunks(bytes: Buffer, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What every store keeps. `open` gives a fresh one for each test, or one that is shared. */
export function storageContract(name: string, open: () => Promise<StorageUnderTest>): void {
  const key = (folder = 'attachments') => `${folder}/${randomUUID()}`
  const read = async (storage: FileStorage, from: string, range?: { start: number; end: number }) => {
    const stream = await storage.open(from, range)
    return stream && (await buffer(stream))
  }

  describe(`${name} keeps the contract of storage`, () => {
    test.for([0, 1, 65_536, 5 * 1024 * 1024, 5 * 1024 * 1024 + 1, 10 * 1024 * 1024, 10 * 1024 * 1024 + 1, 16_000_000])(
      '%i bytes come back as they were put',
      async (length) => {
        const { storage, unfinished } = await open()
        const bytes = randomBytes(length)
        const at = key()
        expect(await storage.put(at, inChunks(bytes))).toEqual({ size: length })
        expect(await storage.exists(at)).toBe(true)
        const back = await read(storage, at)
        expect(
          createHash('sha256')
            .update(back ?? '')
            .digest('hex'),
        ).toBe(createHash('sha256').update(bytes).digest('hex'))
        expect(await unfinished()).toBe(0)
        await storage.remove(at)
      },
    )

    test('chunks of any size come back in order', async () => {
      const { storage } = await open()
      const bytes = randomBytes(300_000)
      for (const size of [1_000, 99_999, 300_000]) {
        const at = key()
        await storage.put(at, inChunks(bytes, size))
        expect((await read(storage, at))?.equals(bytes)).toBe(true)
        await storage.remove(at)
      }
    })

    test('a range is its bytes and no others', async () => {
      const { storage } = await open()
      const [at, bytes] = [key(), randomBytes(1_000_000)]
      await storage.put(at, inChunks(bytes))
      for (const [start, end] of [
        [0, 0],
        [0, 999_999],
        [500_000, 500_009],
        [999_999, 999_999],
      ] as const) {
        expect((await read(storage, at, { start, end }))?.equals(bytes.subarray(start, end + 1))).toBe(true)
      }
      await storage.remove(at)
    })

    test('a put over a key replaces it', async () => {
      const { storage } = await open()
      const at = key('avatars')
      await storage.put(at, inChunks(Buffer.from('old, and longer')))
      await storage.put(at, inChunks(Buffer.from('new')))
      expect((await read(storage, at))?.toString()).toBe('new')
      await storage.remove(at)
    })

    test('what is not there is nothing, and removing it is fine', async () => {
      const { storage } = await open()
      expect(await storage.open(key())).toBeUndefined()
      expect(await storage.exists(key())).toBe(false)
      await storage.remove(key())
    })

    test.for([100, 3_000_000, 9_000_000])(
      'a source that breaks after %i bytes leaves nothing, and its own refusal comes through',
      async (length) => {
        const { storage, unfinished } = await open()
        const at = key()
        async function* broken() {
          yield* inChunks(randomBytes(length))
          throw new AppError('file_too_large')
        }
        await expect(storage.put(at, broken())).rejects.toMatchObject({ code: 'file_too_large' })
        expect(await storage.exists(at)).toBe(false)
        expect(await unfinished()).toBe(0)
      },
    )

    test('twenty at once keep to themselves', async () => {
      const { storage } = await open()
      const files = Array.from({ length: 20 }, (_, n) => ({ at: key(), bytes: randomBytes(200_000 + n) }))
      await Promise.all(files.map(({ at, bytes }) => storage.put(at, inChunks(bytes))))
      for (const { at, bytes } of files) {
        expect((await read(storage, at))?.equals(bytes)).toBe(true)
        await storage.remove(at)
      }
    })

    test('it lists what it holds, and clears what was left unfinished', async () => {
      const { storage, unfinished, leaveUnfinished } = await open()
      const mine = Array.from({ length: 8 }, (_, n) => key(n % 2 ? 'avatars' : 'attachments'))
      for (const at of mine) await storage.put(at, inChunks(Buffer.from(at)))
      await leaveUnfinished()
      const listed: StoredObject[] = []
      for await (const object of storage.list()) listed.push(object)
      expect(listed.map((object) => object.key)).toEqual(expect.arrayContaining(mine))
      for (const { storedAt } of listed) expect(Math.abs(Date.now() - storedAt.getTime())).toBeLessThan(60_000)
      expect(listed.every((object) => /^(avatars|attachments)\/[^.]/.test(object.key))).toBe(true)

      expect(await unfinished()).toBe(1)
      expect(await storage.removeUnfinished(new Date(Date.now() - 3_600_000))).toBe(0)
      expect(await storage.removeUnfinished(new Date(Date.now() + 60_000))).toBe(1)
      expect(await unfinished()).toBe(0)
      for (const at of mine) await storage.remove(at)
    })

    test('no key climbs out of its folder', async () => {
      const { storage } = await open()
      for (const bad of [
        '../secret',
        'attachments/../../x',
        'attachments/',
        '/etc/passwd',
        'other/x',
        'attachments/.x',
        'attachments/a/b',
        'attachments/a\0b',
      ]) {
        await expect(storage.put(bad, inChunks(Buffer.from('x')))).rejects.toThrow()
        await expect(storage.open(bad)).rejects.toThrow()
        await expect(storage.remove(bad)).rejects.toThrow()
      }
    })

    test('a probe of a working store passes', async () => {
      const { storage, unfinished } = await open()
      await storage.check()
      expect(await unfinished()).toBe(0)
      expect(storage.where('avatars/x.webp')).toMatch(/^(\/[\w-]+|s3:\/\/[\w-]+)\/avatars\/x\.webp$/)
    })
  })
}
