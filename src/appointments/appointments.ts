import { appointmentActs } from './acts.ts'
import { appointmentBookings } from './booking.ts'
import { appointmentChanges } from './changes.ts'
import { appointmentStatusActs } from './status-acts.ts'

/**
 * Appointments: booking them and everything that may happen to them. Each function works inside the caller's transaction, gives
 * the appointment as it then is, and refuses with an `AppError`: `not_found` where the actor has nothing to do with it. A change
 * reaches both people's sockets and sends its notices with the same commit.
 */
export function appointmentBook(options: Parameters<typeof appointmentActs>[0]) {
  const acts = appointmentActs(options)
  return { ...appointmentBookings(acts), ...appointmentChanges(acts), ...appointmentStatusActs(acts) }
}

export type AppointmentBook = ReturnType<typeof appointmentBook>
