import type { FastifyInstance } from 'fastify'
import { audit } from '../audit/audit.ts'
import { lockPeople } from '../appointments/locks.ts'
import { ahead, ofAny } from '../appointments/rules.ts'
import { accountMailJob } from '../auth/account-mail.ts'
import type { Db } from '../database/client.ts'
import { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { beginWithinMs } from '../email/email.ts'
import { forgetSuppression } from '../email/suppressions.ts'
import { AppError } from '../errors.ts'
import { forgetNumber } from '../sms/opt-outs.ts'
import { keepOneAdmin } from '../users/admins.ts'
import { wordsFor } from '../words/catalogue.ts'
import { defaultLocale, type Locale, locales } from '../words/locale.ts'
import type { Catalogue } from '../words/pt-BR/catalogue.ts'

/** The name that others see from then on. */
const erasedName = 'Conta apagada'

/**
 * Erases an account at its owner's request (LGPD, art. 18, VI), in one transaction. Future appointments are cancelled and the
 * other person told; past ones stay, anonymous, for the legal period (Lei 13.787/2018). Bytes of files are deleted after the
 * commit. `last_admin` (409) for the only administrator.
 */
export async function eraseAccount(
  tx: Tx,
  { appointments, uploads, auth, clock }: Pick<FastifyInstance, 'appointments' | 'uploads' | 'auth' | 'clock'>,
  userId: number,
): Promise<void> {
  const now = clock.now()
  const mine = ofAny([userId])
  const live = { ...mine, ...ahead(now) }
  // The people of the appointments are locked first, in the order of all that write appointments; this also stops new bookings.
  const met = await tx.appointment.findMany({ where: live, select: { patientId: true, psychologistId: true } })
  await lockPeople(tx, [userId, ...met.flatMap((pair) => [pair.patientId, pair.psychologistId])])
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`
  const user = await tx.user.findFirst({ where: { id: userId, erasedAt: null } })
  if (!user) throw new AppError('unauthenticated')
  if (user.role === 'admin') await keepOneAdmin(tx, userId)

  await anonymiseForOthers(tx, userId)
  await tx.user.update({
    where: { id: userId },
    data: {
      name: erasedName,
      email: null,
      emailVerifiedAt: null,
      phone: null,
      phoneVerifiedAt: null,
      passwordHash: null,
      avatarFileId: null,
      workingHours: Prisma.DbNull,
      quietHours: Prisma.DbNull,
      discreet: false,
      erasedAt: now,
      calendarEpoch: { increment: 1 },
    },
  })
  const cancelled = await tx.appointment.findMany({ where: live, orderBy: { id: 'asc' } })
  // By their part in each appointment: the account's role may have changed since it was booked.
  for (const { id, psychologistId } of cancelled)
    await appointments.cancel(tx, { id: userId, role: psychologistId === userId ? 'psicologo' : 'paciente' }, id)
  await tx.appointment.updateMany({ where: mine, data: { cancelReason: null, meetingUrl: null } })

  await forgetNotifications(tx, userId)
  const theirs = { where: { userId } }
  await tx.preference.deleteMany(theirs)
  await tx.event.deleteMany(theirs)
  await tx.conversation.deleteMany(theirs)
  await tx.consent.deleteMany(theirs)
  await tx.idempotencyKey.deleteMany(theirs)
  await tx.accountToken.deleteMany(theirs)
  await tx.phoneCode.deleteMany(theirs)
  await tx.emailChange.deleteMany(theirs)
  // Documents of other people's appointments are part of the patient's record, and stay.
  const own = [{ appointmentId: null }, { kind: 'avatar' as const }, { appointment: { patientId: userId } }]
  await uploads.remove(tx, { ownerId: userId, OR: own })
  if (user.email) await forgetSuppression(tx, user.email)
  // Another account may have the same number: then what is known of it is also theirs.
  if (user.phone && (await tx.user.count({ where: { phone: user.phone } })) === 0) await forgetNumber(tx, user.phone)
  await auth.sessions.end(tx, userId, 'erased')
  await tx.session.updateMany({ where: { userId }, data: { ip: null, userAgent: null } })
  await audit(tx, { action: 'user.erase', resourceId: userId, actorId: userId }, now)
}

/**
 * Locks pending deliveries, so that none of them is claimed any more. One that is being sent keeps its row, without texts, so
 * that `awaitDeliveries` sees when it has ended.
 */
async function forgetNotifications(tx: Tx, userId: number): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM deliveries
    WHERE user_id = ${userId} AND status IN ('pendente', 'adiada', 'enviando') ORDER BY id FOR UPDATE`
  await tx.notification.deleteMany({ where: { userId, deliveries: { none: { status: 'enviando' } } } })
  await tx.notification.updateMany({
    where: { userId },
    data: { title: '', message: '', data: {}, dedupeKey: null, appointmentId: null },
  })
}

/**
 * Waits until no message to an erased account can start any more, and deletes those that were being sent: claimed deliveries
 * and account letters. After `beginWithinMs` a message has either started or never will (`beginBy`).
 */
export async function awaitDeliveries(db: Db, userId: number): Promise<void> {
  const end = performance.now() + beginWithinMs + 1_000
  const letters = JSON.stringify({ userId })
  for (;;) {
    const [row] = await db.$queryRaw<{ any: boolean }[]>`
      SELECT EXISTS (SELECT FROM deliveries WHERE user_id = ${userId} AND status = 'enviando') OR EXISTS (
        SELECT FROM pgboss.job WHERE name = ${accountMailJob.name} AND state = 'active' AND data @> ${letters}::jsonb
      ) AS any`
    if (!row?.any || performance.now() > end) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  await db.notification.deleteMany({ where: { userId } })
}

type Erased = Catalogue['practiceNotices']['erased']

/** The words that `say` chooses, in the language of each `reader`. */
const inTheirLanguage = (say: (words: Erased) => Prisma.Sql): Prisma.Sql => {
  const said = (locale: Locale) => Prisma.sql`(${say(wordsFor(locale).practiceNotices.erased)})::text`
  const cases = locales.map((locale) => Prisma.sql`WHEN ${locale} THEN ${said(locale)}`)
  return Prisma.sql`CASE reader.locale ${Prisma.join(cases, ' ')} ELSE ${said(defaultLocale)} END`
}

/**
 * Removes the person from what others were told: notices of appointments keep their day and time, what a patient wrote by SMS
 * is deleted, and so is the name in escalated alerts. Real-time logs are reworded likewise, and stored idempotent answers about
 * the person deleted. What a psychologist wrote to a patient is the patient's, and stays.
 */
async function anonymiseForOthers(tx: Tx, userId: number): Promise<void> {
  /** In notifications and in the events of the readers' real-time logs. */
  const reworded = (say: (words: Erased) => Prisma.Sql, which: Prisma.Sql) => tx.$executeRaw`
    WITH reworded AS (
      UPDATE notifications n SET message = ${inTheirLanguage(say)}
      FROM users reader
      WHERE reader.id = n.user_id AND n.user_id <> ${userId} AND (${which})
      RETURNING n.id, n.user_id, n.message
    )
    UPDATE events e SET data = jsonb_set(e.data, '{message}', to_jsonb(reworded.message)) FROM reworded
    WHERE e.user_id = reworded.user_id AND e.type = 'notification:new' AND e.data -> 'id' = to_jsonb(reworded.id)`
  const { sql } = Prisma
  await reworded(
    ({ appointment, dateFormat }) => sql`replace(replace(${appointment('{date}', '{time}')},
      '{date}', to_char((n.data ->> 'date')::date, ${dateFormat})), '{time}', n.data ->> 'time')`,
    sql`n.data ? 'date' AND n.data ? 'time' AND EXISTS (
      SELECT FROM appointments a WHERE a.id = n.appointment_id AND (
        a.patient_id = ${userId} OR a.psychologist_id = ${userId} OR EXISTS (
          -- Theirs until it was transferred; the notice of the transfer names the new psychologist.
          SELECT FROM audit_log given WHERE given.resource = 'appointment' AND given.resource_id = a.id::text
            AND given.action = 'appointment.update' AND given.detail ->> 'former' = ${String(userId)}
            AND (given.at > n.created_at OR given.at = n.created_at AND n.data #>> '{change,place}' IS DISTINCT FROM 'psychologist')
        )
      )
    )`,
  )
  await reworded(
    ({ news }) => sql`${news}`,
    sql`n.type = 'sistema' AND n.data ? 'appointmentsAhead' AND n.data ->> 'userId' = ${String(userId)}`,
  )
  await reworded(
    ({ alert }) => sql`${alert}`,
    sql`EXISTS (SELECT FROM notifications first WHERE first.id = n.escalated_from_id AND first.user_id = ${userId})`,
  )
  // The event's row stays, because sockets rely on a log without gaps.
  await tx.$executeRaw`
    WITH written AS (
      DELETE FROM notifications
      WHERE data ->> 'patientId' = ${String(userId)} AND data ? 'patientId' AND type = 'mensagem' AND user_id <> ${userId}
      RETURNING id, user_id
    )
    UPDATE events e SET data = e.data || '{"title": "", "message": ""}' FROM written
    WHERE e.user_id = written.user_id AND e.type = 'notification:new' AND e.data -> 'id' = to_jsonb(written.id)`
  const about = `"(patientId|psychologistId)": ?${userId}[,}]`
  const account = `^[{]"id": ?${userId},`
  await tx.$executeRaw`
    DELETE FROM idempotency_keys WHERE body ~ ${about} OR (route LIKE '%/users' AND body ~ ${account})`
}
