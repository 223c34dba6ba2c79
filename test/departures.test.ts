import { expect, test } from 'vitest'
import { appointmentLinks } from '../src/appointments/links.ts'
import { reminderScan } from '../src/notifications/reminders.ts'
import type { Signed } from './app.ts'
import { day, hour, monday, put, startClinic } from './clinic.ts'
import { delivery, notify, settled } from './deliveries.ts'
import { form, send } from './files.ts'
import { twilioServer } from './fakes/twilio.ts'

const key = 'the present key of this test, 32 chars'
const ana = '+5511987654321'

/** A psychologist with three appointments ahead: two of Ana's, tomorrow and in a week, and one of Bruno's. */
async function practice() {
  const twilio = await twilioServer()
  const clinic = await startClinic({ ...twilio.env, SECRET_KEY: key })
  const { psychologist, admin } = clinic
  const patient = await clinic.person('paciente', { name: 'Ana Lima', phone: ana })
  const other = await clinic.person('paciente', { name: 'Bruno' })
  const tomorrow = await put(clinic, patient, psychologist, new Date(monday.getTime() + day + hour))
  const later = await put(clinic, patient, psychologist, new Date(monday.getTime() + 8 * day))
  const others = await put(clinic, other, psychologist, new Date(monday.getTime() + 2 * day))
  const titles = async (who: Signed, type = 'sistema') =>
    ((await who.call('GET', '/notifications')).body.items as { type: string; title: string; message: string }[])
      .filter((item) => item.type === type)
      .map(({ title, message }) => `${title}: ${message}`)
  return {
    ...clinic,
    patient,
    other,
    tomorrow,
    later,
    others,
    titles,
    write: (text: string) => twilio.write(clinic.url, ana, text),
    leave: (body: object, who: Signed = psychologist) => admin.call('PATCH', `/users/${who.id}`, body),
    remindAt: async (instant: Date) => {
      clinic.clock.set(instant)
      return reminderScan(clinic.app, { clock: clinic.clock, offsets: [24 * hour, 2 * hour] })()
    },
    attach: (who: Signed, name: string) =>
      send(
        clinic,
        who,
        '/upload/attachment',
        form({ file: [Buffer.from('notas'), name], appointmentId: String(tomorrow.id) }),
      ),
    of: (id: number) => clinic.app.db.appointment.findUniqueOrThrow({ where: { id } }),
  }
}

test('a disabled psychologist’s appointments are kept: each patient and each administrator is told once, and it says how many are ahead', async () => {
  const { leave, titles, patient, other, admin, psychologist, of, tomorrow } = await practice()
  expect((await leave({ disabled: true })).body).toMatchObject({ id: psychologist.id, appointmentsAhead: 3 })
  expect((await leave({ disabled: true })).body).toMatchObject({ appointmentsAhead: 3 })
  const onHold = 'Sua consulta está em espera: a clínica vai entrar em contato'
  expect(await titles(patient)).toEqual([
    `${onHold}: ${psychologist.name} não está atendendo no momento. Sobre sua consulta de 02/03/2027, às 10:00 e mais 1 à frente, ` +
      'a clínica vai entrar em contato. Espere por esse contato antes de vir.',
  ])
  expect(await titles(other)).toEqual([
    expect.stringMatching(new RegExp(`^${onHold}: .* 03/03/2027, às 09:00, a clínica`)),
  ])
  expect(await titles(admin)).toEqual([
    expect.stringMatching(/^Consultas sem profissional: .* 3 consulta\(s\) à frente/),
  ])
  expect((await psychologist.call('GET', '/me')).status).toBe(401)
  expect(await of(tomorrow.id)).toMatchObject({ status: 'agendado', version: 1 })
})

test('no patient is called in to a psychologist who has stopped: no reminder, no confirmation by app, link or SMS', async () => {
  const { titles, app, leave, remindAt, patient, admin, tomorrow, later, write, call, url, of, ...clinic } =
    await practice()
  const asked = await notify(
    { app },
    { userId: patient.id, type: 'lembrete', appointmentId: tomorrow.id, data: { version: 1 } },
  )
  await settled({ app }, asked, 'sms', 'enviada')
  await leave({ disabled: true })

  const link = appointmentLinks({ publicUrl: url, secretKey: key }).url('confirm', tomorrow)
  for (const method of ['GET', 'POST'])
    expect((await call(method, link)).body).toContain(
      'a clínica vai entrar em contato'.replace('a clínica', 'A clínica'),
    )
  const confirmed = await patient.call('POST', `/appointments/${tomorrow.id}/confirm`)
  expect([confirmed.status, confirmed.body.code]).toEqual([409, 'psychologist_unavailable'])
  const reminded = await admin.call('POST', `/appointments/${tomorrow.id}/remind`)
  expect([reminded.status, reminded.body.code]).toEqual([409, 'psychologist_unavailable'])
  expect(await write('SIM')).toEqual([
    'Seu horario de 02/03 as 10:00 esta em espera: vamos entrar em contato. Espere por esse contato antes de vir.',
  ])
  expect(await of(tomorrow.id)).toMatchObject({ status: 'agendado' })
  expect(await remindAt(new Date(tomorrow.startsAt.getTime() - 2 * hour))).toBe(0)
  // To cancel it stays the patient's own.
  await write('NAO')
  await write('CANCELAR')
  expect(await of(tomorrow.id)).toMatchObject({ status: 'cancelado' })

  const edited = await patient.call('PATCH', `/appointments/${later.id}`, { modality: 'online' })
  expect([edited.status, edited.body.code]).toEqual([409, 'psychologist_unavailable'])
  // Enabled again, all goes on, and patients who were told to wait hear of it.
  await leave({ disabled: false })
  expect(await titles(patient)).toEqual([
    expect.stringMatching(
      /^Sua consulta está mantida: .* voltou a atender\. Sua consulta de 09\/03\/2027, às 09:00 está mantida\.$/,
    ),
    expect.stringMatching(/^Sua consulta está em espera/),
  ])
  expect((await patient.call('POST', `/appointments/${later.id}/confirm`)).status).toBe(200)
  clinic.clock.set(monday)
  expect(await remindAt(new Date(later.startsAt.getTime() - 2 * hour))).toBeGreaterThan(0)
})

test('a reminder that waits for the end of the quiet hours does not leave once the psychologist has stopped', async () => {
  const { app, clock, leave, patient, later } = await practice()
  clock.set(new Date('2027-03-02T02:00:00.000Z')) // 23:00 in São Paulo
  const id = await notify(
    { app },
    { userId: patient.id, type: 'lembrete', appointmentId: later.id, data: { version: 1 } },
  )
  await settled({ app }, id, 'sms', 'adiada')
  await leave({ role: 'paciente' })
  clock.advance(9 * hour)
  await settled({ app }, id, 'sms', 'cancelada')
  expect((await delivery({ app }, id, 'sms')).reason).toBe('o profissional da consulta não está atendendo')
})

test('on request they are cancelled, at once or afterwards, and each patient hears of each', async () => {
  const { leave, titles, patient, other, admin, app } = await practice()
  expect((await leave({ disabled: true, appointments: 'cancel' })).body).toMatchObject({ appointmentsAhead: 0 })
  expect(await app.db.appointment.count({ where: { status: 'cancelado' } })).toBe(3)
  expect(await titles(patient, 'cancelamento')).toHaveLength(2)
  expect(await titles(other, 'cancelamento')).toHaveLength(1)
  expect([await titles(patient), await titles(admin)]).toEqual([[], []])

  const second = await practice()
  await second.leave({ role: 'admin' })
  expect((await second.leave({ appointments: 'cancel' })).body).toMatchObject({ appointmentsAhead: 0 })
  expect(await second.titles(second.patient, 'cancelamento')).toHaveLength(2)
})

test('those of a psychologist who goes on working are not cancelled in passing', async () => {
  const { leave, app } = await practice()
  const refused = await leave({ appointments: 'cancel' })
  expect([refused.status, refused.body.errors]).toEqual([422, [expect.objectContaining({ path: 'body.appointments' })]])
  expect(await app.db.appointment.count({ where: { status: 'cancelado' } })).toBe(0)
})

test('who was a psychologist and is none any more has no part in those appointments, files or calendar, only in their own care', async () => {
  const { leave, psychologist, patient, tomorrow, call, person, app, attach } = await practice()
  const upload = await attach(patient, 'notas.txt')
  expect(upload.status).toBe(201)
  const { id: fileId } = upload.body
  const feed = (await psychologist.call('GET', '/me/calendar-url')).body.url as string
  expect((await call('GET', feed)).body).toContain('BEGIN:VEVENT')
  await leave({ role: 'paciente' })
  const { body: back } = await call('POST', '/auth/login', {
    email: psychologist.email,
    password: psychologist.password,
  })
  const as = (method: string, path: string, body?: unknown) =>
    call(method, path, body, { authorization: `Bearer ${back.accessToken}` })
  const path = `/appointments/${tomorrow.id}`
  for (const [method, at] of [
    ['GET', path],
    ['PATCH', path],
    ['POST', `${path}/cancel`],
    ['POST', `${path}/confirm`],
    ['POST', `${path}/remind`],
    ['POST', `${path}/complete`],
    ['GET', `/files/${fileId}`],
  ] as const)
    expect([at, (await as(method, at, method === 'PATCH' ? { durationMinutes: 60 } : undefined)).status]).toEqual([
      at,
      404,
    ])
  expect((await as('GET', '/appointments')).body.items).toEqual([])
  expect((await call('GET', feed)).body).not.toContain('BEGIN:VEVENT')
  // As a patient of a colleague they stay.
  const colleague = await person('psicologo')
  const own = await put({ app }, psychologist, colleague, new Date(monday.getTime() + 3 * day))
  expect((await as('POST', `/appointments/${own.id}/confirm`)).status).toBe(200)
  // And what they left can still be erased with their account.
  expect((await as('DELETE', '/me', { password: psychologist.password })).status).toBe(204)
  expect((await app.db.appointment.findUniqueOrThrow({ where: { id: tomorrow.id } })).status).toBe('cancelado')
})

test('a disabled patient’s psychologist is told once, and the appointments stay', async () => {
  const { leave, titles, patient, psychologist, admin, of, tomorrow } = await practice()
  expect((await leave({ disabled: true }, patient)).body).toMatchObject({ appointmentsAhead: 2 })
  await leave({ disabled: true }, patient)
  expect(await titles(psychologist)).toEqual([
    'Conta de paciente desativada: A conta de Ana Lima foi desativada. 2 consulta(s) com você continuam na agenda, ' +
      'a primeira em 02/03/2027, às 10:00; o paciente não recebe lembretes.',
  ])
  expect(await titles(admin)).toEqual([])
  expect(await of(tomorrow.id)).toMatchObject({ status: 'agendado' })
})

test('an alert of risk goes to the administrators where the psychologist has stopped', async () => {
  const { leave, titles, patient, admin } = await practice()
  await leave({ disabled: true })
  expect((await patient.call('POST', '/ai/chat', { message: 'Quero me matar' })).body.risk).toBe('alto')
  expect(await titles(admin, 'alerta')).toHaveLength(1)
})

test('a transfer moves what is free at a colleague, lists what is not, and each patient hears with whom it is now', async () => {
  const { admin, patient, other, psychologist, person, leave, titles, of, app, tomorrow, later, others, ...clinic } =
    await practice()
  await app.db.appointment.update({
    where: { id: later.id },
    data: { modality: 'online', meetingUrl: 'https://x.example/ana' },
  })
  const colleague = await person('psicologo', { name: 'Dr. Caio' })
  await put({ app }, await person(), colleague, tomorrow.startsAt)
  const sunday = await put({ app }, other, psychologist, new Date(monday.getTime() + 6 * day))
  await leave({ disabled: true })
  await admin.call('POST', `/appointments/${others.id}/confirm`)
  const path = `/admin/users/${psychologist.id}/transfer`
  const moved = await admin.call('POST', path, { psychologistId: colleague.id })
  expect(moved.body).toEqual({
    transferred: [others.id, later.id],
    conflicts: [
      { appointmentId: tomorrow.id, startsAt: tomorrow.startsAt.toISOString(), code: 'slot_taken' },
      { appointmentId: sunday.id, startsAt: sunday.startsAt.toISOString(), code: 'outside_working_hours' },
    ],
  })
  expect(await of(later.id)).toMatchObject({
    psychologistId: colleague.id,
    status: 'agendado',
    version: 1,
    revision: 1,
    meetingUrl: null,
  })
  expect(await titles(patient, 'remarcacao')).toEqual([
    'Consulta mudou de profissional: Sua consulta de terça-feira, 9 de março de 2027, às 09:00 agora é com Dr. Caio. ' +
      'O horário é o mesmo. Será online.',
  ])
  expect(await titles(other, 'remarcacao')).toHaveLength(1)
  expect(await titles(colleague, 'remarcacao')).toEqual([
    expect.stringMatching(/A consulta com Ana Lima, .* passou para você/),
    expect.stringMatching(/A consulta com Bruno, .* passou para você/),
  ])
  // Reminders and answers go on, with whom it is now.
  expect((await patient.call('POST', `/appointments/${later.id}/confirm`)).status).toBe(200)
  expect((await colleague.call('POST', `/appointments/${later.id}/remind`)).status).toBe(202)
  expect((await admin.call('POST', path, { psychologistId: colleague.id })).body.transferred).toEqual([])
  for (const [target, status] of [
    [psychologist.id, 422],
    [patient.id, 422],
    [999_999, 422],
  ])
    expect((await admin.call('POST', path, { psychologistId: target })).status).toBe(status)
  expect((await colleague.call('POST', path, { psychologistId: colleague.id })).status).toBe(403)
  expect((await clinic.call('POST', path, { psychologistId: colleague.id })).status).toBe(401)
})

test('a psychologist who goes on working hears that their appointments went to a colleague', async () => {
  const { admin, psychologist, person, titles } = await practice()
  const colleague = await person('psicologo', { name: 'Dr. Caio' })
  await admin.call('POST', `/admin/users/${psychologist.id}/transfer`, { psychologistId: colleague.id })
  expect(await titles(psychologist)).toEqual([
    'Consultas transferidas: 3 consulta(s) suas passaram para Dr. Caio, a primeira em 02/03/2027, às 10:00.',
  ])
})

test('what a person attached as a psychologist is no longer theirs without the role, and stays when they erase their account', async () => {
  const { psychologist, patient, call, leave, attach } = await practice()
  const upload = await attach(psychologist, 'relatorio.txt')
  const { id } = upload.body
  await leave({ role: 'paciente' })
  const { email, password } = psychologist
  const { body } = await call('POST', '/auth/login', { email, password })
  const headers = { authorization: `Bearer ${body.accessToken}` }
  expect((await call('GET', '/files', undefined, headers)).body.items).toEqual([])
  for (const method of ['GET', 'DELETE'])
    expect((await call(method, `/files/${id}`, undefined, headers)).status).toBe(404)
  expect((await call('DELETE', '/me', { password }, headers)).status).toBe(204)
  expect((await patient.call('GET', `/files/${id}`)).status).toBe(200)
})

test('no notice names a psychologist who has erased their account, not of a time in which they were away, nor of what was transferred since', async () => {
  const { admin, psychologist, patient, other, person, leave, call, app } = await practice()
  const { id: wednesday } = (
    await patient.call('POST', '/appointments', {
      psychologistId: psychologist.id,
      startsAt: new Date(monday.getTime() + 2 * day + 3 * hour).toISOString(),
    })
  ).body
  const colleague = await person('psicologo', { name: 'Dr. Caio' })
  await leave({ disabled: true })
  await leave({ disabled: false })
  expect(
    (await admin.call('POST', `/admin/users/${psychologist.id}/transfer`, { psychologistId: colleague.id })).body
      .transferred,
  ).toContain(wednesday)
  const { email, password } = psychologist
  const { body } = await call('POST', '/auth/login', { email, password })
  const gone = await call('DELETE', '/me', { password }, { authorization: `Bearer ${body.accessToken}` })
  expect(gone.status).toBe(204)
  for (const who of [patient, other, admin])
    expect(JSON.stringify((await who.call('GET', '/notifications')).body)).not.toContain(psychologist.name)
  const events = await app.db.event.findMany()
  expect(JSON.stringify(events.map(({ data }) => data))).not.toContain(psychologist.name)
  expect(JSON.stringify((await patient.call('GET', '/notifications')).body)).toContain('Dr. Caio')
})
