/** Injected, so that tests can move it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

declare module 'fastify' {
  interface FastifyInstance {
    clock: Clock
  }
}
