import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { Bus } from './bus.ts'

export type EventType = 'notification:new' | 'notification:read' | 'appointment:updated'

/**
 * Appends to a user's log within the transaction, and wakes that user's sockets on all nodes at its commit.
 * Ids grow by one per user, in commit order: the counter's row stays locked until then. A transaction that appends for
 * several users does so in ascending order of their ids, or two of them could wait for each other.
 */
export async function appendEvent(
  tx: Tx,
  bus: Bus,
  userId: number,
  type: EventType,
  data: Prisma.InputJsonObject,
): Promise<void> {
  await tx.$executeRaw`
    WITH next AS (
      INSERT INTO event_counters (user_id, last_id) VALUES (${userId}, 1)
      ON CONFLICT (user_id) DO UPDATE SET last_id = event_counters.last_id + 1
      RETURNING last_id
    )
    INSERT INTO events (user_id, id, type, data) SELECT ${userId}, last_id, ${type}, ${JSON.stringify(data)}::jsonb FROM next`
  await bus.publish(tx, { kind: 'events', userId })
}
