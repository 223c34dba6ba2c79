import { expect, test } from 'vitest'
import { sendGenerated } from '../send-generated.ts'

test('10,000 requests made from the OpenAPI document are answered as it says', { timeout: 600_000 }, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  const { statuses } = await sendGenerated(10_000, seed)
  const done = [...statuses].filter(([status]) => status < 300).reduce((sum, [, times]) => sum + times, 0)
  expect(done, `taken, of seed ${seed}`).toBeGreaterThan(1_500)
})
