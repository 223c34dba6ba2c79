import type { Db } from '../database/client.ts'

/** The UID that invitations had before it was kept with the appointment. */
export const formerUid = (id: number, publicUrl: string): string => `appointment-${id}@${new URL(publicUrl).hostname}`

/**
 * Writes down the UID of appointments that an older release booked, as their invitations said it: it was made of PUBLIC_URL,
 * which may change from the next start on.
 */
export async function keepFormerUids(db: Db, publicUrl: string): Promise<void> {
  const { hostname } = new URL(publicUrl)
  await db.$executeRaw`
    UPDATE appointments SET calendar_uid = 'appointment-' || id || '@' || ${hostname}::text WHERE calendar_uid IS NULL`
}
