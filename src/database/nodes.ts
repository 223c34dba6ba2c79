import { randomInt } from 'node:crypto'
import type { Prisma } from './generated/client.ts'

/** First key of the advisory lock (`nodeLock`, node) that each live node holds. */
export const nodeLock = 7203

/** Random: of a thousand live nodes two share a number with a chance of 1 in 4,000. */
export const newNode = (): number => randomInt(1, 2_147_483_647)

/** Whether another node has ended, or lost its connection to the database. */
export async function isGone(tx: Prisma.TransactionClient, node: number): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ gone: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${nodeLock}::int, ${node}::int) AS gone`
  return row?.gone ?? false
}

/** A node's providers, by integration, in the names of `/health`. */
export type Providers = Readonly<Record<string, string>>

type Query = <Row>(sql: string, params: readonly unknown[]) => Promise<Row[]>

/** Records a starting node's providers, and deletes rows of nodes that ended a day ago. */
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

/** Nodes of earlier versions have no row. */
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
