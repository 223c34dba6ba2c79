import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { calendarOf } from '../src/calendar/calendar.ts'
import { vtimezone } from '../src/calendar/vtimezone.ts'
import { wallClock } from '../src/time/wall-clock.ts'
import { secondNode, until } from './app.ts'
import { day, hour, minute, monday, put, startClinic } from './clinic.ts'
import { mailServer } from './mail.ts'

/** Read by a parser that is not ours. */
function read(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics) as never)
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    const table = calendar.getFirstSubcomponent('vtimezone')
    const zone = table ? new ICAL.Timezone(table) : ICAL.Timezone.utcTimezone
    const instant = (time: { zone: unknown; toUnixTime(): number }) => {
      time.zone = zone
      return new Date(time.toUnixTime() * 1000).toISOString()
    }
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      starts: instant(event.startDate),
      ends: instant(event.endDate),
      status: component.getFirstPropertyValue('status'),
      stamp: component.getFirstProperty('dtstamp')?.toICALString(),
      tzid: component.getFirstProperty('dtstart')?.getParameter('tzid'),
    }
  })
  return { method: calendar.getFirstPropertyValue('method'), events }
}

const person = { locale: 'pt-BR', discreet: false, email: 'maria@example.com', name: 'Maria' } as const
const calendar = calendarOf({ publicUrl: 'https://api.example.com', clinicName: 'Clínica', from: 'a@example.com' })

test.each([
  // Brazil gave daylight saving up in 2019: January is what a stale table gets wrong.
  ['America/Sao_Paulo', '2027-01-15T17:00:00.000Z'],
  ['America/Sao_Paulo', '2018-12-15T17:00:00.000Z'],
  ['Europe/Lisbon', '2027-03-28T00:30:00.000Z'],
  ['Europe/Lisbon', '2027-03-28T01:30:00.000Z'],
  ['Europe/Lisbon', '2027-07-01T12:00:00.000Z'],
  ['America/New_York', '2027-11-07T06:30:00.000Z'],
  ['Australia/Lord_Howe', '2027-10-02T20:00:00.000Z'],
  ['Africa/Casablanca', '2027-02-20T12:00:00.000Z'],
  ['Asia/Kolkata', '2027-05-05T05:05:00.000Z'],
  ['UTC', '2027-05-05T05:05:00.000Z'],
])('in %s an appointment at %s is read back as that very instant', async (timezone, at) => {
  const startsAt = new Date(at)
  const endsAt = new Date(startsAt.getTime() + 50 * minute)
  const appointment = {
    ...{
      id: 7,
      version: 3,
      revision: 0,
      calendarUid: null,
      status: 'agendado' as const,
      modality: 'online' as const,
      meetingUrl: null,
      startsAt,
      endsAt,
    },
    patient: { id: 1, name: 'Maria' },
    psychologist: { id: 2, name: 'Ana' },
  }
  const made = await calendar.invitation(appointment, { ...person, id: 1, timezone }, monday)
  const { method, events } = read(made?.content ?? '')
  expect(method).toBe('REQUEST')
  expect(events).toEqual([
    expect.objectContaining({
      uid: 'appointment-7@api.example.com',
      sequence: 3,
      starts: startsAt.toISOString(),
      ends: endsAt.toISOString(),
      tzid: timezone === 'UTC' ? undefined : timezone,
      stamp: 'DTSTAMP:20270301T120000Z',
    }),
  ])
  expect(made?.content).toContain(`T${wallClock(startsAt, timezone).time.replace(':', '')}00`)
  expect(made?.content.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
})

test('a VTIMEZONE of Brazil today has no summer time', () => {
  const zone = vtimezone('America/Sao_Paulo', new Date('2026-06-01Z'), new Date('2027-06-01Z'))
  expect(zone).not.toContain('DAYLIGHT')
  expect(zone).toContain('TZOFFSETTO:-0300')
  expect(vtimezone('Europe/Lisbon', new Date('2027-01-01Z'), new Date('2027-02-01Z'))).toContain(
    ['BEGIN:DAYLIGHT', 'DTSTART:20270328T010000', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100'].join('\r\n'),
  )
})

test('mails of a booking, a move and a cancellation carry one appointment of one UID and rising SEQUENCE, for both people', async () => {
  const { mails, env } = await mailServer()
  const { admin, patient, psychologist } = await startClinic(env)
  const startsAt = new Date(monday.getTime() + 2 * day)
  const people = { patientId: patient.id, psychologistId: psychologist.id }
  const { body } = await admin.call('POST', '/appointments', { ...people, startsAt: startsAt.toISOString() })
  const later = new Date(startsAt.getTime() + hour)
  await until('the booking', () => mails.length >= 2)
  await admin.call('POST', `/appointments/${body.id}/confirm`)
  await until('its confirmation', () => mails.length >= 4)
  await admin.call('PATCH', `/appointments/${body.id}`, { startsAt: later.toISOString() })
  await until('the move', () => mails.length >= 6)
  await admin.call('POST', `/appointments/${body.id}/cancel`, { reason: 'viagem' })
  await until('the cancellation', () => mails.length >= 8)
  for (const one of [patient, psychologist]) {
    const own = mails.filter(({ to }) => [to].flat()[0]?.value[0]?.address === one.email)
    const parts = own.map((mail) => {
      const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')
      expect(mail.attachments.map(({ contentType }) => contentType)).toContain('application/ics')
      return { subject: mail.subject, ...read(part?.content.toString() ?? '') }
    })
    const story = parts
      .map(({ subject = '', method, events: [event] }) => [
        subject.split(':')[0],
        method,
        event?.sequence,
        event?.starts,
        event?.status,
      ])
      .toSorted((a, b) => Number(a[2]) - Number(b[2]) || String(a[0]).localeCompare(String(b[0])))
    expect(story).toEqual([
      ['Consulta agendada', 'REQUEST', 1, startsAt.toISOString(), expect.any(String)],
      ['Consulta confirmada', 'REQUEST', 2, startsAt.toISOString(), 'CONFIRMED'],
      ['Consulta remarcada', 'REQUEST', 3, later.toISOString(), 'TENTATIVE'],
      ['Consulta cancelada', 'CANCEL', 4, later.toISOString(), 'CANCELLED'],
    ])
    expect(new Set(parts.flatMap(({ events }) => events.map(({ uid }) => uid))).size).toBe(1)
  }
})

test('the feed is private, discreet, in the reader’s zone, and dies with its address', async () => {
  const { admin, patient, psychologist, call, app, logs } = await startClinic()
  const startsAt = new Date(monday.getTime() + 2 * day)
  const people = { patientId: patient.id, psychologistId: psychologist.id }
  await admin.call('POST', '/appointments', { ...people, startsAt: startsAt.toISOString() })
  const gone = new Date(startsAt.getTime() + day)
  const other = await admin.call('POST', '/appointments', { ...people, startsAt: gone.toISOString() })
  await admin.call('POST', `/appointments/${other.body.id}/cancel`)
  const { url } = (await patient.call('GET', '/me/calendar-url')).body as { url: string }
  expect((await patient.call('GET', '/me/calendar-url')).body).toEqual({ url })
  const feed = await call('GET', url)
  expect(feed).toMatchObject({ status: 200 })
  expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const { method, events } = read(String(feed.body))
  expect(method).toBe('PUBLISH')
  expect(events).toEqual([
    expect.objectContaining({
      summary: 'Compromisso',
      sequence: 1,
      starts: startsAt.toISOString(),
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }),
  ])
  expect(feed.body).not.toMatch(/Ana|psic/i)
  const stranger = (await psychologist.call('GET', '/me/calendar-url')).body.url as string
  expect(stranger).not.toBe(url)
  // Another's number under one's own signature, half a signature, none.
  for (const wrong of [url.replace(/\/\d+-/, `/${psychologist.id}-`), url.slice(0, -6), `${url}x`]) {
    expect((await call('GET', wrong)).status).toBe(404)
  }
  expect((await patient.call('DELETE', '/me/calendar-url')).status).toBe(204)
  expect((await call('GET', url)).status).toBe(404)
  const fresh = (await patient.call('GET', '/me/calendar-url')).body.url as string
  expect((await call('GET', fresh)).status).toBe(200)
  await app.db.user.update({ where: { id: patient.id }, data: { disabledAt: monday } })
  expect((await call('GET', fresh)).status).toBe(404)
  const secret = /-([\w-]{22})\.ics/.exec(url)?.[1] ?? ''
  expect(JSON.stringify(logs)).not.toContain(secret)
})

test('an appointment keeps its UID when PUBLIC_URL changes, also one that an older release booked', async () => {
  const clinic = await startClinic({ PUBLIC_URL: 'https://antes.example.com' })
  const { admin, patient, psychologist } = clinic
  const old = await put(clinic, patient, psychologist, new Date(monday.getTime() + day), { calendarUid: null })
  const startsAt = new Date(monday.getTime() + 2 * day).toISOString()
  await admin.call('POST', '/appointments', { patientId: patient.id, psychologistId: psychologist.id, startsAt })
  const { url } = (await patient.call('GET', '/me/calendar-url')).body
  const uids = async (node: string) => {
    const answer = await clinic.call('GET', node + new URL(url).pathname)
    return read(String(answer.body)).events.map(({ uid }) => uid)
  }
  const before = await uids(clinic.url)
  expect(before).toEqual([`appointment-${old.id}@antes.example.com`, expect.stringMatching(/^[0-9a-f-]{36}$/)])
  await secondNode(clinic, { PUBLIC_URL: 'https://antes.example.com' })
  const moved = await secondNode(clinic, { PUBLIC_URL: 'https://depois.example.com' })
  expect(await uids(moved.url)).toEqual(before)
})

test.each([
  ['Contato@clínica.com.br', 'contato@xn--clnica-4va.com.br', 'contato+a@xn--clnica-4va.com.br'],
  ['clinica@gmail.com', 'cli.nica@gmail.com', 'clinicas@gmail.com'],
  ['clinica@gmail.com', 'clinica@googlemail.com', 'clinica@gmail.com.br'],
  ['Cli.nica+agenda@googlemail.com', 'clinica+a.b@gmail.com', 'clinica@example.com'],
])('who has the sender’s own address is not invited by themselves: from %s to %s', async (from, email, another) => {
  const appointment = {
    id: 7,
    version: 1,
    revision: 0,
    calendarUid: null,
    status: 'agendado' as const,
    modality: 'online' as const,
    meetingUrl: null,
    startsAt: monday,
    endsAt: new Date(monday.getTime() + hour),
    patient: { id: 1, name: 'Maria' },
    psychologist: { id: 2, name: 'Ana' },
  }
  const own = calendarOf({ publicUrl: 'https://api.example.com', clinicName: 'Clínica', from })
  for (const id of [1, 2]) {
    for (const [status, method] of [
      ['agendado', 'PUBLISH'],
      ['cancelado', 'CANCEL'],
    ] as const) {
      const reader = { ...person, id, timezone: 'UTC', email }
      const made = await own.invitation({ ...appointment, status }, reader, monday)
      expect(made?.method).toBe(method)
      expect(read(made?.content ?? '').method).toBe(method)
      expect(made?.content).toContain('ORGANIZER')
      expect(made?.content).not.toContain('ATTENDEE')
    }
    const other = await own.invitation(appointment, { ...person, id, timezone: 'UTC', email: another }, monday)
    expect(other?.method).toBe('REQUEST')
    expect(other?.content).toContain('ATTENDEE')
  }
})

test('a mail to the practice’s own mailbox carries an entry that it can take', async () => {
  const { mails, env } = await mailServer()
  const { admin, patient, person: sign } = await startClinic(env)
  const owner = await sign('psicologo', { email: env.FROM_EMAIL })
  const startsAt = new Date(monday.getTime() + day).toISOString()
  await admin.call('POST', '/appointments', { patientId: patient.id, psychologistId: owner.id, startsAt })
  const addresses = (mail: (typeof mails)[number]) => {
    const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')
    const ics = part?.content.toString().replaceAll('\r\n ', '') ?? ''
    return { ...read(ics), attendees: ics.match(/^ATTENDEE.*$/gm)?.length ?? 0 }
  }
  const both = await until('both mails', () => (mails.length === 2 ? mails : undefined))
  const of = (address: string) => both.find((mail) => [mail.to].flat()[0]?.value[0]?.address === address)
  const [theirs, own] = [of(patient.email), of(env.FROM_EMAIL)]
  expect(theirs && addresses(theirs)).toMatchObject({ method: 'REQUEST', attendees: 1 })
  expect(own && addresses(own)).toMatchObject({ method: 'PUBLISH', attendees: 0 })
})
