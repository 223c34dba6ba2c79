import type { FastifyInstance } from 'fastify'
import { psychologistOf, raiseRiskAlert, recipientsFor } from '../risk/alerts.ts'
import { crisisSms } from '../risk/risk-replies.ts'
import { practising } from '../appointments/rules.ts'
import type { Tx } from '../database/transaction.ts'
import { type Locale, readLocale } from '../words/locale.ts'
import { replyWords } from './reply-words.ts'

export interface Person {
  readonly id: number
  readonly name: string
  readonly locale: Locale
}

export interface StaffMessage {
  readonly patient: Person
  /** Whose appointment it is about. */
  readonly psychologistId: number | undefined
  readonly texts: readonly string[]
  /** Too sensitive for mail and SMS. */
  readonly inboxOnly?: boolean
}

/** Forwards what patients write to the staff who care for them. */
export function staffMessages(app: FastifyInstance) {
  /** To the psychologist whom it is about, if they still practise, else to those who care for the patient. */
  const forward = async (tx: Tx, { patient, psychologistId, texts, inboxOnly }: StaffMessage, key: string) => {
    const reader = { id: psychologistId ?? 0, ...practising }
    const reads = psychologistId !== undefined && (await tx.user.count({ where: reader })) > 0
    for (const userId of reads ? [psychologistId] : await recipientsFor(tx, patient.id)) {
      const { locale } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { locale: true } })
      const words = replyWords(readLocale(locale))
      await app.notifications.notify(tx, {
        userId,
        type: 'mensagem',
        title: words.messageFrom(patient.name).slice(0, 120).toWellFormed(),
        message: texts.map((text) => text || words.withoutText).join('\n\n'),
        data: { patientId: patient.id },
        dedupeKey: `${key}:${userId}`,
        channels: inboxOnly ? [] : undefined,
      })
    }
  }

  /** Raises the alert, forwards the text, and returns the fixed reply. */
  const raiseCrisis = async (tx: Tx, patient: Person, text: string, about: 'eu' | 'outra-pessoa', key: string) => {
    await raiseRiskAlert(tx, app, { patientId: patient.id })
    const told = (await recipientsFor(tx, patient.id)).length > 0
    const psychologistId = await psychologistOf(tx, patient.id)
    await forward(tx, { patient, psychologistId, texts: [text], inboxOnly: true }, key)
    return crisisSms({ locale: patient.locale, about, psychologistTold: told })
  }

  return { forward, raiseCrisis }
}

export type StaffMessages = ReturnType<typeof staffMessages>
