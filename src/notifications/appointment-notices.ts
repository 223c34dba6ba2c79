import { type AppointmentNotice, withoutSms } from '../appointments/notices.ts'
import type { Tx } from '../database/transaction.ts'
import type { Notify } from './notifications.ts'
import { appointmentWords } from '../words/appointment.ts'
import { withLocale } from '../words/locale.ts'

/** Notifies people of an appointment, each in their own language and zone, once per (appointment, version, kind, recipient). */
export const appointmentNotifier =
  (notify: Notify) =>
  async (tx: Tx, { kind, appointment, change, to, dedupe, channels, immediate, ownBooking }: AppointmentNotice) => {
    const people = await tx.user.findMany({
      where: { id: { in: [appointment.patientId, appointment.psychologistId] } },
      // Ascending, as `appendEvent` asks.
      orderBy: { id: 'asc' },
    })
    // Of one version the place may change again and again.
    const occasion = change && !change.moved ? `edicao:${appointment.revision}` : dedupe
    const nameOf = (id: number) => people.find((person) => person.id === id)?.name ?? ''
    for (const person of people.filter(({ id }) => to.includes(id))) {
      const forPatient = person.id === appointment.patientId
      const { locale, timezone } = withLocale(person)
      const { title, message, date, time } = appointmentWords(kind, {
        ...appointment,
        locale,
        timezone,
        forPatient,
        otherName: nameOf(forPatient ? appointment.psychologistId : appointment.patientId),
        reason: appointment.cancelReason,
        change,
      })
      await notify(tx, {
        userId: person.id,
        type: kind,
        title,
        message,
        appointmentId: appointment.id,
        data: {
          appointmentId: appointment.id,
          version: appointment.version,
          startsAt: appointment.startsAt.toISOString(),
          date,
          time,
          ...(change && { modality: appointment.modality, change: { ...change } }),
        },
        dedupeKey: ['consulta', appointment.id, appointment.version, kind, person.id, occasion]
          .filter(Boolean)
          .join(':'),
        // Only the patient's phone rings for an appointment: a psychologist has many a day.
        channels: channels ?? (forPatient ? undefined : withoutSms),
        immediate,
        ownBooking: forPatient && ownBooking,
      })
    }
  }
