import type { FastifyInstance } from 'fastify'
import { appointmentLinks } from '../../appointments/links.ts'
import { SendError } from '../../errors.ts'
import { wallClock } from '../../time/wall-clock.ts'
import type { ChannelSender, DueDelivery } from '../channel-sender.ts'
import { isAppointmentKind, presentWords } from '../staleness.ts'
import { placeChangeIn } from '../../words/appointment-facts.ts'
import { appointmentSms, noticeSms } from '../../words/sms.ts'

/** A notification by text message. After an uncertain attempt the provider is asked for it before it is sent again. */
export const smsChannel = ({ db, sms, clock, config }: FastifyInstance): ChannelSender => {
  const links = appointmentLinks(config)
  const { name: clinicName } = config.clinic
  const words = (due: DueDelivery, now: Date, oneWay = false): string => {
    const { locale, timezone, discreet, id: userId, phoneVerifiedAt } = due.user
    // A number that may be a stranger's gets no link, only the question.
    const proved = phoneVerifiedAt !== null && phoneVerifiedAt <= now
    const { type } = due.notification
    const { title, when } = presentWords(due)
    const { appointment } = due
    if (!appointment || !when || !isAppointmentKind(type))
      return noticeSms({ title, alert: type === 'alerta', locale, clinicName, discreet })
    const forPatient = userId === appointment.patient.id
    const urgent = type === 'lembrete' && when.date === wallClock(now, timezone).date
    const change = placeChangeIn(due.notification.data)
    return appointmentSms(urgent ? 'lembrete_urgente' : change && !change.moved ? change.place : type, {
      ...when,
      locale,
      clinicName,
      discreet,
      oneWay,
      otherName: (forPatient ? appointment.psychologist : appointment.patient).name,
      // Only the patient is asked.
      asking: forPatient ? undefined : false,
      link:
        forPatient && proved
          ? links.shortUrl({ id: appointment.id, version: appointment.version, patientId: userId })
          : undefined,
    })
  }

  return {
    provider: sms.provider,
    fallback: sms.chosen.fallback,
    async deliver(due) {
      const { user, uncertainSince, appointment, reported } = due
      if (!user.phone) throw new SendError('permanent', 'a conta não tem telefone')
      if (uncertainSince) {
        if (reported) return reported
        // As it was worded then. Where the look-up fails, the outcome stays uncertain.
        const then = { to: user.phone, body: words(due, uncertainSince) }
        const found = await sms.find(then, uncertainSince, due.uncertainProviders).catch((cause: unknown) => {
          throw new SendError('uncertain', 'não se sabe se o SMS saiu: a consulta ao provedor falhou', { cause })
        })
        // Two alerts may say the same: a message of another delivery does not prove that this one was sent.
        const ids = found.map(({ providerId }) => providerId)
        const others = await db.deliveryAttempt.findMany({
          where: { providerId: { in: ids }, delivery: { channel: 'sms', user: { phone: user.phone } } },
        })
        const sent = found.find(({ providerId }) => !others.some((other) => other.providerId === providerId))
        if (sent) return sent
      }
      if (performance.now() > due.beginBy) throw new SendError('temporary', 'a consulta ao provedor de SMS demorou')
      const now = clock.now()
      return sms.send({
        to: user.phone,
        body: words(due, now),
        oneWayBody: sms.oneWay ? words(due, now, true) : undefined,
        reference: due.id,
        // The provider drops what it could not deliver before the appointment begins.
        validSeconds:
          appointment && due.notification.type !== 'cancelamento'
            ? (appointment.startsAt.getTime() - now.getTime()) / 1000
            : undefined,
      })
    },
  }
}
