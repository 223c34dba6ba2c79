import { type AppointmentNotice, withoutSms } from '../appointments/notices.ts'
import type { Tx } from '../database/transaction.ts'
import type { Notify } from './notifications.ts'
import { appointmentWords } from '../words/appointment.ts'
import { readLocale } from '../words/locale.ts'

/** Notifies people of an appointment, each in their own language and zone, once per (appointment, version, kind, recipient). */
export const appointmentNotifier =
  (notify: Notify) =>
  async (
    tx: Tx,
    { kind, appointment, change, to, dedupe, channels, immediate, ownBooking }: AppointmentNotice,
  ): Promise<void> => {
    const people = await tx.user.findMany({
      where: { id: { in: [appointment.patientId, appointment.psychologistId] } },
      select: { id: true, name: true, locale: true, timezone: true },
    })
    // Of one version the place may change again and again.
    const occasion = change && !change.moved ? `edicao:${appointment.revision}` : dedupe
    const nameOf = (id: number) => people.find((person) => person.id === id)?.name ?? ''
    // Ascending, as `appendEvent` asks.
    for (const person of people.filter(({ id }) => to.includes(id)).sort((a, b) => a.id - b.id)) {
      const forPatient = person.id === appointment.patientId
      const words = appointmentWords(kind, {
        locale: readLocale(person.locale),
        timezone: person.timezone,
        forPatient,
        otherName: nameOf(forPatient ? appointment.psychologistId : appointment.patientId),
        startsAt: appointment.startsAt,
        modality: appointment.modality,
        meetingUrl: appointment.meetingUrl,
        reason: appointment.cancelReason,
        change,
      })
      await notify(tx, {
        userId: person.id,
        type: kind,
        title: words.title,
        message: words.message,
        appointmentId: appointment.id,
        data: {
          appointmentId: appointment.id,
          version: appointment.version,
          startsAt: appointment.startsAt.toISOString(),
          date: words.date,
          time: words.time,
          ...(change ? { modality: appointment.modality, change: { ...change } } : {}),
        },
        dedupeKey: ['consulta', appointment.id, appointment.version, kind, person.id, occasion]
          .filter(Boolean)
          .join(':'),
        // Only the patient's phone rings for an appointment: a psychologist has many a day.
        channels: channels ?? (forPatient ? undefined : withoutSms),
        immediate,
        ...(forPatient && ownBooking ? { ownBooking } : {}),
      })
    }
  }
