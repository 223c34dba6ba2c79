import { createHash } from 'node:crypto'
import { plainText } from '../text/normalize.ts'
import type { SmsDialogue } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { optedOut } from '../sms/opt-outs.ts'
import { type AnswerableAppointment, answerableAppointments, lastInformed } from './answerable-appointments.ts'
import type { Person } from './staff-messages.ts'
import { withLocale } from '../words/locale.ts'

/** What the next message of a number answers, as `sms_dialogues` stores it. */
const questions = ['cancelar', 'confirmar_qual', 'cancelar_qual', 'esclarecer'] as const
export type Question = (typeof questions)[number]

/** For how long a question stays open. */
const questionMs = 24 * 3_600_000

export async function patientsOf(tx: Tx, phone: string): Promise<Person[]> {
  const people = await tx.user.findMany({
    where: { phone, role: 'paciente', disabledAt: null, erasedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, locale: true },
  })
  return people.map(withLocale)
}

/** Reads the state of a number's conversation, and locks it until the transaction's end. */
export async function readConversation(tx: Tx, phone: string, now: Date) {
  // Waits for an account's erasure that has begun: afterwards the number is no patient's.
  await tx.$queryRaw`SELECT id FROM users WHERE phone = ${phone} ORDER BY id FOR KEY SHARE`
  const people = await patientsOf(tx, phone)
  const appointments = await answerableAppointments(tx, phone, now)
  // Locks the row: of two messages at once the second is read after the first was answered.
  const [stored] =
    people.length > 0
      ? await tx.$queryRaw<SmsDialogue[]>`
          INSERT INTO sms_dialogues AS known (phone, appointment_ids, versions) VALUES (${phone}, '{}', '{}')
          ON CONFLICT (phone) DO UPDATE SET phone = excluded.phone
          RETURNING phone, awaiting, appointment_ids AS "appointmentIds", versions, unclear, seen, asked_at AS "askedAt"`
      : []
  return {
    now,
    people,
    appointments,
    optedOut: (await optedOut(tx, [phone])).size > 0,
    informedAt: await lastInformed(tx, phone),
    /** Of a patient's number only. */
    stored,
  }
}

/** What is known of a number when a message comes from it. */
export type Conversation = Awaited<ReturnType<typeof readConversation>>

/** Identifies a text, whatever its capitals and spaces. */
export const fingerprint = (text: string): string =>
  createHash('sha256').update(plainText(text).replace(/\s+/g, ' ').trim()).digest('hex')

/** Its dot tells it from a fingerprint: `seen` holds both. */
const promptKey = ({ id, version, promptedAt }: AnswerableAppointment) => `${id}.${version}.${promptedAt.getTime()}`

/** The dialogue with a patient, derived from what is stored. */
export function openDialogue({ now, people, appointments, stored }: Conversation) {
  const [person] = people
  if (!person || !stored) return undefined
  const open = stored.askedAt !== null && now.getTime() - stored.askedAt.getTime() < questionMs
  const question = open ? questions.find((one) => one === stored.awaiting) : undefined
  const listed = question
    ? stored.appointmentIds.map((wanted, index) =>
        appointments.find(({ id, version }) => id === wanted && version === stored.versions[index]),
      )
    : []
  const about = listed.filter((one) => one !== undefined)
  const lastReminder = Math.max(
    0,
    ...appointments.filter(({ reminded }) => reminded).map(({ promptedAt }) => promptedAt.getTime()),
  )
  const prompted = appointments.filter(({ reminded, promptedAt }) => reminded || promptedAt.getTime() > lastReminder)
  const subject = about[0] ?? prompted[0]
  const promptKeys = prompted.map(promptKey)
  const isNew = prompted.length > 0 ? promptKeys.some((key) => !stored.seen.includes(key)) : !open
  return {
    stored,
    patient: people.find(({ id }) => id === subject?.patientId) ?? person,
    question,
    /** What the question listed, in its order: undefined where an appointment has changed since. */
    listed,
    about,
    /** What the last reminder was about, and later messages; where there was no reminder, all. */
    prompted,
    subject,
    promptKeys,
    /** Of what was not understood since the last prompt. */
    fingerprints: isNew ? [] : stored.seen.filter((one) => !one.includes('.')),
  }
}

export type OpenDialogue = NonNullable<ReturnType<typeof openDialogue>>
