import { expect, test } from 'vitest'
import { sendGenerated } from './send-generated.ts'

test('300 requests made from the OpenAPI document are answered as it says', async () => {
  const { statuses } = await sendGenerated(300, 1)
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 401, 422]))
})
