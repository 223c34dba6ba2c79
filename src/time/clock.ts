/** The present. Handed in, so that a test need not wait an hour for a limit. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
