import { expect, test } from 'vitest'
import { momentOf } from '../src/notifications/reminders.ts'
import { quietStretch } from '../src/notifications/quiet-hours.ts'
import { hour } from './clinic.ts'

const hours = (start: string, end: string) => ({ enabled: true, start, end })
const stretch = (instant: string, start: string, end: string, zone: string) => {
  const found = quietStretch(new Date(instant), hours(start, end), zone)
  return found && [found.from.toISOString(), found.until.toISOString()]
}

test('quiet hours within a day and over midnight, at their first minute and not at their end', () => {
  const zone = 'America/Sao_Paulo'
  expect(stretch('2027-03-02T16:00:00.000Z', '13:00', '14:00', zone)).toEqual([
    '2027-03-02T16:00:00.000Z',
    '2027-03-02T17:00:00.000Z',
  ])
  expect(stretch('2027-03-02T17:00:00.000Z', '13:00', '14:00', zone)).toBeUndefined()
  const night = ['2027-03-02T01:00:00.000Z', '2027-03-02T10:00:00.000Z']
  for (const instant of ['2027-03-02T01:00:00.000Z', '2027-03-02T05:00:00.000Z', '2027-03-02T09:59:00.000Z'])
    expect(stretch(instant, '22:00', '07:00', zone)).toEqual(night)
  expect(stretch('2027-03-02T00:59:00.000Z', '22:00', '07:00', zone)).toBeUndefined()
})

test.each([
  // In spring New York goes from 02:00 to 03:00: the night is an hour shorter, and an end that is skipped is over at 03:00.
  ['America/New_York', '2027-03-14T05:00:00.000Z', '22:00', '07:00', '2027-03-14T11:00:00.000Z'],
  ['America/New_York', '2027-03-14T06:30:00.000Z', '22:00', '02:30', '2027-03-14T07:00:00.000Z'],
  // In autumn it goes from 02:00 back to 01:00: an hour longer, and an end that comes twice is over at its first.
  ['America/New_York', '2027-11-07T04:00:00.000Z', '22:00', '07:00', '2027-11-07T12:00:00.000Z'],
  ['America/New_York', '2027-11-07T05:00:00.000Z', '22:00', '01:30', '2027-11-07T05:30:00.000Z'],
  ['Europe/Lisbon', '2027-03-28T00:30:00.000Z', '22:00', '07:00', '2027-03-28T06:00:00.000Z'],
  // Lord Howe moves by half an hour, from 02:00 to 01:30.
  ['Australia/Lord_Howe', '2027-04-03T14:00:00.000Z', '22:00', '07:00', '2027-04-03T20:30:00.000Z'],
])('around a change of the clocks of %s, from %s, %s–%s ends at %s', (zone, instant, start, end, until) => {
  expect(quietStretch(new Date(instant), hours(start, end), zone)?.until.toISOString()).toBe(until)
})

test('a reminder two hours before the start is two hours before it, also over a change of the clocks', () => {
  const person = {
    email: 'a@example.com',
    phone: null,
    off: [],
    optedOut: false,
    quietHours: null,
    timezone: 'America/New_York',
  }
  // 04:00 in New York, two hours after 01:00 standard time.
  const start = new Date('2027-03-14T08:00:00.000Z')
  expect(momentOf(start, 2 * hour, [2 * hour], person).toISOString()).toBe('2027-03-14T06:00:00.000Z')
})
