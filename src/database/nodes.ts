import { randomInt } from 'node:crypto'
import type { Prisma } from './generated/client.ts'

/** `pg_advisory_lock`'s first number where the second is a process: each holds its own for as long as it lives. */
export const nodeLock = 7203

/** A number for a process that starts. Of a thousand processes at once, two share one with a chance of 1 in 4,000. */
export const newNode = (): number => randomInt(1, 2_147_483_647)

/** Whether the process has ended, or lost its connection to the database. Not to be asked of one's own. */
export async function isGone(tx: Prisma.TransactionClient, node: number): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ gone: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${nodeLock}::int, ${node}::int) AS gone`
  return row?.gone ?? false
}

/** Who serves what on a node, by integration, as `/health` names both. */
export type Providers = Readonly<Record<string, string>>

type Query = <Row>(sql: string, params: readonly unknown[]) => Promise<Row[]>

/** Says what this node has, before it is alive; rows of nodes that have long ended go. */
export async function announceProviders(query: Query, node: number, providers: Providers): Promise<void> {
  await query(`DELETE FROM nodes n WHERE started_at < now() - interval '1 day' AND NOT ${alive}`, [nodeLock])
  await query(
    'INSERT INTO nodes (node, providers) VALUES ($1::int, $2::jsonb) ON CONFLICT (node) DO UPDATE SET providers = excluded.providers',
    [node, JSON.stringify(providers)],
  )
}

const alive = `EXISTS (
  SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = $1 AND l.objid::bigint = n.node
    AND l.objsubid = 2 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`

/** The nodes that are alive, and what each has. Nodes of earlier versions say nothing of themselves. */
export const livingNodes = (query: Query): Promise<{ node: number; providers: Providers }[]> =>
  query(`SELECT n.node, n.providers FROM nodes n WHERE ${alive} ORDER BY n.node`, [nodeLock])

/** In which integrations living nodes differ, in words: `email is console on 1, smtp on 2`. */
export function differences(nodes: readonly { providers: Providers }[]): string[] {
  const names = new Set(nodes.flatMap(({ providers }) => Object.keys(providers)))
  return [...names].flatMap((name) => {
    const counts = Map.groupBy(nodes, ({ providers }) => providers[name] ?? 'unknown')
    if (counts.size < 2) return []
    const parts = [...counts].map(([provider, { length }]) => `${provider} on ${length}`)
    return [`${name} is ${parts.sort().join(', ')}`]
  })
}
