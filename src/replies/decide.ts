import type { SmsDialogue } from '../database/generated/client.ts'
import type { RiskAssessment } from '../risk/risk.ts'
import type { InboundSms } from '../sms/sms.ts'
import { type Conversation, fingerprint, type OpenDialogue, openDialogue } from './conversation.ts'
import type { ReadReply } from './read-reply.ts'
import { replyWords } from './reply-words.ts'
import type { Person, StaffMessage } from './staff-messages.ts'
import { type AppointmentAction, type Step, stepOfClearAnswer, stepOfOpenQuestion, stepOfUnclear } from './steps.ts'

/** Of so many different texts that were not understood since a prompt, each is forwarded to staff; later ones are dropped. */
const mostUnclear = 20

/** A message as it was read. */
export interface ReadMessage {
  readonly text: string
  /** The text without a signature. */
  readonly body: string
  /** A reaction to another message ("Liked …"), which a telephone wrote by itself. */
  readonly reaction: boolean
  readonly reply: ReadReply
  /** The provider's own reading. */
  readonly optOut: InboundSms['optOut']
  /** The risk in it and in `unclear`, which the number sent before; of a patient's number only. */
  readonly risk?: RiskAssessment
  readonly unclear?: string | null
}

/** What a message leads to, as data. */
export interface Decision {
  readonly reply?: string
  /** The number has opted out: it is not answered. */
  readonly muted?: boolean
  readonly optOut?: 'stop' | 'start'
  readonly action?: AppointmentAction
  /** A patient who has shown that the number is theirs. */
  readonly provenPatientId?: number
  /** A risk to life: the alert and the fixed text, whatever else holds answers back. */
  readonly crisis?: { readonly patient: Person; readonly about: RiskAssessment['about']; readonly text: string }
  readonly staffMessage?: StaffMessage
  /** Changes to the stored dialogue. */
  readonly stored?: Partial<Omit<SmsDialogue, 'phone'>>
}

/**
 * What a message from a number leads to: a clear yes or no acts on the one appointment that it answers, a no only once it is
 * repeated; of several the patient chooses. What is not clear is asked about once more, and then staff reads it.
 */
export function decide(state: Conversation, said: ReadMessage): Decision {
  const dialogue = openDialogue(state)
  const optOut = said.reaction ? undefined : optOutOf(state, said)
  if (dialogue && said.risk?.level === 'alto') {
    const { patient, stored } = dialogue
    // With what was not understood before, which is not to go by mail later.
    const text = [stored.unclear, said.text].filter(Boolean).join('\n\n')
    return { optOut, crisis: { patient, about: said.risk.about, text }, stored: { unclear: null } }
  }
  if (optOut) return { optOut, ...decideOptOut(state, dialogue, said, optOut) }
  // A number that is no patient's is not answered: two machines would answer each other for ever.
  if (!dialogue || said.optOut || said.reaction) return {}
  const step = nextStep(state, dialogue, said)
  if (!step) return {}
  return {
    reply: step.reply,
    muted: state.optedOut,
    action: step.action,
    provenPatientId: step.unclear ? undefined : onlyPatient(dialogue),
    ...remember(state, dialogue, said.text, step, said.risk?.level === 'baixo'),
  }
}

function optOutOf({ appointments }: Conversation, { optOut, reply, body }: ReadMessage): 'stop' | 'start' | undefined {
  if (optOut) return optOut === 'help' ? undefined : optOut
  // CANCEL is one of the carriers' words, and an answer about an appointment.
  const cancelsAll = appointments.length === 0 && /^\W*cancel\W*$/i.test(body)
  if (reply.intent === 'pare' || cancelsAll) return 'stop'
  return reply.intent === 'voltar' ? 'start' : undefined
}

function decideOptOut(
  state: Conversation,
  dialogue: OpenDialogue | undefined,
  said: ReadMessage,
  optOut: 'stop' | 'start',
): Decision {
  const { people, appointments } = state
  const [person] = people
  // The provider took CANCEL for an opt-out; it may have been about the appointment.
  const forwards = dialogue && appointments.length > 0 && said.reply.intent === 'cancelar'
  const answers = person && !said.reply.providerKeyword && !said.optOut
  return {
    ...(forwards ? remember(state, dialogue, said.text, { unclear: 'forward' }) : {}),
    reply: answers ? replyWords(person.locale)[optOut === 'stop' ? 'stopped' : 'started'] : undefined,
  }
}

/** The step of a message without a high risk; undefined where it is passed over. */
function nextStep(state: Conversation, dialogue: OpenDialogue, { body, reply, risk }: ReadMessage): Step | undefined {
  const { stored, question, about, prompted, patient, fingerprints } = dialogue
  const worrying = risk?.level === 'baixo'
  if (!question && !worrying && isCourtesy(state, dialogue, body, reply)) return undefined
  if (!worrying) {
    const choosing = question === 'confirmar_qual' || question === 'cancelar_qual'
    // While a question lists appointments, a number or a bare word answers nothing else.
    const onlyQuestion =
      (question === 'cancelar' && about.length > 0) || (choosing && (reply.bare || reply.number !== undefined))
    const understood =
      stepOfOpenQuestion(reply, dialogue, state.now) ??
      (onlyQuestion ? undefined : stepOfClearAnswer(reply, dialogue, state.now)) ??
      (prompted.length === 0 && reply.intent !== 'duvida' ? { reply: replyWords(patient.locale).nothing } : undefined)
    if (understood) return understood
    // An answering machine writes the same for ever: nothing that was not understood is answered twice.
    if (fingerprints.includes(fingerprint(body)) || fingerprints.length >= mostUnclear) return undefined
  }
  const askedBefore = fingerprints.length === 1 && stored.unclear !== null
  if (worrying || askedBefore || fingerprints.length === 0) return stepOfUnclear(dialogue, worrying || askedBefore)
  return { unclear: 'keep' }
}

/** "Ok" to a notice that asked nothing, or to a reply of ours. "Sim", the word that was asked for, is an answer. */
function isCourtesy(state: Conversation, dialogue: OpenDialogue, body: string, { bare, intent }: ReadReply): boolean {
  const { stored, prompted } = dialogue
  const polite = bare && intent === 'sim' && !/(?<!\p{L})(?:sim|yes)(?!\p{L})|^1$/iu.test(body)
  const lastPrompt = Math.max(0, ...prompted.map(({ promptedAt }) => promptedAt.getTime()))
  const repliedAt = stored.awaiting === null ? (stored.askedAt?.getTime() ?? 0) : 0
  return polite && Math.max(repliedAt, state.informedAt) > lastPrompt
}

/** The only patient concerned: where there are several, an answer does not show whose number it is. */
function onlyPatient({ about, prompted }: OpenDialogue): number | undefined {
  const [first, ...others] = new Set([...about, ...prompted].map(({ patientId }) => patientId))
  return others.length === 0 ? first : undefined
}

/** What is forwarded to staff, and what is stored of the step. */
function remember(
  { now }: Conversation,
  { stored, question, subject, patient, promptKeys, fingerprints }: OpenDialogue,
  text: string,
  step: Step,
  inboxOnly = false,
): Pick<Decision, 'staffMessage' | 'stored'> {
  const waits = step.unclear === 'ask-again' || step.unclear === 'keep'
  // Also what was asked about again and has been answered now: there was something in it.
  const texts = [
    ...(stored.unclear !== null && !waits ? [stored.unclear] : []),
    ...(step.unclear === 'forward' ? [text] : []),
  ]
  const psychologistId = subject?.psychologistId
  const staffMessage = texts.length > 0 ? { patient, psychologistId, texts, inboxOnly } : undefined
  const unclear = waits ? [...(stored.unclear === null ? [] : [stored.unclear]), text].join('\n\n') : null
  const known = [...fingerprints, ...(step.unclear ? [fingerprint(text)] : [])]
  const seen = [...promptKeys, ...(step.question && !step.unclear ? [] : known)]
  if (step.unclear === 'keep') {
    const kept = question || stored.unclear !== null
    return { staffMessage, stored: { unclear, seen, ...(kept ? {} : { askedAt: now }) } }
  }
  const about = step.about ?? []
  return {
    staffMessage,
    stored: {
      awaiting: step.question ?? null,
      appointmentIds: about.map(({ id }) => id),
      versions: about.map(({ version }) => version),
      unclear,
      seen,
      askedAt: now,
    },
  }
}
