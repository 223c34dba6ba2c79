import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { addDays, instantAt, wallClock } from '../time/wall-clock.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'

/** Tells an administrator in the caller's transaction; gives nothing where they were told before. */
type TellAdmin = (
  tx: Tx,
  notice: {
    userId: number
    type: 'sistema'
    title: string
    message: string
    dedupeKey?: string
    channels: ['email']
  },
) => Promise<unknown>

/** From here on only reminders and alerts leave. */
const warnedAt = (budget: number) => budget - Math.min(Math.max(budget - 1, 0), Math.ceil(budget / 5))

export type SmsBudget = ReturnType<typeof smsBudget>

/**
 * SMS_DAILY_BUDGET: how many text messages leave in a day of the clinic's zone, over all nodes and restarts. It bounds the cost
 * of messages that are requested to numbers of an attacker's own ("SMS pumping"). Alerts count, and are never held back.
 */
export function smsBudget({ clock, timezone, budget }: { clock: Clock; timezone: string; budget: number }) {
  const dayOf = (instant: Date) => wallClock(instant, timezone).date
  /** How much of the day's budget is spent, and whether something has had to wait for the next day. */
  const state = async (db: Db | Tx) => {
    const [row] = await db.$queryRaw<{ used: number; refused: boolean }[]>`
      SELECT used, refused_at IS NOT NULL AS refused FROM sms_days WHERE day = ${dayOf(clock.now())}::date`
    return { used: row?.used ?? 0, budget, refused: row?.refused ?? false }
  }
  return {
    /**
     * Locks the day until the transaction's end: how many more may leave (less than none where alerts went beyond it), how many of
     * them are kept for reminders, and when the next day begins.
     */
    async room(tx: Tx) {
      const today = dayOf(clock.now())
      const [row] = await tx.$queryRaw<{ used: number }[]>`
        INSERT INTO sms_days AS known (day, used) VALUES (${today}::date, 0)
        ON CONFLICT (day) DO UPDATE SET used = known.used RETURNING used`
      const left = budget - (row?.used ?? 0)
      return { left, kept: budget - warnedAt(budget), nextDay: instantAt(addDays(today, 1), '00:00', timezone) }
    },
    /** Counts what is about to leave; `refused`: something had to wait. */
    async spend(tx: Tx, count: number, refused = false) {
      const now = clock.now()
      await tx.$executeRaw`
        INSERT INTO sms_days AS known (day, used, refused_at)
        VALUES (${dayOf(now)}::date, ${count}::int, ${refused ? now : null}::timestamptz)
        ON CONFLICT (day) DO UPDATE SET used = known.used + excluded.used,
          refused_at = coalesce(known.refused_at, excluded.refused_at)`
    },
    /** Gives back what the provider did not take, by when it was tried. */
    async refund(tx: Tx, tried: readonly Date[]) {
      for (const day of new Set(tried.map(dayOf))) {
        const count = tried.filter((instant) => dayOf(instant) === day).length
        await tx.$executeRaw`UPDATE sms_days SET used = greatest(0, used - ${count}::int) WHERE day = ${day}::date`
      }
    },
    state,
    /** Tells the administrators, once a day each, that four fifths are spent, and that something had to wait. Gives how many were told. */
    tellAdmins: (db: Db, tell: TellAdmin): Promise<number> =>
      transaction(db, async (tx) => {
        const now = clock.now()
        const [due] = await tx.$queryRaw<unknown[]>`
          UPDATE sms_days SET told_at = ${now}
          WHERE day = ${dayOf(now)}::date AND refused_at IS NOT NULL AND told_at IS NULL RETURNING day`
        const { used, refused } = due ? { used: 0, refused: true } : await state(tx)
        const warns = !refused && budget > 0 && used >= warnedAt(budget)
        if (!due && !warns) return 0
        const admins = await tx.user.findMany({
          where: { role: 'admin', disabledAt: null, erasedAt: null },
          orderBy: { id: 'asc' },
          select: { id: true, locale: true },
        })
        let told = 0
        for (const { id, locale } of admins) {
          const { smsBudgetLow, smsBudgetSpent } = wordsFor(readLocale(locale)).practiceNotices
          const words = (due ? smsBudgetSpent : smsBudgetLow)(budget)
          const once = due ? {} : { dedupeKey: `sms-budget:${dayOf(now)}:${id}` }
          if (await tell(tx, { userId: id, type: 'sistema', ...words, ...once, channels: ['email'] })) told++
        }
        return told
      }),
  }
}
