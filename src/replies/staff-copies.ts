import { psychologistOf, raiseRiskAlert, whoCaresFor } from '../risk/alerts.ts'
import { crisisSms } from '../risk/risk-replies.ts'
import { practising } from '../appointments/rules.ts'
import type { Clock } from '../time/clock.ts'
import type { Tx } from '../database/transaction.ts'
import type { Notify } from '../notifications/notifications.ts'
import { type Locale, readLocale } from '../words/locale.ts'
import { replyWords } from './reply-words.ts'

export interface Person {
  readonly id: number
  readonly name: string
  readonly locale: Locale
}

/** What people of the practice are shown of what patients write. */
export function shownToStaff({ clock, notify }: { clock: Clock; notify: Notify }) {
  /** Lets a person read what was written: the psychologist whom it is about, else who cares for the patient. */
  const show = async (
    tx: Tx,
    {
      patient,
      psychologistId,
      texts,
      key,
      quietly,
    }: {
      patient: Person
      psychologistId: number | undefined
      texts: readonly string[]
      key: string
      /** Only in the inbox: what is in it is for nobody's mailbox. */
      quietly?: boolean
    },
  ) => {
    const reader = { id: psychologistId ?? 0, ...practising }
    const reads = psychologistId !== undefined && (await tx.user.count({ where: reader })) > 0
    for (const userId of reads ? [psychologistId] : await whoCaresFor(tx, patient.id)) {
      const { locale } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { locale: true } })
      const words = replyWords(readLocale(locale))
      await notify(tx, {
        userId,
        type: 'mensagem',
        title: words.messageFrom(patient.name).slice(0, 120).toWellFormed(),
        message: texts.map((text) => text || words.withoutText).join('\n\n'),
        data: { patientId: patient.id },
        dedupeKey: `${key}:${userId}`,
        ...(quietly ? { channels: [] } : {}),
      })
    }
  }

  /** A risk to life: people are told, and the fixed words are answered, whatever else was asked. */
  const crisis = async (tx: Tx, patient: Person, text: string, about: 'eu' | 'outra-pessoa', key: string) => {
    await raiseRiskAlert(tx, { clock, notify }, { patientId: patient.id })
    const told = (await whoCaresFor(tx, patient.id)).length > 0
    await show(tx, { patient, psychologistId: await psychologistOf(tx, patient.id), texts: [text], key, quietly: true })
    return crisisSms({ locale: patient.locale, about, psychologistTold: told })
  }

  return { show, crisis }
}
