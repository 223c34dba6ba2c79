import fp from 'fastify-plugin'
import { type Calendar, calendarOf } from './calendar.ts'

declare module 'fastify' {
  interface FastifyInstance {
    calendar: Calendar
  }
}

export default fp(
  async (app) => {
    const { publicUrl, clinic } = app.config
    // Before anything is served or sent. Invitations of an older release had a UID made of PUBLIC_URL, which may change from the
    // next start on.
    await app.db.$executeRaw`
      UPDATE appointments SET calendar_uid = 'appointment-' || id || '@' || ${new URL(publicUrl).hostname}::text
      WHERE calendar_uid IS NULL`
    const { brand: clinicName, address: clinicAddress } = clinic
    app.decorate('calendar', calendarOf({ publicUrl, clinicName, clinicAddress, from: app.email.from }))
  },
  { name: 'calendar', dependencies: ['database', 'email'] },
)
