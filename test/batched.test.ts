import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { batched } from '../src/async/batch.ts'
import { until } from './app.ts'

/** A look-up that doubles, each batch answered when the test says so. */
function lookUp(options?: Parameters<typeof batched>[1]) {
  const batches: { keys: readonly number[]; answer(): void; fail(): void }[] = []
  const ask = batched<number, number>(
    (keys) =>
      new Promise((resolve, reject) => {
        batches.push({
          keys,
          answer: () => resolve(keys.map((key) => key * 2)),
          fail: () => reject(new Error('no database')),
        })
      }),
    options,
  )
  return { batches, ask, keys: () => batches.map(({ keys }) => keys) }
}

test('what is asked in one turn leaves as one, what comes meanwhile as the next, and each gets its own answer', async () => {
  const { batches, ask, keys } = lookUp()
  const first = [1, 2, 3].map(ask)
  await turn()
  await turn()
  const second = [4, 5].map(ask)
  await turn()
  expect(keys()).toEqual([[1, 2, 3]])
  batches[0]?.answer()
  expect(await Promise.all(first)).toEqual([2, 4, 6])
  await until('the second', () => batches.length === 2)
  batches[1]?.answer()
  expect(await Promise.all(second)).toEqual([8, 10])
  expect(keys()).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('a slow one holds the others up for moments only, and so many at once are under way at most', async () => {
  const { batches, ask, keys } = lookUp({ atOnce: 2 })
  const slow = ask(1)
  await until('the first', () => batches.length === 1)
  const quick = ask(2)
  await until('that it goes on beside', () => batches.length === 2)
  const third = ask(3)
  batches[1]?.answer()
  expect(await quick).toBe(4)
  await until('the third in its place', () => batches.length === 3)
  batches[2]?.answer()
  batches[0]?.answer()
  expect(await Promise.all([slow, third])).toEqual([2, 6])
  expect(keys()).toEqual([[1], [2], [3]])
})

test('none is larger than it may be, and what is over does not wait for those before', async () => {
  const { batches, ask, keys } = lookUp({ most: 2, spacingMs: 60_000 })
  const all = [1, 2, 3, 4, 5].map(ask)
  await until('all that may go', () => batches.length === 3)
  expect(keys()).toEqual([[1, 2], [3, 4], [5]])
  for (const { answer } of batches) answer()
  expect(await Promise.all(all)).toEqual([2, 4, 6, 8, 10])
})

test('a failure reaches the calls of its batch, and no later ones', async () => {
  const { batches, ask } = lookUp()
  const failing = [ask(1), ask(2)].map((asked) => asked.catch((error: Error) => error.message))
  await until('the first', () => batches.length === 1)
  const fine = ask(3)
  batches[0]?.fail()
  expect(await Promise.all(failing)).toEqual(['no database', 'no database'])
  await until('the next', () => batches.length === 2)
  batches[1]?.answer()
  expect(await fine).toBe(6)
})
