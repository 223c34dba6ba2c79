import { createHash } from 'node:crypto'
import { plainText } from '../text/normalize.ts'
import type { SmsDialogue } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import type { Tx } from '../database/transaction.ts'
import { optedOut } from '../sms/opt-outs.ts'
import { type AnswerableAppointment, answerableAppointments, lastInformed } from './answerable-appointments.ts'
import { type Question, readQuestion } from './question.ts'
import type { Person } from './staff-messages.ts'
import { withLocale } from '../words/locale.ts'

/** For how long a question stays open. */
const questionMs = 24 * 3_600_000

/** What is known of a number when a message comes from it. */
export interface Conversation {
  readonly now: Date
  /** The patients whose number it is. */
  readonly people: readonly Person[]
  /** What they may still answer about, the soonest first. */
  readonly appointments: readonly AnswerableAppointment[]
  readonly optedOut: boolean
  /** When an SMS was last sent to it that asked nothing, such as the notice of a cancellation; 0 for never. */
  readonly informedAt: number
  /** Undefined where the number is no patient's. */
  readonly stored: SmsDialogue | undefined
}

export async function patientsOf(tx: Tx, phone: string): Promise<Person[]> {
  const people = await tx.user.findMany({
    where: { phone, role: 'paciente', disabledAt: null, erasedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, locale: true },
  })
  return people.map(withLocale)
}

/** Reads the state of a number's conversation, and locks it until the transaction's end. */
export async function readConversation(tx: Tx, phone: string, now: Date): Promise<Conversation> {
  // An erasure that has begun is waited for: afterwards the number is no patient's.
  await tx.$queryRaw`SELECT id FROM users WHERE phone = ${phone} ORDER BY id FOR KEY SHARE`
  const people = await patientsOf(tx, phone)
  const appointments = await answerableAppointments(tx, phone, now)
  // Of two messages at once the second is read after the first was answered.
  const [stored] =
    people.length > 0
      ? await tx.$queryRaw<SmsDialogue[]>`
          INSERT INTO sms_dialogues AS known (phone, appointment_ids, versions) VALUES (${phone}, '{}', '{}')
          ON CONFLICT (phone) DO UPDATE SET phone = excluded.phone
          RETURNING phone, awaiting, appointment_ids AS "appointmentIds", versions, unclear, seen, asked_at AS "askedAt"`
      : []
  const isOptedOut = (await optedOut(tx, [phone])).size > 0
  return { now, people, appointments, optedOut: isOptedOut, informedAt: await lastInformed(tx, phone), stored }
}

/** What a number's patients wrote that was not understood and no one has read yet; undefined where it is no patient's number. */
export async function unclearOf(db: Db, phone: string): Promise<string | null | undefined> {
  if ((await patientsOf(db, phone)).length === 0) return undefined
  return (await db.smsDialogue.findUnique({ where: { phone }, select: { unclear: true } }))?.unclear ?? null
}

/** The dialogue with a patient, derived from what is stored. */
export interface OpenDialogue {
  readonly stored: SmsDialogue
  readonly patient: Person
  /** The question that is open, and what it listed in its order: undefined where an appointment has changed since. */
  readonly question: Question | undefined
  readonly listed: readonly (AnswerableAppointment | undefined)[]
  readonly about: readonly AnswerableAppointment[]
  /** What the last reminder was about, and later messages; where there was no reminder, all. */
  readonly prompted: readonly AnswerableAppointment[]
  readonly subject: AnswerableAppointment | undefined
  readonly promptKeys: readonly string[]
  /** Of what was not understood since the last prompt. */
  readonly fingerprints: readonly string[]
}

/** Identifies a text, whatever its capitals and spaces. */
export const fingerprint = (text: string): string =>
  createHash('sha256').update(plainText(text).replace(/\s+/g, ' ').trim()).digest('hex')

/** Its dot tells it from a fingerprint: `seen` holds both. */
const promptKey = ({ id, version, promptedAt }: AnswerableAppointment) => `${id}.${version}.${promptedAt.getTime()}`

export function openDialogue({ now, people, appointments, stored }: Conversation): OpenDialogue | undefined {
  const [person] = people
  if (!person || !stored) return undefined
  const open = stored.askedAt !== null && now.getTime() - stored.askedAt.getTime() < questionMs
  const question = open ? readQuestion(stored.awaiting) : undefined
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
    listed,
    about,
    prompted,
    subject,
    promptKeys,
    fingerprints: isNew ? [] : stored.seen.filter((one) => !one.includes('.')),
  }
}
