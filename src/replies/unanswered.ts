import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import type { Notify } from '../notifications/notifications.ts'
import { answerableAppointments } from './answerable-appointments.ts'
import { patientsOf } from './conversation.ts'
import { staffMessages } from './staff-messages.ts'

/** What was asked about again and had no answer is forwarded to staff after so long. */
const unansweredMs = 15 * 60_000
/** How long a message is known again, should the provider repeat it. */
const rememberedMs = 30 * 24 * 3_600_000

/** Forwards to staff what was asked about again and has had no answer for a while. Returns how many. */
export async function forwardUnanswered({ db, clock, notify }: { db: Db; clock: Clock; notify: Notify }) {
  const staff = staffMessages({ clock, notify })
  const since = new Date(clock.now().getTime() - unansweredMs)
  const forward = async (tx: Tx, phone: string) => {
    await tx.$queryRaw`SELECT phone FROM sms_dialogues WHERE phone = ${phone} FOR UPDATE`
    const stored = await tx.smsDialogue.findUnique({ where: { phone } })
    if (!stored || stored.unclear === null || !stored.askedAt || stored.askedAt > since) return
    const people = await patientsOf(tx, phone)
    const appointments = await answerableAppointments(tx, phone, clock.now())
    const subject = appointments.find(({ id }) => stored.appointmentIds.includes(id)) ?? appointments[0]
    const patient = people.find(({ id }) => id === subject?.patientId) ?? people[0]
    const psychologistId = subject?.psychologistId
    const key = `sms:${patient?.id}:${stored.askedAt.getTime()}`
    if (patient) await staff.forward(tx, { patient, psychologistId, texts: [stored.unclear] }, key)
    await tx.smsDialogue.update({ where: { phone }, data: { unclear: null } })
  }
  const waiting = await db.smsDialogue.findMany({
    where: { unclear: { not: null }, askedAt: { lte: since } },
    select: { phone: true },
    take: 100,
  })
  for (const { phone } of waiting) await transaction(db, (tx) => forward(tx, phone))
  return waiting.length
}

/** Deletes messages that the provider will not repeat, with their replies. */
export async function trimInbound(db: Db, now: Date): Promise<void> {
  await db.smsInbound.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - rememberedMs) } } })
}
