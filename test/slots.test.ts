import { expect, test } from 'vitest'
import type { Signed } from './app.ts'
import { put, startClinic } from './clinic.ts'

const slots = async (who: Signed, psychologist: Signed, from: string, to: string, more = '') => {
  const query = new URLSearchParams({ from, to })
  return who.call('GET', `/users/${psychologist.id}/slots?${query.toString()}${more}`)
}
const starts = async (...args: Parameters<typeof slots>) =>
  (await slots(...args)).body.items.map(({ startsAt }: { startsAt: string }) => startsAt)

test('a psychologist or an admin sets the working hours that everybody may read', async () => {
  const { patient, psychologist, admin, person, call } = await startClinic()
  const colleague = await person('psicologo')
  const path = `/users/${psychologist.id}/working-hours`
  const office = [['08:00', '18:00']]
  expect((await patient.call('GET', path)).body).toEqual({
    days: { mon: office, tue: office, wed: office, thu: office, fri: office },
  })
  const days = {
    mon: [
      ['08:00', '12:00'],
      ['13:30', '24:00'],
    ],
    sat: [['00:00', '00:10']],
    sun: [],
  }
  for (const who of [psychologist, admin]) {
    expect(await who.call('PUT', path, { days })).toMatchObject({ status: 200, body: { days } })
  }
  expect((await patient.call('GET', path)).body).toEqual({ days })
  expect((await patient.call('PUT', path, { days })).status).toBe(403)
  expect((await colleague.call('PUT', path, { days })).status).toBe(403)
  expect((await call('GET', path)).status).toBe(401)
  for (const nobody of [patient, admin, { id: 999_999 }]) {
    expect((await admin.call('GET', `/users/${nobody.id}/working-hours`)).status).toBe(404)
    expect((await admin.call('PUT', `/users/${nobody.id}/working-hours`, { days })).status).toBe(404)
    const range = 'from=2027-03-02T00:00:00Z&to=2027-03-03T00:00:00Z'
    expect((await admin.call('GET', `/users/${nobody.id}/slots?${range}`)).status).toBe(404)
  }
})

test('hours that make no sense are refused', async () => {
  const { psychologist } = await startClinic()
  const path = `/users/${psychologist.id}/working-hours`
  for (const bad of [
    {},
    { days: [] },
    { days: { monday: [] } },
    { days: {}, zone: 'UTC' },
    { days: { mon: [['8:00', '12:00']] } },
    { days: { mon: [['24:00', '24:00']] } },
    { days: { mon: [['08:00', '25:00']] } },
    { days: { mon: [['08:60', '12:00']] } },
    { days: { mon: [['12:00', '12:00']] } },
    { days: { mon: [['12:00', '08:00']] } },
    { days: { mon: [['08:00', '12:00', '13:00']] } },
    {
      days: {
        mon: [
          ['08:00', '12:00'],
          ['11:00', '13:00'],
        ],
      },
    },
    {
      days: {
        mon: [
          ['13:00', '18:00'],
          ['08:00', '12:00'],
        ],
      },
    },
    { days: { mon: null } },
  ]) {
    expect([bad, (await psychologist.call('PUT', path, bad)).status]).toEqual([bad, 422])
  }
})

test('slots are in working hours, in the future and clear of live appointments', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, person, clock } = clinic
  const [other, colleague] = [await person(), await person('psicologo')]
  await psychologist.call('PUT', `/users/${psychologist.id}/working-hours`, {
    days: {
      tue: [
        ['08:00', '10:00'],
        ['10:00', '12:00'],
      ],
    },
  })
  const [from, to] = ['2027-03-01T00:00:00Z', '2027-03-08T00:00:00Z']
  // The two touch, and are cut as one from 08:00 in São Paulo: 08:00, 08:50, 09:40, 10:30.
  const all = ['11:00', '11:50', '12:40', '13:30'].map((time) => `2027-03-02T${time}:00.000Z`)
  expect(await starts(patient, psychologist, from, to)).toEqual(all)
  expect((await slots(patient, psychologist, from, to, '&durationMinutes=120')).body.items).toEqual([
    { startsAt: '2027-03-02T11:00:00.000Z', endsAt: '2027-03-02T13:00:00.000Z', date: '2027-03-02', time: '08:00' },
    { startsAt: '2027-03-02T13:00:00.000Z', endsAt: '2027-03-02T15:00:00.000Z', date: '2027-03-02', time: '10:00' },
  ])
  expect(await starts(patient, psychologist, '2027-03-02T11:01:00Z', '2027-03-02T14:19:59Z')).toEqual(all.slice(1, 3))
  // Between two slots one can book as well, and then both are gone.
  const across = { psychologistId: psychologist.id, startsAt: '2027-03-02T13:15:00Z', durationMinutes: 30 }
  const booked = await patient.call('POST', '/appointments', across)
  expect(booked.status).toBe(201)
  expect(await starts(other, psychologist, from, to)).toEqual(all.slice(0, 2))
  await patient.call('POST', `/appointments/${booked.body.id}/cancel`)
  expect(await starts(other, psychologist, from, to)).toEqual(all)
  // A patient with an appointment elsewhere cannot come then.
  await put(clinic, other, colleague, new Date('2027-03-02T12:40:00Z'))
  expect(await starts(other, psychologist, from, to)).toEqual(all.filter((_, index) => index !== 2))
  expect(await starts(patient, psychologist, from, to)).toEqual(all)
  clock.set(new Date('2027-03-02T11:50:00Z'))
  expect(await starts(patient, psychologist, from, to)).toEqual(all.slice(2))
  for (const startsAt of await starts(patient, psychologist, from, to)) {
    const made = await patient.call('POST', '/appointments', { psychologistId: psychologist.id, startsAt })
    expect(made.status).toBe(201)
  }
  expect(await starts(patient, psychologist, from, to)).toEqual([])
})

test('a range is at most 62 days, runs forwards and has a zone', async () => {
  const { patient, psychologist } = await startClinic()
  const status = async (from: string, to: string, more = '') =>
    (await slots(patient, psychologist, from, to, more)).status
  expect(await status('2027-03-01T00:00:00Z', '2027-05-02T00:00:00Z')).toBe(200)
  expect(await status('2027-03-01T00:00:00Z', '2027-05-02T00:00:01Z')).toBe(422)
  expect(await status('2027-03-02T00:00:00Z', '2027-03-01T00:00:00Z')).toBe(422)
  expect(await status('2027-03-01T00:00:00', '2027-03-02T00:00:00Z')).toBe(422)
  for (const minutes of ['9', '481', '30.5', 'x', '']) {
    const more = `&durationMinutes=${minutes}`
    expect([minutes, await status('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', more)]).toEqual([minutes, 422])
  }
  const round = await slots(
    patient,
    psychologist,
    '2027-03-01T00:00:00Z',
    '2027-05-02T00:00:00Z',
    '&durationMinutes=10',
  )
  expect(round.body.items).toHaveLength(45 * 60 - 6 - 1) // 45 working days of 60, less those of today up to 09:00
})

test('the hours on the wall stay the same when the clocks change', async () => {
  for (const [zone, days] of [
    // Forward on Sunday 14 March, back on 7 November.
    [
      'America/New_York',
      { '2027-03-12': '13:00', '2027-03-15': '12:00', '2027-11-05': '12:00', '2027-11-08': '13:00' },
    ],
    // Forward on Sunday 28 March, back on 31 October.
    ['Europe/Lisbon', { '2027-03-26': '08:00', '2027-03-29': '07:00', '2027-10-29': '07:00', '2027-11-01': '08:00' }],
  ] as const) {
    const { patient, psychologist } = await startClinic({ APP_TIMEZONE: zone })
    for (const [date, utc] of Object.entries(days)) {
      const [first, ...rest] = await starts(patient, psychologist, `${date}T00:00:00Z`, `${date}T23:59:59Z`)
      expect([zone, date, first, rest.length]).toEqual([zone, date, `${date}T${utc}:00.000Z`, 11])
      // A patient can have the first, and not one that begins earlier.
      const book = (startsAt: string) =>
        patient.call('POST', '/appointments', { psychologistId: psychologist.id, startsAt, durationMinutes: 10 })
      expect((await book(new Date(Date.parse(first) - 600_000).toISOString())).body.code).toBe('outside_working_hours')
      expect((await book(first)).status).toBe(201)
    }
  }
})

test('a night of 23 hours has fewer slots, one of 25 more, and none comes twice', async () => {
  const { patient, psychologist } = await startClinic({ APP_TIMEZONE: 'America/New_York' })
  await psychologist.call('PUT', `/users/${psychologist.id}/working-hours`, {
    days: { sat: [['20:00', '24:00']], sun: [['00:00', '04:00']] },
  })
  const night = async (from: string, to: string) => {
    const found = await starts(patient, psychologist, from, to, '&durationMinutes=60')
    expect(new Set(found).size).toBe(found.length)
    return found.length
  }
  expect(await night('2027-03-06T17:00:00Z', '2027-03-07T17:00:00Z')).toBe(8)
  expect(await night('2027-03-13T17:00:00Z', '2027-03-14T17:00:00Z')).toBe(7)
  expect(await night('2027-11-06T17:00:00Z', '2027-11-07T17:00:00Z')).toBe(9)
  // Over midnight the two openings are one.
  const midnight = { psychologistId: psychologist.id, startsAt: '2027-03-07T04:30:00Z', durationMinutes: 60 }
  expect((await patient.call('POST', '/appointments', midnight)).status).toBe(201)
})

test('openings that touch are one, at noon, over midnight and around the clock, and what is offered can be booked', async () => {
  const clinic = await startClinic()
  const { patient, psychologist, admin } = clinic
  const offered = async (days: object, from: string, to: string, more = '') => {
    await psychologist.call('PUT', `/users/${psychologist.id}/working-hours`, { days })
    const { body } = await slots(patient, psychologist, from, to, more)
    return body.items.map(({ date, time }: { date: string; time: string }) => `${date} ${time}`)
  }
  const noon: [string, string][] = [
    ['08:00', '12:00'],
    ['12:00', '18:00'],
  ]
  const times = [
    '08:00',
    '08:50',
    '09:40',
    '10:30',
    '11:20',
    '12:10',
    '13:00',
    '13:50',
    '14:40',
    '15:30',
    '16:20',
    '17:10',
  ]
  expect(await offered({ tue: noon }, '2027-03-02', '2027-03-02')).toEqual(times.map((time) => `2027-03-02 ${time}`))
  const night = { tue: [['22:30', '24:00']], wed: [['00:00', '02:00']] }
  const over = ['2027-03-02 22:30', '2027-03-02 23:20', '2027-03-03 00:10', '2027-03-03 01:00']
  expect(await offered(night, '2027-03-02', '2027-03-03')).toEqual(over)
  // The same slots, whatever range is asked for.
  expect(await offered(night, '2027-03-03', '2027-03-03')).toEqual(over.slice(2))
  expect(await offered(night, '2027-03-03T02:30:00Z', '2027-03-03T05:00:00Z')).toEqual(over.slice(2))
  const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const always = Object.fromEntries(everyDay.map((name) => [name, [['00:00', '24:00']]]))
  const whole = await offered(always, '2027-03-02', '2027-03-31')
  expect(whole.length).toBeGreaterThanOrEqual(Math.floor((30 * 1440) / 50) - 1)
  expect(await offered(always, '2027-03-20', '2027-03-21')).toEqual(
    whole.filter((slot: string) => slot >= '2027-03-20' && slot < '2027-03-22').slice(0, -1),
  )
  expect(await offered(always, '2027-03-06', '2027-03-08', '&durationMinutes=480')).toHaveLength(9)
  for (const startsAt of await starts(
    patient,
    psychologist,
    '2027-03-07T23:00:00-03:00',
    '2027-03-08T02:00:00-03:00',
  )) {
    const made = await patient.call('POST', '/appointments', { psychologistId: psychologist.id, startsAt })
    expect([startsAt, made.status]).toEqual([startsAt, 201])
    expect(made.body).toMatchObject({ status: 'agendado' })
    await admin.call('POST', `/appointments/${made.body.id}/cancel`)
  }
})

test('a plain date is that day in the clinic’s zone, anything else that is no instant is refused', async () => {
  const clinic = await startClinic({ APP_TIMEZONE: 'America/New_York' })
  const { patient, psychologist, admin } = clinic
  const shown = async (path: string) => {
    const { body } = await admin.call('GET', path)
    return body.items.map(({ date, time }: { date: string; time: string }) => `${date} ${time}`)
  }
  // Clocks go forward on Sunday the 14th: Friday and Monday have the same hours on the wall.
  const days = await shown(`/users/${psychologist.id}/slots?from=2027-03-12&to=2027-03-15&durationMinutes=480`)
  expect(days).toEqual(['2027-03-12 08:00', '2027-03-15 08:00'])
  // The first and the last minute of the 14th, and those around it.
  for (const startsAt of [
    '2027-03-14T04:50:00Z',
    '2027-03-14T05:00:00Z',
    '2027-03-15T03:50:00Z',
    '2027-03-15T04:00:00Z',
  ])
    await put(clinic, patient, psychologist, new Date(startsAt), { durationMinutes: 10 })
  expect(await shown('/appointments?from=2027-03-14&to=2027-03-14')).toEqual(['2027-03-14 00:00', '2027-03-14 23:50'])
  expect(await shown('/appointments?from=2027-03-14T05:00:00Z&to=2027-03-14')).toHaveLength(2)
  const today = (await admin.call('GET', '/admin/audit?from=2027-03-01&to=2027-03-01')).body.items
  expect(today.length).toBeGreaterThan(0)
  expect((await admin.call('GET', '/admin/audit?from=2027-03-02')).body.items).toEqual([])

  const lists = [`/users/${psychologist.id}/slots`, '/appointments', '/admin/audit']
  const odd = [
    'a',
    '',
    ' ',
    '0',
    '2027',
    '2027-13-01',
    '2027-02-30',
    '2027-3-1',
    '01/03/2027',
    '2027-03-01T00:00',
    'now',
  ]
  const odder = [
    '1899-12-31',
    '2200-01-01',
    '9999-12-31',
    '0000-01-01',
    '2027-03-01T00:00:00',
    '2027-03-01Z',
    '1e9',
    '-1',
  ]
  for (const path of lists) {
    for (const value of [...odd, ...odder]) {
      for (const query of [
        { from: value, to: value },
        { from: '2027-03-01', to: value },
        { from: value, to: '2027-03-01' },
      ]) {
        const answer = await admin.call('GET', `${path}?${new URLSearchParams(query).toString()}`)
        expect([path, query, answer.status, answer.body.code]).toEqual([path, query, 422, 'validation_failed'])
      }
    }
    expect((await admin.call('GET', `${path}?from=a&from=b&to=c`)).status).toBe(422)
  }
})

test('no slot is offered that lies further ahead than may be booked', async () => {
  const { patient, psychologist, admin } = await startClinic()
  const range = ['2028-02-29T00:00:00Z', '2028-03-04T00:00:00Z'] as const
  const days = async (who: Signed) =>
    new Set((await starts(who, psychologist, ...range)).map((at: string) => at.slice(0, 10)))
  expect([...(await days(patient))]).toEqual(['2028-02-29', '2028-03-01'])
  expect([...(await days(admin))]).toEqual(['2028-02-29', '2028-03-01', '2028-03-02', '2028-03-03'])
})

test('who is a psychologist and a patient is booked once at a time, on whichever side', async () => {
  const { patient, psychologist, admin, person, app } = await startClinic()
  const [both, other] = [await person('psicologo'), await person()]
  const at = '2027-03-03T12:00:00.000Z'
  await put({ app }, both, psychologist, new Date(at))
  const day = ['2027-03-03T11:00:00Z', '2027-03-03T14:00:00Z'] as const
  expect(await starts(patient, both, ...day)).not.toContain(at)
  const book = (startsAt: string) => patient.call('POST', '/appointments', { psychologistId: both.id, startsAt })
  expect((await book(at)).body.code).toBe('slot_taken')
  const later = (await book('2027-03-03T17:00:00.000Z')).body
  const move = await patient.call('PATCH', `/appointments/${later.id}`, { startsAt: at })
  expect([move.status, move.body.code]).toEqual([409, 'slot_taken'])
  const third = await put({ app }, other, await person('psicologo'), new Date(at))
  const given = await admin.call('POST', `/admin/users/${third.psychologistId}/transfer`, { psychologistId: both.id })
  expect(given.body).toMatchObject({ transferred: [], conflicts: [{ code: 'slot_taken' }] })
})
