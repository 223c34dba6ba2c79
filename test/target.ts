import { Readable } from 'node:stream'
import { v7 as uuidv7 } from 'uuid'
import type { Signed, TestApp } from './app.ts'

/** Stands in everything of the person whose data is asked for; callers without a right to it must not see it. */
export const mark = 'Zuleica'

/** One person's data, of every kind, with which no one else has anything to do. */
export interface Target {
  readonly patient: Signed
  readonly psychologist: Signed
  readonly appointment: number
  readonly started: number
  readonly file: string
  readonly notification: number
  readonly failed: string
  readonly conversation: string
  readonly alert: number
  readonly suppression: number
  readonly session: string
}

/** A new one each round, straight in the database. */
export async function targetOf({ app, person }: TestApp, round: number): Promise<Target> {
  const patient = await person('paciente', { name: `${mark} Paciente` })
  const psychologist = await person('psicologo', { name: 'Dra. Beatriz' })
  const pair = {
    patientId: patient.id,
    psychologistId: psychologist.id,
    durationMinutes: 50,
    modality: 'online',
  } as const
  const meeting = (startsAt: Date) => ({
    ...{ ...pair, startsAt, endsAt: new Date(startsAt.getTime() + 3_000_000), scheduledAt: new Date() },
    meetingUrl: `https://meet.example/${mark}`,
  })
  const appointment = await app.db.appointment.create({ data: meeting(new Date(Date.UTC(2031, 0, 6, 12))) })
  const begun = await app.db.appointment.create({ data: meeting(new Date(Date.now() - 600_000)) })
  const storageKey = `attachments/${uuidv7()}`
  await app.storage.put(storageKey, Readable.from([Buffer.from(mark)]))
  const file = await app.db.file.create({
    data: {
      ...{
        id: uuidv7(),
        ownerId: patient.id,
        kind: 'attachment',
        filename: `${mark}.pdf`,
        mimeType: 'application/pdf',
      },
      size: mark.length,
      sha256: 'x',
      storageKey,
      appointmentId: appointment.id,
    },
  })
  const notification = await app.db.notification.create({
    data: { userId: patient.id, type: 'mensagem', title: mark, message: mark },
  })
  const failed = await app.db.delivery.create({
    data: { id: uuidv7(), notificationId: notification.id, userId: patient.id, channel: 'email', status: 'falhou' },
  })
  const conversation = await app.db.conversation.create({
    data: { id: uuidv7(), userId: patient.id, messages: { create: { role: 'user', content: mark } } },
  })
  const alert = await app.db.riskAlert.create({
    data: { patientId: patient.id, psychologistId: psychologist.id, level: 'alto' },
  })
  const suppression = await app.db.emailSuppression.create({
    data: { address: `${mark}${round}@example.com`, code: '550' },
  })
  const { sid } = JSON.parse(Buffer.from(patient.accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
    sid: string
  }
  return {
    patient,
    psychologist,
    appointment: appointment.id,
    started: begun.id,
    file: file.id,
    failed: failed.id,
    notification: notification.id,
    conversation: conversation.id,
    alert: alert.id,
    suppression: suppression.id,
    session: sid,
  }
}
