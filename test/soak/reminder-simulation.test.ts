import { test } from 'vitest'
import { livesHold } from '../reminder-simulation.ts'

test('no reminder is wrong, missing or doubled in 450 random lives of appointments', { timeout: 600_000 }, () =>
  livesHold(3, 150),
)
