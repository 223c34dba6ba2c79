import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'

/** The first number of `pg_advisory_xact_lock(int, int)` where the second is a user whose appointments are being written. */
const lockNamespace = 1

const person = { id: true, name: true, avatarFileId: true } as const
export const withPeople = {
  patient: { select: person },
  psychologist: { select: { ...person, role: true, disabledAt: true, erasedAt: true } },
} as const
export type AppointmentWithPeople = Prisma.AppointmentGetPayload<{ include: typeof withPeople }>

/**
 * Makes the transaction the only one that writes appointments of these people, until its end. Locks are taken in ascending order,
 * so that two transactions never deadlock, neither at the exclusion constraints nor at the event counters. A transaction that
 * writes appointments of several pairs first locks all of them here; taking a lock again costs nothing.
 */
export async function lockPeople(tx: Tx, userIds: readonly number[]): Promise<void> {
  for (const userId of [...new Set(userIds)].sort((a, b) => a - b)) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNamespace}::int, ${userId}::int)`
  }
}

/** Locks an appointment and its people against every other change, and gives it as it now is. */
export async function lockAppointment(tx: Tx, id: number): Promise<AppointmentWithPeople | undefined> {
  const found = await tx.appointment.findUnique({ where: { id }, select: { patientId: true, psychologistId: true } })
  if (!found) return undefined
  // People before the row, as booking does.
  await lockPeople(tx, [found.patientId, found.psychologistId])
  await tx.$queryRaw`SELECT id FROM appointments WHERE id = ${id} FOR UPDATE`
  return (await tx.appointment.findUnique({ where: { id }, include: withPeople })) ?? undefined
}
