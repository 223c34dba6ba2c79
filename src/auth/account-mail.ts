import type { FastifyInstance } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { TokenPurpose, User } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { beginWithinMs } from '../email/email.ts'
import { renderLetter } from '../email/letter.ts'
import { suppress, suppressedReasons } from '../email/suppressions.ts'
import { defineJob, type Jobs, leftToOthers } from '../jobs/job.ts'
import { type AccountKind, accountLetter } from './account-letter.ts'
import { discreetSender } from '../words/discretion.ts'
import { withLocale } from '../words/locale.ts'
import { retryWaits } from '../notifications/outcomes.ts'
import { SendError } from '../errors.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** What each letter's link is for, for how long it is valid, and where it leads. */
const kinds: Record<Exclude<AccountKind, 'email-em-uso'>, { purpose: TokenPurpose; ttlMs: number; path: string }> = {
  recuperacao: { purpose: 'password_reset', ttlMs: 30 * minute, path: '/reset-password' },
  'boas-vindas': { purpose: 'email_verification', ttlMs: 7 * day, path: '/verify-email' },
  convite: { purpose: 'invitation', ttlMs: 7 * day, path: '/invitation' },
  verificacao: { purpose: 'email_verification', ttlMs: 7 * day, path: '/verify-email' },
  'novo-email': { purpose: 'email_change', ttlMs: 30 * minute, path: '/confirm-email' },
  // Its validity is the change's.
  'email-trocado': { purpose: 'email_restore', ttlMs: 0, path: '/restore-email' },
}

/** What may be requested; that an address is in use shows only when the letter is written. */
type RequestedKind = keyof typeof kinds

/** The recipient is waiting for these, and will ask again rather than wait for more than an hour. */
const awaited: readonly RequestedKind[] = ['recuperacao', 'verificacao', 'novo-email']

const priorityOf = (kind: RequestedKind): number => (awaited.includes(kind) ? 10 : 0)

const awaitedRetryWaits = retryWaits.slice(0, 4)

/** In place of a user's id: a request for an unknown address takes as long as one for a known address. */
export const noUser = 0

/**
 * A letter with a link into the account. It is no notification, because the inbox must not show such a link. The job holds ids
 * only: the token is minted with the letter, so that none is stored in the clear.
 */
export const accountMailJob = defineJob(
  'auth.mail',
  z.object({
    /** The Message-ID, the same over retries. */
    id: z.uuid(),
    kind: z.enum(['recuperacao', 'boas-vindas', 'convite', 'verificacao', 'novo-email', 'email-trocado']),
    /** Or `noUser`. */
    userId: z.number().int(),
    /** Of a letter about a change of the address. */
    changeId: z.uuid().optional(),
    attempt: z.number().int().default(0),
  }),
  { workers: 2, batch: 5, expireInSeconds: 600 },
)

export interface AccountMail {
  /** Enqueues the letter, which is sent after the commit and retried after temporary failures. */
  request(tx: Tx, kind: RequestedKind, userId: number, changeId?: string): Promise<void>
}

export const accountMail = (jobs: Jobs): AccountMail => ({
  request: (tx, kind, userId, changeId) =>
    jobs.enqueue(tx, accountMailJob, [
      { data: { id: uuidv7(), kind, userId, changeId, attempt: 0 }, priority: priorityOf(kind) },
    ]),
})

type MailJob = z.output<typeof accountMailJob.data>

/** Sends one account letter, unless it is outdated: the invitation was accepted, the account disabled or erased. */
export function accountMailer({ db, jobs, log, email, auth, clock, config, notifications }: FastifyInstance) {
  const { accountTokens: tokens } = auth
  const clinic = { ...config.clinic, name: config.clinic.brand }
  /** Whom a letter about a change of address goes to, if it should still go out, and for how long its link is valid. */
  const aboutChange = async (tx: Tx, kind: RequestedKind, user: User, changeId: string) => {
    const change = await tx.emailChange.findUnique({ where: { id: changeId } })
    if (!change || (change.takenAt !== null) !== (kind === 'email-trocado')) return undefined
    const { newEmail, oldEmail, restorableUntil } = change
    if (kind === 'email-trocado') {
      const ttlMs = Math.max(0, (restorableUntil?.getTime() ?? 0) - clock.now().getTime())
      return { kind, address: oldEmail, reader: user, ttlMs }
    }
    const owner = await tx.user.findUnique({ where: { email: newEmail } })
    if (!owner) return { kind, address: newEmail, reader: user, ttlMs: kinds[kind].ttlMs }
    // Its owner is told, but not who asked; the person who asked learns nothing.
    if (owner.id === user.id || owner.disabledAt) return undefined
    return { kind: 'email-em-uso' as const, address: newEmail, reader: owner, ttlMs: 0 }
  }

  /** The letter with a fresh token, if it should still go out. */
  const prepare = ({ id, kind, userId, changeId }: MailJob) =>
    transaction(db, async (tx) => {
      const user = await tx.user.findFirst({ where: { id: userId, disabledAt: null, erasedAt: null } })
      if (userId === noUser) {
        // As much work as for a user, or the server's load after the answer would tell.
        await suppressedReasons(tx, [''])
        await tokens.peek(tx, 'password_reset', '')
      }
      if (!user?.email) return undefined
      if ((kind === 'boas-vindas' || kind === 'verificacao') && user.emailVerifiedAt) return undefined
      if (kind === 'convite' && user.passwordHash) return undefined
      const found = changeId
        ? await aboutChange(tx, kind, user, changeId)
        : { kind, address: user.email, reader: user, ttlMs: kinds[kind].ttlMs }
      if (!found) return undefined
      const { address, reader, ttlMs } = found
      const refused = (await suppressedReasons(tx, [address])).get(address)
      if (refused) {
        log.warn({ kind, userId, reason: refused }, 'an account mail was not sent')
        return undefined
      }
      const { purpose, path } = kinds[kind]
      const token = ttlMs > 0 && (await tokens.mint(tx, purpose, user.id, ttlMs, { emailChangeId: changeId }))
      const url = token ? `${config.appUrl}${path}?token=${token}` : undefined
      const to = { address, name: reader.name }
      const letter = renderLetter(accountLetter(found.kind, { reader: withLocale(reader), clinic, url }))
      return { to, messageId: id, senderName: reader.discreet ? discreetSender : undefined, ...letter }
    })

  return async (due: MailJob): Promise<void> => {
    if (await notifications.canBeSentElsewhere('email')) {
      const startAfter = leftToOthers()
      return transaction(db, (tx) =>
        jobs.enqueue(tx, accountMailJob, [{ data: due, priority: priorityOf(due.kind), startAfter }]),
      )
    }
    const beginBy = performance.now() + beginWithinMs
    const message = await prepare(due)
    if (!message) return
    const { kind, userId, attempt } = due
    try {
      await email.send({ ...message, beginBy })
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      const wait =
        error.kind === 'permanent' ? undefined : (awaited.includes(kind) ? awaitedRetryWaits : retryWaits)[attempt]
      await transaction(db, async (tx) => {
        if (error.kind === 'permanent') await suppress(tx, message.to.address, error)
        if (wait === undefined) return
        const startAfter = new Date(Date.now() + wait * (0.8 + 0.4 * Math.random()))
        await jobs.enqueue(tx, accountMailJob, [{ data: { ...due, attempt: attempt + 1 }, startAfter }])
      })
      const how = { kind, userId, code: error.code, failure: error.kind, attempt }
      log.warn(
        how,
        wait === undefined ? 'an account mail failed for good' : 'an account mail failed; it is tried again',
      )
    }
  }
}
