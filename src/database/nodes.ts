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
