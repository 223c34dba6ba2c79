import type { Db } from '../database/client.ts'

/** Rows of a section that are held in memory at a time. */
const pageSize = 200

/**
 * Everything that is held about one person (LGPD, art. 18, II and V), as the text of one JSON object, streamed. Of other
 * people it holds the names alone. Hashes of passwords and tokens are left out.
 */
export async function* exportOf(db: Db, userId: number, now: Date): AsyncGenerator<string> {
  const { passwordHash, ...user } = await db.user.findUniqueOrThrow({ where: { id: userId } })
  const phone = user.phone ?? ''
  const one = (value: unknown) => JSON.stringify(value, bigintAsNumber, 1)
  yield `{"format": 1,\n"exportedAt": ${one(now)},\n"user": ${one({ ...user, hasPassword: passwordHash !== null })}`
  // Two accounts may hold one number: what is known of it is exported only where no other account does.
  const alone = phone !== '' && (await db.user.count({ where: { phone } })) === 1
  const dialogue = alone ? await db.smsDialogue.findUnique({ where: { phone } }) : null
  const asked = { id: { in: dialogue?.appointmentIds ?? [] }, patientId: { not: userId } }
  const foreign = dialogue !== null && (await db.appointment.count({ where: asked })) > 0
  yield `,\n"sms": ${one({
    optedOut: alone && (await db.smsOptOut.findUnique({ where: { phone } })) !== null,
    dialogue: foreign ? null : dialogue,
  })}`
  yield `,\n"emailSuppression": ${one(await db.emailSuppression.findUnique({ where: { address: user.email ?? '' } }))}`
  yield `,\n"preferences": ${one(await db.preference.findMany({ where: { userId } }))}`

  for (const [name, read] of Object.entries(sections(db, userId))) {
    yield `,\n"${name}": [`
    let separator = '\n'
    let rows = await read()
    while (rows.length > 0) {
      yield separator + rows.map(one).join(',\n')
      separator = ',\n'
      rows = await read(rows.at(-1)?.id as never) // the id of a row of its own
    }
    yield ']'
  }
  yield '}\n'
}

const bigintAsNumber = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)

type ReadAfter = (id?: never) => Promise<readonly { id: unknown }[]>

/** How each list is read, page by page, from behind the row with this id. */
function sections(db: Db, userId: number): Record<string, ReadAfter> {
  const person = { select: { id: true, name: true } } as const
  const order = { orderBy: { id: 'asc' }, take: pageSize } as const
  const own = (after?: never) => ({ where: { userId, id: { gt: after } }, ...order })
  return {
    sessions: (after) => db.session.findMany(own(after)),
    emailChanges: (after) => db.emailChange.findMany(own(after)),
    consents: (after) => db.consent.findMany(own(after)),
    appointments: async (after) => {
      const rows = await db.appointment.findMany({
        where: { AND: [{ OR: [{ patientId: userId }, { psychologistId: userId }] }, { id: { gt: after } }] },
        include: { patient: person, psychologist: person },
        ...order,
      })
      // Why a patient cannot come is the patient's.
      return rows.map((row) => (row.patientId === userId ? row : { ...row, cancelReason: undefined }))
    },
    notifications: async (after) => {
      const rows = await db.notification.findMany({
        ...own(after),
        include: { deliveries: { include: { attempts: true } } },
      })
      // So is what a patient wrote.
      return rows.map((row) => {
        const { patientId = userId } = row.data as { patientId?: number }
        return row.type !== 'mensagem' || patientId === userId ? row : { ...row, message: undefined }
      })
    },
    messagesWritten: (after) =>
      db.notification.findMany({
        where: {
          id: { gt: after },
          type: 'mensagem',
          userId: { not: userId },
          OR: [{ data: { path: ['from'], equals: userId } }, { data: { path: ['patientId'], equals: userId } }],
        },
        select: { id: true, userId: true, title: true, message: true, createdAt: true },
        ...order,
      }),
    files: (after) => db.file.findMany({ where: { ownerId: userId, id: { gt: after } }, ...order }),
    conversations: (after) =>
      db.conversation.findMany({
        ...own(after),
        include: { messages: { orderBy: { id: 'asc' } } },
        take: 10,
      }),
    riskAlerts: (after) =>
      db.riskAlert.findMany({
        where: { patientId: userId, id: { gt: after } },
        select: { id: true, level: true, messages: true, createdAt: true, lastAt: true, acknowledgedAt: true },
        ...order,
      }),
    // What the person did, and what was done to their account.
    audit: async (after) => {
      const rows = await db.auditEntry.findMany({
        where: { id: { gt: after }, OR: [{ actorId: userId }, { resource: 'user', resourceId: String(userId) }] },
        ...order,
      })
      // Another person's address is theirs.
      return rows.map((row) =>
        row.actorId === userId ? row : { ...row, actorId: undefined, ip: undefined, requestId: undefined },
      )
    },
  }
}
