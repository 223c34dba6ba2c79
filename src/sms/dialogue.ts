import type { FastifyBaseLogger } from 'fastify'
import type { AppointmentBook } from '../appointments/appointments.ts'
import { audit } from '../audit/audit.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../database/client.ts'
import type { SmsDialogue } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import type { Notify } from '../notifications/notifications.ts'
import { askedOf, lastTold, psychologistNames } from './asked.ts'
import type { SmsBudget } from './budget.ts'
import { optedOut, optIn, optOut } from './opt-outs.ts'
import { readReply } from './replies.ts'
import { replyWords } from './reply-words.ts'
import { type Person, shownToStaff } from './shown.ts'
import type { InboundSms } from './sms.ts'
import { dialogueSteps, type Question, type Step } from './steps.ts'

/** So long after it was asked, an answer still means what was asked. */
const questionMs = 24 * 3_600_000
/** What was not understood, and asked back about in vain, is shown to somebody after so long. */
const patienceMs = 15 * 60_000
/** How long an answered message is known, should the provider send it again. */
const rememberedMs = 30 * 24 * 3_600_000
/** As much as a text message of many segments holds. */
const longestText = 1_600

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

  const patientsOf = (tx: Tx, phone: string): Promise<Person[]> =>
    tx.user.findMany({
      where: { phone, role: 'paciente', disabledAt: null, erasedAt: null },
      orderBy: { id: 'asc' },
      select: { id: true, name: true, locale: true },
    })

  interface Answer {
    readonly reply: string | undefined
    /** Whatever else holds an answer back. */
    readonly always?: true
  }

  const respond = async (tx: Tx, { id, from, text: written }: InboundSms, silent: boolean): Promise<Answer> => {
    const text = written.trim().slice(0, longestText).toWellFormed()
    // Held, so that whoever is being erased is waited for, and then is nobody's patient.
    await tx.$queryRaw`SELECT id FROM users WHERE phone = ${from} ORDER BY id FOR KEY SHARE`
    const people = await patientsOf(tx, from)
    const [person] = people
    // Locked until the end: of two messages of one person the second is read after the first was answered.
    const [state] = person
      ? await tx.$queryRaw<SmsDialogue[]>`
          INSERT INTO sms_dialogues AS known (phone, appointment_ids, versions) VALUES (${from}, '{}', '{}')
          ON CONFLICT (phone) DO UPDATE SET phone = excluded.phone
          RETURNING phone, awaiting, appointment_ids AS "appointmentIds", versions, unclear, asked_at AS "askedAt"`
      : []
    const all = await askedOf(tx, from, clock.now())
    const said = readReply(text, [
      ...people.map(({ name }) => name),
      ...(await psychologistNames(tx, from)),
      ...(clinicName === undefined ? [] : [clinicName]),
    ])
    if (said.intent === 'pare' || said.intent === 'voltar') {
      const stops = said.intent === 'pare'
      await (stops ? optOut(tx, from, 'resposta') : optIn(tx, from))
      for (const { id: resourceId } of people)
        await audit(
          tx,
          { action: 'user.update', actorId: resourceId, resourceId, detail: { fields: ['sms'] } },
          clock.now(),
        )
      log.info({ stops }, 'the owner of a number has opted out of SMS, or in again')
      if (!person || said.providers) return { reply: undefined }
      return { reply: replyWords(person.locale)[stops ? 'stopped' : 'started'] }
    }
    // Somebody whom nobody here knows is not answered: two machines would answer each other for ever.
    if (!person || !state) return { reply: undefined }

    const { assessRisk } = await import('../ai/risk.ts')
    const risk = assessRisk(text, state.unclear ? [state.unclear] : [])
    const now = clock.now()
    const fresh = state.askedAt !== null && now.getTime() - state.askedAt.getTime() < questionMs
    const question = fresh ? ((state.awaiting ?? undefined) as Question | undefined) : undefined // as it is written below
    // In the order in which they were listed, gaps and all: a number means what it meant then.
    const listedThen = question
      ? state.appointmentIds.map((wanted, index) =>
          all.find((one) => one.id === wanted && one.version === state.versions[index]),
        )
      : []
    const about = listedThen.filter((one) => one !== undefined)
    // What they were reminded of, and what they were asked about since; where there is no reminder, all.
    const reminder = Math.max(0, ...all.filter(({ reminded }) => reminded).map(({ askedAt }) => askedAt.getTime()))
    const asked = all.filter(({ reminded, askedAt }) => reminded || askedAt.getTime() > reminder)
    const subject = about[0] ?? asked[0]
    const patient = people.find((one) => one.id === subject?.patientId) ?? person
    if (risk.level === 'alto') {
      // With what was asked back about before: it is not to go by mail later.
      await tx.smsDialogue.update({ where: { phone: from }, data: { unclear: null } })
      const whole = [state.unclear, text].filter(Boolean).join('\n\n')
      return { reply: await crisis(tx, patient, whole, risk.about, `sms:${id}`), always: true }
    }

    // "Ok" to a notice that asked nothing, or to an answer of ours, is kindness and no answer.
    const lastAsked = Math.max(0, ...asked.map(({ askedAt }) => askedAt.getTime()))
    const answered = state.awaiting === null ? (state.askedAt?.getTime() ?? 0) : 0
    const kindness = said.bare && said.intent === 'sim' && Math.max(answered, await lastTold(tx, from)) > lastAsked
    if (!question && kindness && risk.level === 'nenhum') return { reply: undefined }
    // While one of a list is asked for, a number or a bare word means nothing else.
    const which = question === 'confirmar_qual' || question === 'cancelar_qual'
    const only = (question === 'cancelar' && about.length > 0) || (which && (said.bare || said.number !== undefined))
    const understood =
      risk.level === 'baixo'
        ? undefined
        : ((question && (await answering(tx, said, question, listedThen))) ??
          (only ? undefined : await plainly(tx, said, asked)) ??
          (asked.length === 0 && said.intent !== 'duvida' ? { reply: replyWords(patient.locale).nothing } : undefined))
    const step: Step =
      understood ??
      notUnderstood(patient.locale, risk.level === 'baixo' || state.unclear !== null, asked, question, about)
    // Also what was asked back about before, and has been answered now: there was something in it.
    const texts = [
      ...(state.unclear !== null && step.unclear !== 'asked' ? [state.unclear] : []),
      ...(step.unclear === 'shown' ? [text] : []),
    ]
    if (texts.length > 0) {
      if (silent) log.warn('an SMS was not shown: its number has written too often')
      else
        await show(tx, {
          ...{ patient, psychologistId: subject?.psychologistId, texts, key: `sms:${id}` },
          quietly: risk.level !== 'nenhum',
        })
    }
    await tx.smsDialogue.update({
      where: { phone: from },
      data: {
        awaiting: step.awaiting ?? null,
        appointmentIds: (step.about ?? []).map((one) => one.id),
        versions: (step.about ?? []).map(({ version }) => version),
        unclear: step.unclear === 'asked' ? text : null,
        askedAt: now,
      },
    })
    // They have asked for silence; what they write is still read.
    return { reply: (await optedOut(tx, [from])).size > 0 ? undefined : step.reply }
  }

  /** Whether the day's budget has room for an answer; takes it. */
  const affordable = async (tx: Tx): Promise<boolean> => {
    if (!budget) return true
    const { left } = await budget.room(tx)
    await budget.spend(tx, left > 0 ? 1 : 0, left <= 0)
    return left > 0
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
        const held = silent || message.answered || !(await affordable(tx))
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
