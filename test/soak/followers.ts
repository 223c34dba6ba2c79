import { createSigner } from 'fast-jwt'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { connectTo } from './clinic.ts'

export const secretKey = 'k'.repeat(48)

export interface Member {
  readonly id: number
  readonly token: string
}

/** So many patients of a database, signed in, by SQL: thousands by the front door would take minutes of hashing. */
export async function patients(databaseUrl: string, count: number): Promise<Member[]> {
  const client = await connectTo(databaseUrl)
  const { rows } = await client.query<{ id: number; sid: string }>(
    `WITH person AS (
      INSERT INTO users (name, email, role, timezone)
      SELECT 'Maria', 'maria' || n || '@example.com', 'paciente', 'America/Sao_Paulo' FROM generate_series(1, $1::int) AS n
      RETURNING id
    )
    INSERT INTO sessions (id, user_id, expires_at) SELECT gen_random_uuid(), id, now() + interval '1 day' FROM person
    RETURNING user_id AS id, id AS sid`,
    [count],
  )
  const sign = createSigner({ key: secretKey, iss: 'blurosiere', aud: 'blurosiere-api', expiresIn: 15 * 60_000 })
  return rows.map(({ id, sid }) => ({ id, token: sign({ sub: String(id), role: 'paciente', sid }) }))
}

export interface Follower {
  readonly member: Member
  /** The id of each event that came, and what a caller asked to be kept of it, in the order of arrival. */
  readonly seen: { id: number; kept: unknown }[]
  /** How often it came back. */
  visits(): number
  /** Cuts its connection; it comes back. */
  drop(): void
  /** Stays away. */
  stop(): void
}

/** A front end that comes back from the last event it saw, wherever `urlOf` says, however its connection ended. */
export function follow(
  member: Member,
  urlOf: () => string,
  keep: (data: Record<string, unknown>) => unknown = () => undefined,
): Follower {
  const seen: Follower['seen'] = []
  let visits = 0
  let stopped = false
  let socket: WebSocket | undefined
  let timer: NodeJS.Timeout | undefined
  const open = () => {
    if (stopped) return
    visits++
    const since = seen.at(-1)?.id ?? 0
    const current = new WebSocket(`${urlOf().replace(/^http/, 'ws')}/ws/${member.token}?since=${since}`, {
      handshakeTimeout: 10_000,
    })
    socket = current
    current.on('message', (bytes: Buffer) => {
      // Nothing that was still on its way when it was dropped counts: its successor asks for it.
      if (current !== socket) return
      const frame = JSON.parse(bytes.toString()) as { id?: number; data: Record<string, unknown> }
      if (frame.id !== undefined) seen.push({ id: frame.id, kept: keep(frame.data) })
    })
    current.on('error', () => {})
    current.on('close', () => {
      if (current !== socket) return
      socket = undefined
      timer = setTimeout(open, 20 + Math.random() * 300)
    })
  }
  open()
  const stop = () => {
    stopped = true
    clearTimeout(timer)
    socket?.terminate()
    socket = undefined
  }
  onTestFinished(stop)
  return {
    member,
    seen,
    visits: () => visits,
    drop: () => socket?.terminate(),
    stop,
  }
}
