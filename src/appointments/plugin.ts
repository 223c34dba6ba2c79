import fp from 'fastify-plugin'
import type { RemainingAppointments } from '../users/remaining-appointments.ts'
import { type AppointmentBook, appointmentBook } from './appointments.ts'
import { type AppointmentLinks, appointmentLinks } from './links.ts'
import type { Notices } from './notices.ts'
import { remainingAppointments } from './remaining-appointments.ts'

export interface Appointments extends AppointmentBook {
  /** Links by which a patient acts without signing in. */
  readonly links: AppointmentLinks
  /** What becomes of the appointments ahead where an account is disabled or changes its role. */
  readonly remaining: RemainingAppointments
}

declare module 'fastify' {
  interface FastifyInstance {
    appointments: Appointments
  }
}

export default fp<{ notices: Notices }>(
  async (app, { notices }) => {
    const { config, clock } = app
    const book = appointmentBook({ bus: app.bus, clock, notices, timezone: config.timezone })
    app.decorate('appointments', {
      ...book,
      links: appointmentLinks(config),
      remaining: remainingAppointments(book, notices, clock),
    })
  },
  { name: 'appointments', dependencies: ['database', 'bus'] },
)
