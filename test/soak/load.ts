import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../app.ts'
import type { ServerProcess } from '../process.ts'
import { type Answer, call } from './clinic.ts'
import type { Member } from './followers.ts'

export interface Outcome {
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: string | null
  readonly at: number
  readonly title: string
}

/** Eight callers who send messages without a pause until they are stopped; each message has a title of its own. */
export function load(server: ServerProcess, token: string, members: readonly Member[]) {
  const outcomes: Outcome[] = []
  const reads: number[] = []
  let on = true
  const caller = async () => {
    while (on) {
      const title = randomUUID()
      const userId = members[outcomes.length % members.length]?.id
      const answer = await fetch(`${server.url}/api/v1/notifications`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ userId, title, message: 'Oi' }),
      })
      const body = (await answer.json()) as { code?: string }
      const retryAfter = answer.headers.get('retry-after')
      outcomes.push({ status: answer.status, code: body.code, retryAfter, at: performance.now(), title })
      // And a reader, by Prisma and by what goes past it.
      const reader = { token: members[outcomes.length % members.length]?.token ?? '' }
      for (const path of ['/me', '/notifications', '/appointments'])
        reads.push((await call(server.url, 'GET', path, reader)).status)
      // Refused callers do not come back at once.
      if (answer.status >= 500) await pause(50)
    }
  }
  const callers = Promise.all(Array.from({ length: 8 }, caller))
  return {
    outcomes,
    /** The statuses of reads between the messages. */
    reads,
    async stop() {
      on = false
      await callers
    },
    /** Until so many more were taken. */
    taken: (count: number) => {
      const before = outcomes.length
      return until(
        `${count} more`,
        () => outcomes.slice(before).filter(({ status }) => status === 202).length >= count,
        30_000,
      )
    },
  }
}

/** How often each status and code was answered. */
export const statuses = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(
    [...new Set(outcomes.map(({ status, code }) => `${status} ${code ?? ''}`.trim()))].map((kind) => [
      kind,
      outcomes.filter(({ status, code }) => `${status} ${code ?? ''}`.trim() === kind).length,
    ]),
  )

export const healthOf = async (server: ServerProcess): Promise<Answer> => {
  const answer = await fetch(`${server.url}/health`)
  return { status: answer.status, body: await answer.json() }
}
