import { type AppointmentBook, lockAppointment } from '../appointments/appointments.ts'
import type { Clock } from '../time/clock.ts'
import type { Tx } from '../database/transaction.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'
import { wallClock } from '../time/wall-clock.ts'
import { agrees, type Asked } from './answerable-appointments.ts'
import type { ReadReply } from './read-reply.ts'
import { replyWords } from './reply-words.ts'

/** Offered in one text message. */
const listed = 5

/** What the next message of a number answers. */
export type Question = 'cancelar' | 'confirmar_qual' | 'cancelar_qual' | 'esclarecer'

/** What a message leads to: what is answered, and what the next message then answers. */
export interface Step {
  readonly reply: string | undefined
  readonly awaiting?: Question
  readonly about?: readonly Asked[]
  /** Not understood: asked back about, shown to somebody now, or later and in silence. */
  readonly unclear?: 'asked' | 'shown' | 'kept'
}

/** The steps of the dialogue: each acts on what was asked, where it may, and says what is to be answered. */
export function dialogueSteps({ clock, book }: { clock: Clock; book: AppointmentBook }) {
  const when = ({ startsAt, timezone }: Pick<Asked, 'startsAt' | 'timezone'>) => wallClock(startsAt, timezone)
  const list = (some: readonly Asked[]) =>
    some
      .map((one, index) => {
        const { date, time } = when(one)
        return `${index + 1}) ${wordsFor(one.locale).dates.dayAndMonth(date)} ${time}`
      })
      .join(' ')

  /** Locks it, and does so only if it is still what they were asked about. */
  const act = async (tx: Tx, asked: Asked, does: 'confirm' | 'cancel'): Promise<boolean> => {
    const found = await lockAppointment(tx, asked.id)
    const open = found?.status === 'agendado' || found?.status === 'confirmado'
    if (!found || !open || found.version !== asked.version || found.startsAt <= clock.now()) return false
    await book[does](tx, { id: asked.patientId, role: 'paciente' }, asked.id)
    return true
  }

  const confirm = async (tx: Tx, asked: Asked): Promise<Step> => {
    const words = replyWords(asked.locale)
    if (!asked.attended) return { reply: words.onHold(when(asked)) }
    if (asked.status === 'confirmado') return { reply: words.alreadyConfirmed(when(asked)) }
    return { reply: (await act(tx, asked, 'confirm')) ? words.confirmed(when(asked)) : words.nothing }
  }

  const cancel = async (tx: Tx, asked: Asked): Promise<Step> => {
    const words = replyWords(asked.locale)
    if (!(await act(tx, asked, 'cancel'))) return { reply: words.nothing }
    // Where the notice of it goes by SMS as well, that is the answer: nobody is told twice.
    const notice = { appointmentId: asked.id, userId: asked.patientId, type: 'cancelamento' } as const
    const told = await tx.delivery.count({ where: { channel: 'sms', status: 'pendente', notification: notice } })
    return { reply: told > 0 ? undefined : words.cancelled(when(asked)) }
  }

  const askCancel = (asked: Asked): Step => ({
    reply: replyWords(asked.locale).askCancel(when(asked)),
    awaiting: 'cancelar',
    about: [asked],
  })

  const askWhich = (some: readonly [Asked, ...Asked[]], cancelling: boolean): Step => {
    const about = some.slice(0, listed)
    return {
      reply: replyWords(some[0].locale).which(list(about), cancelling),
      awaiting: cancelling ? 'cancelar_qual' : 'confirmar_qual',
      about,
    }
  }

  /** What can still be confirmed; where there is nothing, what has been. */
  const openFirst = (some: readonly Asked[]): readonly Asked[] => {
    const open = some.filter(({ status }) => status === 'agendado')
    return open.length > 0 ? open : some.slice(0, 1)
  }

  /** A clear yes or no about what they were asked. Nothing where it is none, or names another day or time than theirs. */
  const plainly = async (tx: Tx, said: ReadReply, asked: readonly Asked[]): Promise<Step | undefined> => {
    const { intent, named } = said
    if (intent !== 'sim' && intent !== 'nao' && intent !== 'cancelar') return undefined
    const meant = asked.filter((one) => agrees(named, one, clock.now()))
    const [first, ...others] = intent === 'sim' ? openFirst(meant) : meant
    if (!first) return undefined
    if (others.length > 0) return askWhich([first, ...others], intent !== 'sim')
    return intent === 'sim' ? confirm(tx, first) : askCancel(first)
  }

  /** An answer to a question of ours that is still open; nothing where it does not answer it. */
  const answering = async (tx: Tx, said: ReadReply, question: Question, about: readonly (Asked | undefined)[]) => {
    const { intent, bare, number, named } = said
    if (question === 'cancelar') {
      const [first] = about
      if (!first) return undefined
      if (intent === 'cancelar') return agrees(named, first, clock.now()) ? cancel(tx, first) : undefined
      // After "to cancel … to keep" a bare yes may mean either.
      return intent === 'sim' && !bare && agrees(named, first, clock.now()) ? confirm(tx, first) : undefined
    }
    if (question === 'esclarecer') return undefined
    const meant = named.length > 0 ? about.filter((one) => one && agrees(named, one, clock.now())) : []
    const picked = number === undefined ? (meant.length === 1 ? meant[0] : undefined) : about[number - 1]
    if (!picked) return undefined
    const turned = number === undefined && (intent === 'nao' || intent === 'cancelar')
    return turned || question === 'cancelar_qual' ? askCancel(picked) : confirm(tx, picked)
  }

  /** Asked back once; then, or where there is nothing to ask about, it is for a person to read. */
  const notUnderstood = (
    locale: Locale,
    before: boolean,
    asked: readonly Asked[],
    question: Question | undefined,
    about: readonly Asked[],
  ): Step => {
    const words = replyWords(locale)
    const [first] = about.length > 0 ? about : asked
    if (before || !first) return { reply: words.forwarded, unclear: 'shown' }
    if (question === 'cancelar' && about.length > 0) return { ...askCancel(first), unclear: 'asked' }
    if ((question === 'cancelar_qual' || question === 'confirmar_qual') && about.length > 0)
      return { reply: words.unclearWhich(list(about)), awaiting: question, about, unclear: 'asked' }
    return { reply: words.unclear(when(first)), awaiting: 'esclarecer', about: [first], unclear: 'asked' }
  }

  return { plainly, answering, notUnderstood }
}
