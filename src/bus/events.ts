import { z } from 'zod'
import { AppointmentStatus, NotificationType } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { Bus } from './bus.ts'

/** The events of a user's log, and what each tells. */
export const events = {
  'notification:new': z.object({
    id: z.int32().min(1).describe("The notification's id."),
    title: z.string(),
    message: z.string(),
    type: z.enum(NotificationType),
  }),
  'notification:read': z.object({ id: z.int32().min(1).describe("The notification's id.") }),
  'appointment:updated': z.object({
    id: z.int32().min(1).describe("The appointment's id."),
    status: z.enum(AppointmentStatus),
    date: z.string().describe("Wall-clock in the practice's zone: `YYYY-MM-DD`."),
    time: z.string().describe("Wall-clock in the practice's zone: `HH:MM`."),
    version: z.int32().min(1).describe('Rises with a new time and with a cancellation.'),
  }),
} as const

export type EventType = keyof typeof events

/**
 * Appends to a user's log within the transaction, and wakes that user's sockets on all nodes at its commit.
 * Ids grow by one per user, in commit order: the counter's row stays locked until then. A transaction that appends for
 * several users does so in ascending order of their ids, or two of them could wait for each other.
 */
export async function appendEvent<Type extends EventType>(
  tx: Tx,
  bus: Bus,
  userId: number,
  type: Type,
  data: z.input<(typeof events)[Type]>,
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
