import { test } from 'vitest'
import { livesHold } from './lives.ts'

test(
  'whatever happens to appointments, their people and the server: no reminder is wrong, missing or doubled',
  { timeout: 120_000 },
  () => livesHold(1, 50),
)
