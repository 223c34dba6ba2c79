import { test } from 'vitest'
import { livesHold } from '../lives.ts'

test(
  'no reminder is wrong, missing or doubled in two thousand random lives of appointments',
  { timeout: 600_000 },
  () => livesHold(10, 200),
)
