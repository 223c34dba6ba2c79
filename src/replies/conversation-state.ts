import { createHash } from 'node:crypto'
import { plainText } from '../text/normalize.ts'
import type { SmsDialogue } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { type Asked, askedOf } from './answerable-appointments.ts'
import { withLocale } from '../words/locale.ts'
import type { Person } from './staff-copies.ts'
import type { Question } from './actions.ts'

/** So long after it was asked, an answer still means what was asked. */
const questionMs = 24 * 3_600_000

export async function patientsOf(tx: Tx, phone: string): Promise<Person[]> {
  const people = await tx.user.findMany({
    where: { phone, role: 'paciente', disabledAt: null, erasedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, locale: true },
  })
  return people.map(withLocale)
}

/** A text as it is known again, whatever its capitals and spaces. */
export const markOf = (text: string): string =>
  createHash('sha256').update(plainText(text).replace(/\s+/g, ' ').trim()).digest('hex')

const questionOf = ({ id, version, askedAt }: Asked) => `${id}.${version}.${askedAt.getTime()}`

/** What is known of a number's people when a message of theirs comes. Locked until the transaction's end. */
export async function situationOf(tx: Tx, phone: string, now: Date) {
  // Held, so that whoever is being erased is waited for, and then is nobody's patient.
  await tx.$queryRaw`SELECT id FROM users WHERE phone = ${phone} ORDER BY id FOR KEY SHARE`
  const people = await patientsOf(tx, phone)
  const all = await askedOf(tx, phone, now)
  const [person] = people
  if (!person) return { people, all }
  // Of two messages of one person the second is read after the first was answered.
  const [state] = await tx.$queryRaw<SmsDialogue[]>`
    INSERT INTO sms_dialogues AS known (phone, appointment_ids, versions) VALUES (${phone}, '{}', '{}')
    ON CONFLICT (phone) DO UPDATE SET phone = excluded.phone
    RETURNING phone, awaiting, appointment_ids AS "appointmentIds", versions, unclear, seen, asked_at AS "askedAt"`
  if (!state) return { people, all }

  const fresh = state.askedAt !== null && now.getTime() - state.askedAt.getTime() < questionMs
  const question = fresh ? ((state.awaiting ?? undefined) as Question | undefined) : undefined // as dialogue.ts writes it
  // In the order in which they were listed, gaps and all: a number means what it meant then.
  const listed = question
    ? state.appointmentIds.map((wanted, index) =>
        all.find((one) => one.id === wanted && one.version === state.versions[index]),
      )
    : []
  // What they were reminded of, and what they were asked about since; where there is no reminder, all.
  const reminder = Math.max(0, ...all.filter(({ reminded }) => reminded).map(({ askedAt }) => askedAt.getTime()))
  const asked = all.filter(({ reminded, askedAt }) => reminded || askedAt.getTime() > reminder)
  const about = listed.filter((one) => one !== undefined)
  const subject = about[0] ?? asked[0]
  const questions = asked.map(questionOf)
  const anew = asked.length > 0 ? questions.some((one) => !state.seen.includes(one)) : !fresh
  const dialogue = {
    ...{ state, question, listed, about, asked, subject, questions },
    patient: people.find((one) => one.id === subject?.patientId) ?? person,
    /** What was not understood since this was asked. */
    marks: anew ? [] : state.seen.filter((one) => !one.includes('.')),
  }
  return { people, all, dialogue }
}

export type Dialogue = NonNullable<Awaited<ReturnType<typeof situationOf>>['dialogue']>
