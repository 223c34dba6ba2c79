import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import { answerableAppointments } from './answerable-appointments.ts'
import { patientsOf } from './conversation.ts'
import type { StaffMessages } from './staff-messages.ts'

/** What was asked about again and had no answer is forwarded to staff after so long. */
const unansweredMs = 15 * 60_000
/** How long a message is known again, should the provider repeat it. */
const rememberedMs = 30 * 24 * 3_600_000

export async function forwardUnanswered(db: Db, now: Date, staff: StaffMessages): Promise<void> {
  const since = new Date(now.getTime() - unansweredMs)
  const waiting = await db.smsDialogue.findMany({
    where: { unclear: { not: null }, askedAt: { lte: since } },
    select: { phone: true },
    take: 100,
  })
  for (const { phone } of waiting) {
    await transaction(db, async (tx) => {
      await tx.$queryRaw`SELECT phone FROM sms_dialogues WHERE phone = ${phone} FOR UPDATE`
      const stored = await tx.smsDialogue.findUnique({ where: { phone } })
      if (!stored || stored.unclear === null || !stored.askedAt || stored.askedAt > since) return
      const people = await patientsOf(tx, phone)
      const appointments = await answerableAppointments(tx, phone, now)
      const subject = appointments.find(({ id }) => stored.appointmentIds.includes(id)) ?? appointments[0]
      const patient = people.find(({ id }) => id === subject?.patientId) ?? people[0]
      const message = { psychologistId: subject?.psychologistId, texts: [stored.unclear] }
      const key = `sms:${patient?.id}:${stored.askedAt.getTime()}`
      if (patient) await staff.forward(tx, { patient, ...message }, key)
      await tx.smsDialogue.update({ where: { phone }, data: { unclear: null } })
    })
  }
}

/** Deletes messages that the provider will not repeat, with their replies. */
export async function trimInbound(db: Db, now: Date): Promise<void> {
  await db.smsInbound.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - rememberedMs) } } })
}
