import type { FastifyBaseLogger } from 'fastify'
import type { AppointmentBook } from '../appointments/appointments.ts'
import { audit } from '../audit/audit.ts'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import type { Notify } from '../notifications/notifications.ts'
import { provePhone } from '../users/accounts.ts'
import { isReaction, withoutSignature } from './added-text.ts'
import { askedOf, lastTold, psychologistNames } from './answerable-appointments.ts'
import type { SmsBudget } from '../sms/budget.ts'
import { optedOut, optIn, optOut } from '../sms/opt-outs.ts'
import { type ReadReply, readReply } from './read-reply.ts'
import { replyWords } from './reply-words.ts'
import { type Person, shownToStaff } from './staff-copies.ts'
import { type Dialogue, markOf, patientsOf, situationOf } from './conversation-state.ts'
import type { InboundSms } from '../sms/sms.ts'
import { dialogueSteps, type Step } from './actions.ts'

/** What was not understood, and asked back about in vain, is shown to somebody after so long. */
const patienceMs = 15 * 60_000
/** How long an answered message is known, should the provider send it again. */
const rememberedMs = 30 * 24 * 3_600_000
/** As much as a text message of many segments holds. */
const longestText = 1_600
/** Of so many different texts that were not understood since a question, each is shown to a person. */
const mostUnclear = 20

interface Options {
  db: Db
  clock: Clock
  log: FastifyBaseLogger
  book: AppointmentBook
  notify: Notify
  budget: SmsBudget | undefined
  /** Its words are no answer. */
  clinicName?: string | undefined
}

/**
 * What patients write back (contract §4). A clear yes or no acts on the one appointment that they were asked about, a no only
 * after it was said again; of several they are asked which. Whatever is not clear is asked back about once, and then a person
 * reads it. Words of a risk to life raise an alert before anything else is looked for in them.
 */
export function smsDialogue({ db, clock, log, book, notify, budget, clinicName }: Options) {
  const { plainly, answering, notUnderstood } = dialogueSteps({ clock, book })
  const { show, crisis } = shownToStaff({ clock, notify })

  interface Answer {
    readonly reply: string | undefined
    /** Whatever else holds an answer back. */
    readonly always?: true
  }
  const silence: Answer = { reply: undefined }

  const opt = async (tx: Tx, stops: boolean, { from, optOut: byProvider }: InboundSms, people: readonly Person[]) => {
    await (stops ? optOut(tx, from, byProvider ? 'operadora' : 'resposta') : optIn(tx, from))
    for (const { id: resourceId } of people)
      await audit(
        tx,
        { action: 'user.update', actorId: resourceId, resourceId, detail: { fields: ['sms'] } },
        clock.now(),
      )
    log.info({ stops }, 'the owner of a number has opted out of SMS, or in again')
  }

  /** What a message that bears no high risk leads to; nothing where it is passed over. */
  const next = async (tx: Tx, text: string, said: ReadReply, worrying: boolean, known: Dialogue) => {
    const { state, question, listed, about, asked, patient, marks } = known
    // "Ok" to a notice that asked nothing, or to an answer of ours, is kindness and no answer; the word asked for is one.
    const lastAsked = Math.max(0, ...asked.map(({ askedAt }) => askedAt.getTime()))
    const answered = state.awaiting === null ? (state.askedAt?.getTime() ?? 0) : 0
    const polite = said.bare && said.intent === 'sim' && !/(?<!\p{L})(?:sim|yes)(?!\p{L})|^1$/iu.test(text)
    const kindness = polite && Math.max(answered, await lastTold(tx, state.phone)) > lastAsked
    if (!question && kindness && !worrying) return undefined
    // While one of a list is asked for, a number or a bare word means nothing else.
    const which = question === 'confirmar_qual' || question === 'cancelar_qual'
    const only = (question === 'cancelar' && about.length > 0) || (which && (said.bare || said.number !== undefined))
    const understood: Step | undefined = worrying
      ? undefined
      : ((question && (await answering(tx, said, question, listed))) ??
        (only ? undefined : await plainly(tx, said, asked)) ??
        (asked.length === 0 && said.intent !== 'duvida' ? { reply: replyWords(patient.locale).nothing } : undefined))
    // Who answers about one patient's appointment has that patient's telephone. Whose it is of several, an answer does not say.
    const [answerer, ...others] = new Set([...about, ...asked].map(({ patientId }) => patientId))
    if (understood && answerer !== undefined && others.length === 0)
      await provePhone(tx, answerer, { phone: state.phone, by: 'sms', now: clock.now() })
    if (understood) return understood
    // An answering machine writes the same for ever: nothing that was not understood is answered twice.
    if (!worrying && (marks.includes(markOf(text)) || marks.length >= mostUnclear)) return undefined
    const before = marks.length === 1 && state.unclear !== null
    if (worrying || before || marks.length === 0)
      return notUnderstood(patient.locale, worrying || before, asked, question, about)
    return { reply: undefined, unclear: 'kept' } satisfies Step
  }

  /** Shows what is for a person to read, and remembers what was asked. */
  const remember = async (
    tx: Tx,
    step: Step,
    { id, text, silent, worrying }: { id: string; text: string; silent: boolean; worrying: boolean },
    { state, question, subject, patient, questions, marks }: Dialogue,
  ) => {
    const waits = step.unclear === 'asked' || step.unclear === 'kept'
    // Also what was asked back about before, and has been answered now: there was something in it.
    const texts = [
      ...(state.unclear !== null && !waits ? [state.unclear] : []),
      ...(step.unclear === 'shown' ? [text] : []),
    ]
    if (texts.length > 0) {
      if (silent) log.warn('an SMS was not shown: its number has written too often')
      else
        await show(tx, {
          ...{ patient, psychologistId: subject?.psychologistId, texts, key: `sms:${id}` },
          quietly: worrying,
        })
    }
    const unclear = waits ? [...(state.unclear === null ? [] : [state.unclear]), text].join('\n\n') : null
    const fresh = [...marks, ...(step.unclear ? [markOf(text)] : [])]
    const seen = [...questions, ...(step.awaiting && !step.unclear ? [] : fresh)]
    const data =
      step.unclear === 'kept'
        ? { unclear, seen, ...(question || state.unclear !== null ? {} : { askedAt: clock.now() }) }
        : {
            awaiting: step.awaiting ?? null,
            appointmentIds: (step.about ?? []).map((one) => one.id),
            versions: (step.about ?? []).map(({ version }) => version),
            unclear,
            seen,
            askedAt: clock.now(),
          }
    await tx.smsDialogue.update({ where: { phone: state.phone }, data })
  }

  const respond = async (tx: Tx, message: InboundSms, silent: boolean): Promise<Answer> => {
    const { id, from } = message
    const text = message.text.trim().slice(0, longestText).toWellFormed()
    const { people, all, dialogue } = await situationOf(tx, from, clock.now())
    const body = withoutSignature(text)
    const reaction = isReaction(text)
    const said = readReply(body, [
      ...people.map(({ name }) => name),
      ...(await psychologistNames(tx, from)),
      ...(clinicName === undefined ? [] : [clinicName]),
    ])
    // CANCEL is one of the carriers' words, and what somebody writes who was asked about an appointment.
    const cancelsAll = all.length === 0 && /^\W*cancel\W*$/i.test(body)
    const stops = message.optOut ? message.optOut === 'stop' : said.intent === 'pare' || cancelsAll
    const returns = message.optOut ? message.optOut === 'start' : said.intent === 'voltar'
    const opts = !reaction && (stops || returns)
    if (opts) await opt(tx, stops, message, people)
    // Somebody whom nobody here knows has nobody who would be told.
    const { assessRisk } = await import('../risk/lexical-reader.ts')
    const risk = dialogue && assessRisk(text, dialogue.state.unclear && !reaction ? [dialogue.state.unclear] : [])
    // Words of risk act whatever else the message does.
    if (dialogue && risk?.level === 'alto') {
      const { state, patient } = dialogue
      // With what was asked back about before: it is not to go by mail later.
      await tx.smsDialogue.update({ where: { phone: from }, data: { unclear: null } })
      const whole = [state.unclear, text].filter(Boolean).join('\n\n')
      return { reply: await crisis(tx, patient, whole, risk.about, `sms:${id}`), always: true }
    }
    if (opts) {
      // Twilio took CANCEL for a farewell; a person shall know that it may have been about the appointment.
      if (dialogue && all.length > 0 && said.intent === 'cancelar')
        await remember(tx, { reply: undefined, unclear: 'shown' }, { id, text, silent, worrying: false }, dialogue)
      const [person] = people
      if (!person || said.providers || message.optOut) return silence
      return { reply: replyWords(person.locale)[stops ? 'stopped' : 'started'] }
    }
    // Somebody whom nobody here knows is not answered: two machines would answer each other for ever.
    if (!dialogue || message.optOut) return silence
    if (reaction) return silence
    const worrying = risk?.level === 'baixo'
    const step = await next(tx, body, said, worrying, dialogue)
    if (!step) return silence
    await remember(tx, step, { id, text, silent, worrying }, dialogue)
    // They have asked for silence; what they write is still read.
    return { reply: (await optedOut(tx, [from])).size > 0 ? undefined : step.reply }
  }

  /** Whether the day's budget has room for an answer; takes it. */
  const affordable = async (tx: Tx): Promise<boolean> => {
    if (!budget) return true
    const { left, kept } = await budget.room(tx)
    const affords = left > kept
    await budget.spend(tx, affords ? 1 : 0, left <= 0)
    return affords
  }

  return {
    /**
     * Reads a message and acts on it. Gives what is to be answered, if anything: at most `segmentSize` characters. The same
     * message again (by its id) changes nothing and is answered the same. `silent`: it is acted on, but not answered.
     */
    answer: (message: InboundSms, silent = false): Promise<string | undefined> =>
      transaction(db, async (tx) => {
        const made = await tx.$queryRaw<unknown[]>`
          INSERT INTO sms_inbound (id, created_at) VALUES (${message.id}, ${clock.now()})
          ON CONFLICT (id) DO NOTHING RETURNING id`
        if (made.length === 0)
          return (await tx.smsInbound.findUnique({ where: { id: message.id } }))?.reply ?? undefined
        const { reply, always } = await respond(tx, message, silent)
        if (reply === undefined) return undefined
        const held = silent || !(await affordable(tx))
        if (held && !always) return undefined
        await tx.smsInbound.update({ where: { id: message.id }, data: { reply } })
        return reply
      }),

    /** Shows what was asked back about and has had no answer for a while. Gives how many. */
    async showUnanswered(): Promise<number> {
      const since = new Date(clock.now().getTime() - patienceMs)
      const waiting = await db.smsDialogue.findMany({
        where: { unclear: { not: null }, askedAt: { lte: since } },
        select: { phone: true },
        take: 100,
      })
      for (const { phone } of waiting) {
        await transaction(db, async (tx) => {
          await tx.$queryRaw`SELECT phone FROM sms_dialogues WHERE phone = ${phone} FOR UPDATE`
          const state = await tx.smsDialogue.findUnique({ where: { phone } })
          if (!state || state.unclear === null || !state.askedAt || state.askedAt > since) return
          const people = await patientsOf(tx, phone)
          const all = await askedOf(tx, phone, clock.now())
          const subject = all.find(({ id }) => state.appointmentIds.includes(id)) ?? all[0]
          const patient = people.find(({ id }) => id === subject?.patientId) ?? people[0]
          const key = `sms:${patient?.id}:${state.askedAt.getTime()}`
          if (patient) await show(tx, { patient, psychologistId: subject?.psychologistId, texts: [state.unclear], key })
          await tx.smsDialogue.update({ where: { phone }, data: { unclear: null } })
        })
      }
      return waiting.length
    },

    /** Forgets the answers to messages that will not come again. */
    async trim(): Promise<void> {
      await db.smsInbound.deleteMany({ where: { createdAt: { lt: new Date(clock.now().getTime() - rememberedMs) } } })
    },
  }
}
