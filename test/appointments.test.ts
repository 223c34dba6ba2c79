import { expect, test } from 'vitest'
import type { AppointmentStatus } from '../src/database/generated/client.ts'
import { type Answer, type Signed, type TestApp } from './app.ts'
import { crowd, day, hour, minute, monday, put, startClinic } from './clinic.ts'

/** Tuesday, 14:00 in São Paulo. */
const tuesday = new Date('2027-03-02T17:00:00.000Z')
const at = (ms: number, from = tuesday) => new Date(from.getTime() + ms).toISOString()
const codes = (answers: Answer[]) =>
  answers.reduce<Record<string, number>>((counts, { status, body }) => {
    const key = status < 300 ? String(status) : `${status} ${body.code}`
    return { ...counts, [key]: (counts[key] ?? 0) + 1 }
  }, {})
const events = async ({ app }: Pick<TestApp, 'app'>, { id }: Pick<Signed, 'id'>) =>
  (await app.db.event.findMany({ where: { userId: id }, orderBy: { id: 'asc' } })).map((event) => ({
    ...event,
    id: Number(event.id),
  }))
const notices = async ({ app }: Pick<TestApp, 'app'>, { id }: Pick<Signed, 'id'>) =>
  (await app.db.notification.findMany({ where: { userId: id }, orderBy: { id: 'asc' } })).map(({ type }) => type)

test('a patient books for themselves, and both people see it and hear of it', async () => {
  const clinic = await startClinic()
  const { patient, psychologist } = clinic
  const made = await patient.call('POST', '/appointments', {
    psychologistId: psychologist.id,
    startsAt: '2027-03-02T14:00:00-03:00',
  })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: made.body.id,
    patientId: patient.id,
    psychologistId: psychologist.id,
    patient: { id: patient.id, name: patient.name, avatarUrl: null },
    psychologist: { id: psychologist.id, name: psychologist.name, avatarUrl: null },
    startsAt: '2027-03-02T17:00:00.000Z',
    endsAt: '2027-03-02T17:50:00.000Z',
    durationMinutes: 50,
    date: '2027-03-02',
    time: '14:00',
    modality: 'presencial',
    status: 'agendado',
    version: 1,
  })
  for (const reader of [patient, psychologist, clinic.admin]) {
    expect((await reader.call('GET', `/appointments/${made.body.id}`)).body).toEqual(made.body)
    expect((await reader.call('GET', '/appointments')).body).toEqual({ items: [made.body], nextCursor: null })
  }
  const updated = { id: made.body.id, status: 'agendado', date: '2027-03-02', time: '14:00', version: 1 }
  for (const person of [patient, psychologist]) {
    expect(await events(clinic, person)).toMatchObject([
      { id: 1, type: 'appointment:updated', data: updated },
      { id: 2, type: 'notification:new', data: { type: 'agendamento' } },
    ])
  }
})

test('who may do what, in which status, before and after the start', { timeout: 60_000 }, async () => {
  const clinic = await startClinic()
  const { patient, psychologist, admin, person, clock } = clinic
  const [strangePatient, strangePsychologist] = [await person(), await person('psicologo')]
  const statuses = ['agendado', 'confirmado', 'realizado', 'faltou', 'cancelado'] as const
  type Expected = Record<(typeof statuses)[number], string>
  const no = 'invalid_transition'
  const over = { realizado: no, faltou: no, cancelado: no } as const
  const always = (answer: string) => ({ agendado: answer, confirmado: answer, ...over })
  const forbidden = Object.fromEntries(statuses.map((status) => [status, 'forbidden'])) as Expected // all five were given
  const confirm: Expected = { agendado: 'confirmado', confirmado: 'confirmado', ...over }
  const lateConfirm: Expected = { agendado: no, confirmado: 'confirmado', ...over }

  // [act, patient before, patient after the start, staff before, staff after]
  const table: [string, Expected, Expected, Expected, Expected][] = [
    ['confirm', confirm, lateConfirm, confirm, lateConfirm],
    ['cancel', always('cancelado'), always(no), always('cancelado'), always('cancelado')],
    ['move', always('agendado'), always(no), always('agendado'), always('agendado')],
    ['complete', forbidden, forbidden, always('too_early'), always('realizado')],
    ['no-show', forbidden, forbidden, always('too_early'), always('faltou')],
    ['remind', forbidden, forbidden, always('reminded'), always(no)],
  ]
  // Far from each other, so that only the status decides.
  let count = 0
  const act = (who: Signed, what: string, id: number) =>
    what === 'move'
      ? who.call('PATCH', `/appointments/${id}`, { startsAt: at((++count - 60) * 7 * day) })
      : who.call('POST', `/appointments/${id}/${what}`)
  const appointment = (status: AppointmentStatus, started: boolean) => {
    count++
    const startsAt = started ? clock.now().getTime() - count * hour : clock.now().getTime() + 30 * day + count * hour
    return put(clinic, patient, psychologist, new Date(startsAt), { status })
  }
  const wrong: string[] = []
  for (const [what, ...columns] of table) {
    for (const [who, started, expected] of [
      [patient, false, columns[0]],
      [patient, true, columns[1]],
      [psychologist, false, columns[2]],
      [psychologist, true, columns[3]],
      [admin, false, columns[2]],
      [admin, true, columns[3]],
    ] as const) {
      for (const status of statuses) {
        const { id } = await appointment(status, started)
        const { status: http, body } = await act(who, what, id)
        const answer = http === 202 ? 'reminded' : http === 200 ? body.status : body.code
        if (answer !== expected?.[status]) {
          wrong.push(`${what} by ${who.email}, ${status}, ${started ? 'started' : 'ahead'}: ${http} ${answer}`)
        }
        const after = await clinic.app.db.appointment.findUniqueOrThrow({ where: { id } })
        const stands = http === 200 ? body.status : status
        if (after.status !== stands) wrong.push(`${what} left ${after.status} for ${stands}`)
      }
    }
  }
  expect(wrong).toEqual([])

  const { id } = await appointment('agendado', false)
  for (const who of [strangePatient, strangePsychologist]) {
    for (const [what] of table) {
      const refused = await act(who, what, id)
      const unknown = await act(who, what, 999_999)
      expect([what, refused.status, refused.body.code]).toEqual([what, 404, 'not_found'])
      expect({ ...refused.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
    }
    expect((await who.call('GET', `/appointments/${id}`)).status).toBe(404)
    expect((await who.call('GET', '/appointments')).body.items).toEqual([])
  }
  expect((await clinic.call('GET', `/appointments/${id}`)).status).toBe(401)
})

test('of 200 bookings of one slot at the same moment exactly one wins', { timeout: 60_000 }, async () => {
  const clinic = await startClinic()
  const { psychologist, call } = clinic
  const headers = await crowd(clinic, 200)
  const started = performance.now()
  const answers = await Promise.all(
    headers.map((header) =>
      call('POST', '/appointments', { psychologistId: psychologist.id, startsAt: tuesday.toISOString() }, header),
    ),
  )
  const seconds = (performance.now() - started) / 1000
  expect(codes(answers)).toEqual({ '201': 1, '409 slot_taken': 199 })
  expect(await clinic.app.db.appointment.count()).toBe(1)
  expect(await notices(clinic, psychologist)).toEqual(['agendamento'])
  expect(seconds).toBeLessThan(20)
})

test('bookings that cross between people end neither in a deadlock nor in a double booking', async () => {
  const clinic = await startClinic()
  const { admin, app } = clinic
  const headers = await crowd(clinic, 5)
  const patients = await app.db.user.findMany({ where: { email: { startsWith: 'crowd' } }, select: { id: true } })
  const psychologists = [clinic.psychologist, await clinic.person('psicologo'), await clinic.person('psicologo')]
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      admin.call('POST', '/appointments', {
        patientId: patients[index % 5]?.id,
        psychologistId: psychologists[(index * 7) % 3]?.id,
        startsAt: at((index % 4) * 20 * minute),
      }),
    ),
  )
  expect(headers).toHaveLength(5)
  expect(Object.keys(codes(answers)).sort()).toEqual(['201', '409 slot_taken'])
  const made = await app.db.appointment.findMany()
  for (const one of made) {
    const clash = made.filter(
      (other) =>
        other.id !== one.id &&
        (other.patientId === one.patientId || other.psychologistId === one.psychologistId) &&
        other.startsAt < one.endsAt &&
        other.endsAt > one.startsAt,
    )
    expect(clash).toEqual([])
  }
})

test('of 20 cancellations at once one counts, and 20 confirmations are one', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, app } = clinic
  const { id } = await put(clinic, patient, psychologist, tuesday)
  const together = (path: string) =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? patient : psychologist).call('POST', `/appointments/${id}/${path}`),
      ),
    )
  expect(codes(await together('confirm'))).toEqual({ '200': 20 })
  expect((await events(clinic, patient)).filter(({ type }) => type === 'appointment:updated')).toHaveLength(1)
  expect(codes(await together('cancel'))).toEqual({ '200': 1, '409 invalid_transition': 19 })
  const after = await app.db.appointment.findUniqueOrThrow({ where: { id } })
  expect(after).toMatchObject({ status: 'cancelado', version: 2 })
  for (const one of [patient, psychologist]) {
    const log = await events(clinic, one)
    expect(log.map((event) => event.id)).toEqual(log.map((_, index) => index + 1))
    expect(log.filter(({ type }) => type === 'appointment:updated')).toHaveLength(2)
  }
})

test('the version rises with a new time and with cancellation, and with nothing else', async () => {
  const clinic = await startClinic()
  const { patient, psychologist } = clinic
  const { id } = await put(clinic, patient, psychologist, tuesday)
  const path = `/appointments/${id}`
  const seen = async (answer: Promise<Answer>) => {
    const { status, body } = await answer
    return [status, body.code ?? `${body.status} ${body.version}`]
  }
  const quiet = async (answer: Promise<Answer>) => {
    const before = (await events(clinic, patient)).length
    const result = await seen(answer)
    expect((await events(clinic, patient)).length).toBe(before)
    return result
  }
  expect(await seen(patient.call('POST', `${path}/confirm`))).toEqual([200, 'confirmado 1'])
  expect(await quiet(patient.call('POST', `${path}/confirm`))).toEqual([200, 'confirmado 1'])
  // What changes nothing does nothing: it stays confirmed.
  expect(await quiet(patient.call('PATCH', path, {}))).toEqual([200, 'confirmado 1'])
  const same = { startsAt: tuesday.toISOString(), durationMinutes: 50, modality: 'presencial', version: 1 }
  expect(await quiet(patient.call('PATCH', path, same))).toEqual([200, 'confirmado 1'])
  expect(await seen(patient.call('PATCH', path, { modality: 'online' }))).toEqual([200, 'confirmado 1'])
  const meetingUrl = 'https://meet.example.com/abc'
  expect(await seen(psychologist.call('PATCH', path, { meetingUrl }))).toEqual([200, 'confirmado 1'])
  expect((await patient.call('GET', path)).body).toMatchObject({ modality: 'online', meetingUrl })
  expect(await quiet(patient.call('PATCH', path, { startsAt: at(day), version: 2 }))).toEqual([409, 'version_conflict'])
  expect(await seen(patient.call('PATCH', path, { startsAt: at(day), version: 1 }))).toEqual([200, 'agendado 2'])
  expect(await quiet(patient.call('PATCH', path, { startsAt: at(day), version: 1 }))).toEqual([409, 'version_conflict'])
  expect(await seen(patient.call('POST', `${path}/confirm`))).toEqual([200, 'confirmado 2'])
  expect(await seen(psychologist.call('PATCH', path, { durationMinutes: 30 }))).toEqual([200, 'agendado 3'])
  expect(await seen(psychologist.call('PATCH', path, { meetingUrl: null }))).toEqual([200, 'agendado 3'])
  const cancelled = await patient.call('POST', `${path}/cancel`, { reason: ' Imprevisto ' })
  expect(cancelled.body).toMatchObject({
    status: 'cancelado',
    version: 4,
    cancelReason: 'Imprevisto',
    lateCancel: false,
  })
  expect(cancelled.body).not.toHaveProperty('meetingUrl')
  expect(await quiet(patient.call('PATCH', path, { startsAt: at(2 * day) }))).toEqual([409, 'invalid_transition'])
})

test('a cancellation is late when less than 24 hours are left', async () => {
  const clinic = await startClinic()
  const { patient, psychologist } = clinic
  for (const [startsAt, late] of [
    [new Date(monday.getTime() + day), false],
    [new Date(monday.getTime() + day - 1), true],
  ] as const) {
    const { id } = await put(clinic, patient, psychologist, startsAt)
    expect((await patient.call('POST', `/appointments/${id}/cancel`, {})).body.lateCancel).toBe(late)
  }
})

test('what may be booked, by whom, with whom and when', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, admin, person, app } = clinic
  const [other, colleague, gone] = [await person(), await person('psicologo'), await person('psicologo')]
  await app.db.user.update({ where: { id: gone.id }, data: { disabledAt: monday } })
  await app.db.user.update({ where: { id: other.id }, data: { emailVerifiedAt: monday } })
  await put(clinic, other, psychologist, new Date(at(5 * day)))
  const [own, both] = [{ psychologistId: psychologist.id }, { psychologistId: psychologist.id, patientId: patient.id }]
  const startsAt = tuesday.toISOString()
  const night = at(10 * hour) // Wednesday, 00:00
  const table: [Signed, object, string][] = [
    [patient, { startsAt }, 'validation_failed'],
    [patient, { ...own }, 'validation_failed'],
    [patient, { ...own, startsAt: '2027-03-02T14:00:00' }, 'validation_failed'],
    [patient, { ...own, startsAt, status: 'confirmado' }, 'validation_failed'],
    [patient, { ...own, startsAt, durationMinutes: 9 }, 'validation_failed'],
    [patient, { ...own, startsAt, durationMinutes: 481 }, 'validation_failed'],
    [patient, { ...own, startsAt, durationMinutes: 30.5 }, 'validation_failed'],
    [patient, { ...own, startsAt: monday.toISOString() }, 'starts_in_past'],
    [patient, { ...own, startsAt: night }, 'outside_working_hours'],
    [patient, { ...own, startsAt: '2027-03-02T20:30:00Z' }, 'outside_working_hours'], // 17:30–18:20
    [patient, { ...own, startsAt: '2027-03-06T17:00:00Z' }, 'outside_working_hours'], // a Saturday
    [patient, { ...own, startsAt, patientId: other.id }, 'forbidden'],
    [patient, { ...own, startsAt, patientEmail: other.email }, 'forbidden'],
    [patient, { ...own, startsAt, meetingUrl: 'https://meet.example.com/x' }, 'forbidden'],
    [patient, { psychologistId: gone.id, startsAt }, 'psychologist_not_found'],
    [patient, { psychologistId: admin.id, startsAt }, 'psychologist_not_found'],
    [patient, { psychologistId: patient.id, startsAt }, 'psychologist_not_found'],
    [psychologist, { startsAt }, 'validation_failed'],
    [psychologist, { startsAt, patientId: other.id, patientEmail: other.email }, 'validation_failed'],
    [psychologist, { startsAt, patientId: other.id, psychologistId: colleague.id }, 'forbidden'],
    [psychologist, { startsAt, patientId: colleague.id }, 'patient_not_found'],
    [psychologist, { startsAt, patientId: psychologist.id }, 'patient_not_found'],
    [psychologist, { startsAt, patientId: 999_999 }, 'patient_not_found'],
    [psychologist, { startsAt, patientEmail: patient.email }, 'patient_not_found'], // not verified
    [psychologist, { startsAt, patientEmail: 'nobody@example.com' }, 'patient_not_found'],
    [psychologist, { startsAt, patientId: other.id, meetingUrl: 'http://meet.example.com' }, 'validation_failed'],
    [psychologist, { startsAt, patientId: other.id, meetingUrl: 'javascript:alert(1)' }, 'validation_failed'],
    // A booking that must fail says nothing of whose address that is.
    [psychologist, { startsAt: at(5 * day), patientEmail: other.email }, 'slot_taken'],
    [psychologist, { startsAt: at(5 * day), patientEmail: 'nobody@example.com' }, 'slot_taken'],
    [psychologist, { startsAt: monday.toISOString(), patientEmail: other.email }, 'starts_in_past'],
    [admin, { startsAt, patientId: patient.id }, 'validation_failed'],
    [admin, { startsAt, ...own }, 'validation_failed'],
    [admin, { startsAt, patientId: patient.id, psychologistId: other.id }, 'psychologist_not_found'],
    // And what is right.
    [patient, { ...own, startsAt: '2027-03-02T11:00:00Z', durationMinutes: 480 }, '201'], // 08:00–16:00
    [patient, { ...own, startsAt, patientId: patient.id }, 'slot_taken'],
    [patient, { psychologistId: colleague.id, startsAt }, 'slot_taken'], // the patient is not free
    [other, { ...own, startsAt }, 'slot_taken'], // the psychologist is not
    [other, { psychologistId: colleague.id, startsAt, patientId: other.id }, '201'],
    [other, { ...own, startsAt: '2027-03-02T19:00:00Z' }, '201'], // right where the other one ends
    [psychologist, { startsAt: night, patientEmail: ` ${other.email.toUpperCase()} `, modality: 'online' }, '201'],
    [psychologist, { startsAt: '2027-03-06T17:00:00Z', patientId: patient.id, psychologistId: psychologist.id }, '201'],
    [admin, { startsAt: at(9 * day), ...both, meetingUrl: 'https://meet.example.com/x', modality: 'online' }, '201'],
  ]
  const answers: string[] = []
  for (const [who, body] of table) {
    const { status, body: answer } = await who.call('POST', '/appointments', body)
    answers.push(status === 201 ? '201' : (answer.code as string))
  }
  expect(answers).toEqual(table.map(([, , expected]) => expected))
})

test('a move is checked as a booking is, and does not collide with itself', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, person } = clinic
  const other = await person()
  const { id } = await put(clinic, patient, psychologist, tuesday)
  await put(clinic, other, psychologist, new Date(at(2 * hour)))
  const move = async (who: Signed, body: object) => {
    const answer = await who.call('PATCH', `/appointments/${id}`, body)
    return answer.body.code ?? answer.body.startsAt
  }
  expect(await move(patient, { startsAt: at(2 * hour) })).toBe('slot_taken')
  expect(await move(patient, { startsAt: at(10 * hour) })).toBe('outside_working_hours')
  expect(await move(patient, { durationMinutes: 300 })).toBe('outside_working_hours')
  expect(await move(patient, { durationMinutes: 150 })).toBe('slot_taken')
  expect(await move(patient, { startsAt: monday.toISOString() })).toBe('starts_in_past')
  expect(await move(patient, { meetingUrl: 'https://meet.example.com/x' })).toBe('forbidden')
  expect(await move(patient, { startsAt: at(20 * minute) })).toBe(at(20 * minute))
  expect(await move(psychologist, { startsAt: at(10 * hour) })).toBe(at(10 * hour))
  expect(await move(patient, { patientId: other.id })).toBe('validation_failed')
  // The old time is free again, and so is that of a cancelled one.
  const again = { psychologistId: psychologist.id, startsAt: tuesday.toISOString() }
  const booked = await other.call('POST', '/appointments', again)
  expect(booked.status).toBe(201)
  await other.call('POST', `/appointments/${booked.body.id}/cancel`)
  expect((await patient.call('POST', '/appointments', again)).status).toBe(201)
})

test('each change tells the people whom it concerns', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, admin, app } = clinic
  const table: [string, Signed, string[], string[]][] = [
    ['confirm', patient, [], ['confirmacao']],
    ['confirm', psychologist, ['confirmacao'], []],
    ['confirm', admin, ['confirmacao'], ['confirmacao']],
    ['move', patient, ['remarcacao'], ['remarcacao']],
    ['move', psychologist, ['remarcacao'], []],
    ['move', admin, ['remarcacao'], ['remarcacao']],
    ['cancel', patient, ['cancelamento'], ['cancelamento']],
    ['cancel', psychologist, ['cancelamento'], []],
    ['cancel', admin, ['cancelamento'], ['cancelamento']],
    ['book', patient, ['agendamento'], ['agendamento']],
    ['book', psychologist, ['agendamento'], []],
    ['book', admin, ['agendamento'], ['agendamento']],
    ['complete', psychologist, [], []],
    ['no-show', admin, [], []],
    ['remind', psychologist, ['lembrete'], []],
  ]
  const told: typeof table = []
  let weeks = 0
  for (const [what, who] of table) {
    weeks++
    await app.db.notification.deleteMany()
    const before = (await events(clinic, patient)).length
    if (what === 'book') {
      const people = who === patient ? {} : { patientId: patient.id }
      const body = { ...people, psychologistId: psychologist.id, startsAt: at(weeks * 7 * day) }
      expect((await who.call('POST', '/appointments', body)).status).toBe(201)
    } else {
      const past = what === 'complete' || what === 'no-show'
      const { id } = await put(clinic, patient, psychologist, new Date(at((past ? -weeks : weeks) * 7 * day)))
      const answer = await (what === 'move'
        ? who.call('PATCH', `/appointments/${id}`, { startsAt: at(weeks * 7 * day + hour) })
        : who.call('POST', `/appointments/${id}/${what}`))
      expect(answer.status).toBe(what === 'remind' ? 202 : 200)
      if (what === 'remind') {
        const deliveries = await who.call('GET', `/notifications/${answer.body.notificationId}/deliveries`)
        expect(deliveries.body.items.map(({ channel }: { channel: string }) => channel).sort()).toEqual([
          'email',
          'in_app',
          'sms',
          'websocket',
        ])
      }
    }
    const fresh = (await events(clinic, patient)).slice(before).map(({ type }) => type)
    expect(fresh.filter((type) => type === 'appointment:updated')).toHaveLength(what === 'remind' ? 0 : 1)
    told.push([what, who, await notices(clinic, patient), await notices(clinic, psychologist)])
  }
  expect(told).toEqual(table)
})

test('date and time are the clinic’s, on either side of a change of its clocks', async () => {
  const { patient, psychologist, admin } = await startClinic({ APP_TIMEZONE: 'America/New_York' })
  const body = { patientId: patient.id, psychologistId: psychologist.id }
  const shown = async (startsAt: string) => {
    const made = await admin.call('POST', '/appointments', { ...body, startsAt })
    return [made.body.date, made.body.time, made.body.startsAt]
  }
  // Clocks go forward on 14 March and back on 7 November 2027.
  expect(await shown('2027-03-12T14:00:00-05:00')).toEqual(['2027-03-12', '14:00', '2027-03-12T19:00:00.000Z'])
  expect(await shown('2027-03-15T14:00:00-04:00')).toEqual(['2027-03-15', '14:00', '2027-03-15T18:00:00.000Z'])
  expect(await shown('2027-11-07T05:30:00Z')).toEqual(['2027-11-07', '01:30', '2027-11-07T05:30:00.000Z'])
  expect(await shown('2027-11-07T06:30:00Z')).toEqual(['2027-11-07', '01:30', '2027-11-07T06:30:00.000Z'])
})

test('a list neither misses nor repeats while others book, and filters by status and time', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, admin, person } = clinic
  const other = await person()
  const colleague = await person('psicologo')
  const made: number[] = []
  for (let index = 0; index < 7; index++) {
    // Two at each instant, so that the id has to decide, put in backwards, so that it is not the order of the list.
    for (const [one, two] of [
      [patient, psychologist],
      [other, colleague],
    ] as const) {
      made.unshift((await put(clinic, one, two, new Date(at((6 - index) * hour)))).id)
    }
  }
  const expected = (await clinic.app.db.appointment.findMany({ orderBy: [{ startsAt: 'asc' }, { id: 'asc' }] })).map(
    ({ id }) => id,
  )
  const seen: number[] = []
  let cursor: string | null = null
  let rounds = 0
  do {
    const { body }: Answer = await admin.call('GET', `/appointments?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...body.items.map(({ id }: { id: number }) => id))
    cursor = body.nextCursor
    await put(clinic, patient, psychologist, new Date(at(-++rounds * 2 * hour)))
  } while (cursor)
  expect(seen).toEqual(expected)

  await patient.call('POST', `/appointments/${expected.at(-2)}/cancel`)
  const count = async (who: Signed, query: string) =>
    (await who.call('GET', `/appointments?${query}`)).body.items?.length
  expect(await count(patient, `from=${at(0)}&limit=100`)).toBe(7)
  expect(await count(patient, `from=${at(0)}&to=${at(3 * hour)}`)).toBe(3)
  expect(await count(patient, 'status=cancelado')).toBe(1)
  expect(await count(other, 'status=cancelado')).toBe(0)
  expect(await count(patient, `status=agendado,cancelado&from=${at(0)}`)).toBe(7)
  for (const bad of ['status=x', 'status=', 'from=2027-03', 'limit=0', 'limit=101', 'cursor=bm9uc2Vuc2U']) {
    expect([bad, (await patient.call('GET', `/appointments?${bad}`)).status]).toEqual([bad, 422])
  }
})
