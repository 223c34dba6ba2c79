import fp from 'fastify-plugin'
import { type Calendar, calendarOf } from './calendar.ts'
import { keepFormerUids } from './uids.ts'

declare module 'fastify' {
  interface FastifyInstance {
    calendar: Calendar
  }
}

export default fp(
  async (app) => {
    const {
      config: { publicUrl, clinic },
    } = app
    // Before anything is served or sent.
    await keepFormerUids(app.db, publicUrl)
    const { brand: clinicName, address: clinicAddress } = clinic
    app.decorate('calendar', calendarOf({ publicUrl, clinicName, clinicAddress, from: app.email.from }))
  },
  { name: 'calendar', dependencies: ['database', 'email'] },
)
