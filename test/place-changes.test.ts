import { expect, test } from 'vitest'
import { appointmentWords } from '../src/words/appointment.ts'
import type { Signed } from './app.ts'
import { until } from './app.ts'
import { day, hour, monday, put, startClinic } from './clinic.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'

/** A clinic with a real mail server and text messages, and a confirmed appointment in it. */
async function confirmed(inMs: number) {
  const { mails, env } = await mailServer()
  const twilio = await twilioServer()
  const clinic = await startClinic({ ...env, ...twilio.env })
  const patient = await clinic.person('paciente', { phone: '+5511987650001' })
  const startsAt = new Date(monday.getTime() + inMs)
  const { id } = await put(clinic, patient, clinic.psychologist, startsAt, { status: 'confirmado' })
  const mailed = (to: Signed) =>
    mails
      .filter((mail) => [mail.to].flat()[0]?.value[0]?.address === to.email)
      .map((mail) => {
        const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')
        const ics = part?.content.toString().replaceAll('\r\n ', '') ?? ''
        const value = (name: string) => new RegExp(`^${name}[:;](.*)\r$`, 'm').exec(ics)?.[1]
        return {
          subject: mail.subject?.split(':')[0],
          text: mail.text ?? '',
          method: value('METHOD'),
          sequence: Number(value('SEQUENCE')),
          location: value('LOCATION'),
        }
      })
  const told = async (who: Signed) =>
    (await who.call('GET', '/notifications')).body.items.map(
      ({ type, title, message }: Record<string, string>) => `${type} ${title} | ${message}`,
    ) as string[]
  const change = (who: Signed, body: object) => who.call('PATCH', `/appointments/${id}`, body)
  return { ...clinic, patient, id, mailed, told, change, texts: twilio.messages, startsAt }
}

test('another modality or link is told with a new invitation, and changes neither version nor status', async () => {
  const { patient, psychologist, mailed, told, change, texts, app } = await confirmed(3 * day)
  const [first, second] = ['https://meet.example.com/um', 'https://meet.example.com/dois']
  const steps: [object, object, string, string, RegExp, string | undefined][] = [
    [
      { modality: 'online', meetingUrl: first },
      { modality: 'online', meetingUrl: first },
      'Consulta mudou para online',
      'https://meet.example.com/um',
      /mudou para online\. Link: https:\/\/meet\.example\.com\/um/,
      first,
    ],
    [{ meetingUrl: second }, { meetingUrl: second }, 'Novo link da consulta', second, /tem um novo link: /, second],
    [{ meetingUrl: null }, {}, 'Novo link da consulta', 'Online', /não vale mais/, 'Online'],
    [{ meetingUrl: first }, { meetingUrl: first }, 'Novo link da consulta', first, /tem um novo link: /, first],
    [
      { modality: 'presencial' },
      { modality: 'presencial' },
      'Consulta mudou para presencial',
      '',
      /mudou para presencial\./,
      undefined,
    ],
  ]
  let last = 1
  for (const [index, [body, shown, title, , message, location]] of steps.entries()) {
    const answer = await change(psychologist, body)
    expect(answer.body).toMatchObject({ ...shown, status: 'confirmado', version: 1 })
    const list = await told(patient)
    expect(list).toHaveLength(index + 1)
    expect(list[0]).toMatch(`remarcacao ${title} | `)
    expect(list[0]).toMatch(message)
    const mail = await until(`the mail of ${title}`, () => mailed(patient)[index])
    expect(mail).toMatchObject({ subject: title, method: 'REQUEST', location })
    expect(mail.text).toMatch(message)
    expect(mail.sequence).toBeGreaterThan(last)
    last = mail.sequence
  }
  // The link went with the modality, and does not come back.
  expect((await change(psychologist, { modality: 'online' })).body).not.toHaveProperty('meetingUrl')
  expect(await told(psychologist)).toEqual([])
  expect(texts).toEqual([])
  const events = await app.db.event.findMany({ where: { userId: psychologist.id, type: 'appointment:updated' } })
  expect(events).toHaveLength(steps.length + 1)
  // What changes nothing does nothing.
  await change(psychologist, { modality: 'online', meetingUrl: null })
  expect(await told(patient)).toHaveLength(steps.length + 1)
})

test('a patient’s own change of modality is told to the psychologist', async () => {
  const { patient, psychologist, mailed, told, change } = await confirmed(3 * day)
  expect((await change(patient, { modality: 'online' })).body).toMatchObject({ status: 'confirmado', version: 1 })
  expect(await told(psychologist)).toEqual([expect.stringMatching(/^remarcacao Consulta mudou para online/)])
  await until('her mail', () => mailed(psychologist).length === 1)
})

test('in the last 24 hours the patient’s phone rings too, and asks nothing', async () => {
  const { patient, psychologist, change, texts, startsAt } = await confirmed(20 * hour)
  await change(psychologist, { modality: 'online' })
  const text = await until('the SMS', () => texts[0])
  expect(JSON.stringify(text)).toMatch(/mudou para ONLINE\./)
  expect(JSON.stringify(text)).not.toMatch(/Responda|remarcad/)
  // Their own doing needs no text message, and a new time is worded as one.
  await change(patient, { modality: 'presencial' })
  const later = new Date(startsAt.getTime() + hour).toISOString()
  await change(psychologist, { startsAt: later, modality: 'online' })
  await until('the SMS of the move', () => texts.length === 2)
  expect(JSON.stringify(texts[1])).toMatch(/remarcada para/)
  const [moved] = (await patient.call('GET', '/notifications')).body.items
  expect(moved).toMatchObject({ title: 'Consulta remarcada', message: expect.stringMatching(/Será online\.$/) })
})

test('in person there is no link: neither when it is booked, nor after a change, nor left by an older release', async () => {
  const clinic = await startClinic()
  const { admin, patient, psychologist } = clinic
  const meetingUrl = 'https://meet.example.com/x'
  const people = { patientId: patient.id, psychologistId: psychologist.id }
  const startsAt = new Date(monday.getTime() + day).toISOString()
  const refused = { status: 422, body: { code: 'validation_failed', errors: [{ path: 'body.meetingUrl' }] } }
  for (const modality of [undefined, 'presencial'])
    expect(await admin.call('POST', '/appointments', { ...people, startsAt, modality, meetingUrl })).toMatchObject(
      refused,
    )
  const old = await put(clinic, patient, psychologist, new Date(monday.getTime() + 2 * day), { meetingUrl })
  const path = `/appointments/${old.id}`
  expect((await patient.call('GET', path)).body).not.toHaveProperty('meetingUrl')
  expect(await psychologist.call('PATCH', path, { meetingUrl })).toMatchObject(refused)
  expect(await psychologist.call('PATCH', path, { modality: 'presencial', meetingUrl })).toMatchObject(refused)
  expect((await patient.call('PATCH', path, { modality: 'online' })).body).not.toHaveProperty('meetingUrl')
})

test.each([
  ['pt-BR', /Agora é presencial\.$/],
  ['en', /It is now in person\.$/],
] as const)('a move to online that leaves late, and is in person again by then, says so: %s', (locale, words) => {
  const facts = { locale, timezone: 'America/Sao_Paulo', forPatient: true, otherName: 'Dra. Ana', startsAt: monday }
  const change = { place: 'online', moved: true } as const
  const { message } = appointmentWords('remarcacao', {
    ...facts,
    modality: 'presencial',
    meetingUrl: null,
    reason: null,
    change,
  })
  expect(message).toMatch(words)
})
