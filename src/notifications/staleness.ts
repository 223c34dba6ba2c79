import type { Appointment, NotificationType } from '../database/generated/client.ts'
import { liveStatuses } from '../appointments/rules.ts'
import type { DueDelivery } from './channel-sender.ts'
import { appointmentWords } from '../words/appointment.ts'
import { type AppointmentKind, appointmentKinds, placeChangeIn } from '../words/appointment-facts.ts'

export const isAppointmentKind = (type: NotificationType): type is AppointmentKind =>
  (appointmentKinds as readonly string[]).includes(type)

/** Why a notification of an appointment must not be sent any more; nothing if it may. A cancellation always may. */
export function whyOutdated(
  type: NotificationType,
  { version, modality, ...data }: Readonly<Record<string, unknown>>,
  appointment: (Pick<Appointment, 'status' | 'version' | 'startsAt' | 'modality'> & { attended: boolean }) | undefined,
  now: Date,
) {
  if (!appointment || !isAppointmentKind(type) || type === 'cancelamento') return undefined
  const { status } = appointment
  if (status === 'cancelado') return 'a consulta está cancelada'
  if (version !== undefined && version !== appointment.version) return 'a consulta foi remarcada'
  if (!appointment.attended) return 'o profissional da consulta não está atendendo'
  const change = placeChangeIn(data)
  if (change?.moved === false && change.place !== 'psychologist' && modality !== appointment.modality)
    return 'a modalidade mudou de novo'
  if (appointment.startsAt <= now) return 'a consulta já começou'
  if (type === 'lembrete' && !liveStatuses.includes(status)) return `a consulta está ${status}`
  return undefined
}

/**
 * What a delivery says when it is sent. Of an appointment it is worded anew, from what is true now and in the reader's present
 * language and zone: hours may have passed since the notification was written. `when`: its wall-clock in the reader's zone.
 */
export function presentWords({ notification, appointment, user }: DueDelivery) {
  const { type, title, message, data } = notification
  if (!appointment || !isAppointmentKind(type)) return { title, message, when: undefined }
  const { patient, psychologist, cancelReason: reason } = appointment
  const forPatient = user.id === patient.id
  const { date, time, ...words } = appointmentWords(type, {
    ...appointment,
    locale: user.locale,
    timezone: user.timezone,
    forPatient,
    otherName: (forPatient ? psychologist : patient).name,
    reason,
    change: placeChangeIn(data),
  })
  return { ...words, when: { date, time } }
}
