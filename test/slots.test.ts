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
  // Each opening is cut from its own beginning: 08:00 and 08:50, 10:00 and 10:50 in São Paulo.
  const all = ['11:00', '11:50', '13:00', '13:50'].map((time) => `2027-03-02T${time}:00.000Z`)
  expect(await starts(patient, psychologist, from, to)).toEqual(all)
  expect((await slots(patient, psychologist, from, to, '&durationMinutes=120')).body.items).toEqual([
    { startsAt: '2027-03-02T11:00:00.000Z', endsAt: '2027-03-02T13:00:00.000Z' },
    { startsAt: '2027-03-02T13:00:00.000Z', endsAt: '2027-03-02T15:00:00.000Z' },
  ])
  expect(await starts(patient, psychologist, '2027-03-02T11:01:00Z', '2027-03-02T14:39:59Z')).toEqual(all.slice(1, 3))
  // Across two openings that touch one can book as well, and then the slot that it reaches into is gone.
  const across = { psychologistId: psychologist.id, startsAt: '2027-03-02T12:45:00Z', durationMinutes: 30 }
  const booked = await patient.call('POST', '/appointments', across)
  expect(booked.status).toBe(201)
  expect(await starts(other, psychologist, from, to)).toEqual(all.filter((_, index) => index !== 2))
  await patient.call('POST', `/appointments/${booked.body.id}/cancel`)
  expect(await starts(other, psychologist, from, to)).toEqual(all)
  // Somebody with an appointment elsewhere cannot come then.
  await put(clinic, other, colleague, new Date('2027-03-02T13:20:00Z'))
  expect(await starts(other, psychologist, from, to)).toEqual(all.slice(0, 2))
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
