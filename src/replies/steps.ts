import { wordsFor } from '../words/catalogue.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type AnswerableAppointment, matchesNamedTimes } from './answerable-appointments.ts'
import type { OpenDialogue, Question } from './conversation.ts'
import type { ReadReply } from './read-reply.ts'
import { replyWords } from './reply-words.ts'

/** Appointments that one text message offers to choose from. */
const mostListed = 5

export interface AppointmentAction {
  readonly type: 'confirm' | 'cancel'
  readonly appointment: AnswerableAppointment
  /** Where the appointment has changed since it was read. */
  readonly replyIfChanged: string
}

/** What a message leads to. */
export interface Step {
  readonly reply?: string
  readonly action?: AppointmentAction
  /** What the next message then answers, and about which appointments. */
  readonly question?: Question
  readonly about?: readonly AnswerableAppointment[]
  /** Not understood: the patient is asked again, staff reads it now, or staff reads it later and nothing is answered. */
  readonly unclear?: 'ask-again' | 'forward' | 'keep'
}

const when = ({ startsAt, timezone }: AnswerableAppointment) => wallClock(startsAt, timezone)
const list = (some: readonly AnswerableAppointment[]) =>
  some
    .map((one, index) => {
      const { date, time } = when(one)
      return `${index + 1}) ${wordsFor(one.locale).dates.dayAndMonth(date)} ${time}`
    })
    .join(' ')

function confirm(appointment: AnswerableAppointment): Step {
  const words = replyWords(appointment.locale)
  if (!appointment.practising) return { reply: words.onHold(when(appointment)) }
  if (appointment.status === 'confirmado') return { reply: words.alreadyConfirmed(when(appointment)) }
  const action = { type: 'confirm', appointment, replyIfChanged: words.nothing } as const
  return { reply: words.confirmed(when(appointment)), action }
}

function cancel(appointment: AnswerableAppointment): Step {
  const words = replyWords(appointment.locale)
  const action = { type: 'cancel', appointment, replyIfChanged: words.nothing } as const
  return { reply: words.cancelled(when(appointment)), action }
}

const askCancel = (appointment: AnswerableAppointment): Step => ({
  reply: replyWords(appointment.locale).askCancel(when(appointment)),
  question: 'cancelar',
  about: [appointment],
})

function askWhich(some: readonly [AnswerableAppointment, ...AnswerableAppointment[]], cancelling: boolean): Step {
  const about = some.slice(0, mostListed)
  return {
    reply: replyWords(some[0].locale).which(list(about), cancelling),
    question: cancelling ? 'cancelar_qual' : 'confirmar_qual',
    about,
  }
}

/** What can still be confirmed; where there is nothing, the first that has been. */
function confirmable(some: readonly AnswerableAppointment[]): readonly AnswerableAppointment[] {
  const open = some.filter(({ status }) => status === 'agendado')
  return open.length > 0 ? open : some.slice(0, 1)
}

/** A clear yes or no about the appointments of the last prompts; undefined where it is neither or names another day or time. */
export function stepOfClearAnswer(said: ReadReply, { prompted }: OpenDialogue, now: Date): Step | undefined {
  const { intent, named } = said
  if (intent !== 'sim' && intent !== 'nao' && intent !== 'cancelar') return undefined
  const meant = prompted.filter((one) => matchesNamedTimes(named, one, now))
  const [first, ...others] = intent === 'sim' ? confirmable(meant) : meant
  if (!first) return undefined
  if (others.length > 0) return askWhich([first, ...others], intent !== 'sim')
  return intent === 'sim' ? confirm(first) : askCancel(first)
}

/** An answer to the open question; undefined where it does not answer it. */
export function stepOfOpenQuestion(said: ReadReply, { question, listed }: OpenDialogue, now: Date): Step | undefined {
  const { intent, bare, number, named } = said
  const matches = (one: AnswerableAppointment) => matchesNamedTimes(named, one, now)
  if (question === 'cancelar') {
    const [first] = listed
    if (!first || !matches(first)) return undefined
    if (intent === 'cancelar') return cancel(first)
    // After "to cancel … to keep" a bare yes may mean either.
    return intent === 'sim' && !bare ? confirm(first) : undefined
  }
  if (question !== 'confirmar_qual' && question !== 'cancelar_qual') return undefined
  const meant = named.length > 0 ? listed.filter((one) => one && matches(one)) : []
  const picked = number === undefined ? (meant.length === 1 ? meant[0] : undefined) : listed[number - 1]
  if (!picked) return undefined
  const refused = number === undefined && (intent === 'nao' || intent === 'cancelar')
  return refused || question === 'cancelar_qual' ? askCancel(picked) : confirm(picked)
}

/** Asked again about once; then, or where there is nothing to ask about, staff reads it. */
export function stepOfUnclear({ patient, question, about, prompted }: OpenDialogue, forward: boolean): Step {
  const words = replyWords(patient.locale)
  const [first] = about.length > 0 ? about : prompted
  if (forward || !first) return { reply: words.forwarded, unclear: 'forward' }
  if (question === 'cancelar' && about.length > 0) return { ...askCancel(first), unclear: 'ask-again' }
  if ((question === 'cancelar_qual' || question === 'confirmar_qual') && about.length > 0)
    return { reply: words.unclearWhich(list(about)), question, about, unclear: 'ask-again' }
  return { reply: words.unclear(when(first)), question: 'esclarecer', about: [first], unclear: 'ask-again' }
}
