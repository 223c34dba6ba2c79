import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { transaction, type Tx } from '../database/transaction.ts'
import { defineJob, leftToOthers } from '../jobs/job.ts'
import { whyAbroad, whyClosed } from '../notifications/reachability.ts'
import { readLocale } from '../words/locale.ts'
import { codeSms } from '../words/sms.ts'
import { SendError } from '../errors.ts'
import { signer } from '../config/signing.ts'
import { optedOut } from '../sms/opt-outs.ts'
import { provePhone } from '../users/accounts.ts'

const goodForMs = 10 * 60_000
const mostTries = 5
/** After temporary failures. People who wait longer than this ask for another code. */
const retryWaits = [10_000, 60_000]

/** The code is made with its SMS, so that the queue holds ids only. */
export const phoneCodeJob = defineJob(
  'auth.phone-code',
  z.object({ userId: z.number().int(), attempt: z.number().int().default(0) }),
)

export interface PhoneCodes {
  /** Enqueues a six-digit code for the account's number, sent after the commit unless the number is verified. */
  request(tx: Tx, userId: number): Promise<void>
  /** Sends one: the job's handler. */
  send(due: z.output<typeof phoneCodeJob.data>): Promise<void>
  /** Whether the code is the last one sent, younger than ten minutes and within five tries: then the number is verified. */
  verify(userId: number, code: string): Promise<boolean>
}

/** Codes that verify a telephone. One per account at a time, only for the number that it was sent to. */
export function phoneCodes({ db, jobs, clock, log, sms, config, notifications }: FastifyInstance): PhoneCodes {
  const { sign, verify } = signer('phone-code', config)

  const prepare = (userId: number) =>
    transaction(db, async (tx) => {
      const user = await tx.user.findFirst({ where: { id: userId, disabledAt: null, erasedAt: null } })
      if (!user?.phone || user.phoneVerifiedAt) return undefined
      const { phone, email, locale, discreet } = user
      const silenced = (await optedOut(tx, [phone])).has(phone)
      const closed =
        whyClosed('sms', 'seguranca', { email, phone, off: [], optedOut: silenced }) ??
        whyAbroad('sms', 'seguranca', user, config.smsCountries)
      // The last part of the day's budget is reserved for reminders.
      const { left, kept } = closed || !sms.budget ? { left: 1, kept: 0 } : await sms.budget.room(tx)
      if (closed || left <= kept) {
        if (!closed) await sms.budget?.spend(tx, 0, true)
        log.warn({ userId, reason: closed ?? 'SMS_DAILY_BUDGET is spent' }, 'a code for a telephone was not sent')
        return undefined
      }
      await sms.budget?.spend(tx, 1)
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const expiresAt = new Date(clock.now().getTime() + goodForMs)
      const fresh = { phone, signature: sign(userId, phone, code), tries: 0, expiresAt }
      await tx.phoneCode.upsert({ where: { userId }, create: { userId, ...fresh }, update: fresh })
      return {
        to: phone,
        body: codeSms({ code, locale: readLocale(locale), clinicName: config.clinic.name, discreet }),
        validSeconds: goodForMs / 1000,
      }
    })

  return {
    request: (tx, userId) => jobs.enqueue(tx, phoneCodeJob, [{ data: { userId, attempt: 0 }, priority: 10 }]),

    async send({ userId, attempt }) {
      if (await notifications.canBeSentElsewhere('sms')) {
        const again = { data: { userId, attempt }, startAfter: leftToOthers(), priority: 10 }
        return transaction(db, (tx) => jobs.enqueue(tx, phoneCodeJob, [again]))
      }
      const tried = clock.now()
      const message = await prepare(userId)
      if (!message) return
      try {
        await sms.send(message)
      } catch (error) {
        if (!(error instanceof SendError)) throw error
        const { kind, code } = error
        log.warn({ userId, kind, code, attempt }, 'a code for a telephone was not sent')
        const wait = kind === 'temporary' ? retryWaits[attempt] : undefined
        await transaction(db, async (tx) => {
          if (kind !== 'uncertain') await sms.budget?.refund(tx, [tried])
          if (wait === undefined) return
          const startAfter = new Date(Date.now() + wait)
          await jobs.enqueue(tx, phoneCodeJob, [{ data: { userId, attempt: attempt + 1 }, startAfter, priority: 10 }])
        })
      }
    },

    verify: (userId, code) =>
      // A wrong code is an answer, not an exception, because its try has to commit.
      transaction(db, async (tx) => {
        const now = clock.now()
        const [sent] = await tx.phoneCode.updateManyAndReturn({
          where: { userId, tries: { lt: mostTries }, expiresAt: { gt: now } },
          data: { tries: { increment: 1 } },
        })
        if (!sent || !verify(sent.signature, userId, sent.phone, code)) return false
        await tx.phoneCode.delete({ where: { userId } })
        await provePhone(tx, userId, { phone: sent.phone, by: 'code', now })
        const proved = { id: userId, phone: sent.phone, phoneVerifiedAt: { not: null }, erasedAt: null }
        return (await tx.user.count({ where: proved })) > 0
      }),
  }
}
