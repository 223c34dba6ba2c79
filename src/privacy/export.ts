import type { Db } from '../database/client.ts'
import type { File } from '../database/generated/client.ts'

/** Read at once of one kind: however much there is, no more than this is held. */
const page = 200

/**
 * Everything that is held about one person (LGPD, art. 18, II and V), as the text of one JSON object, piece by piece. What
 * names others is their name and nothing more. Secrets (hashes of passwords and tokens) are no one's data and stay.
 */
export async function* exportOf(db: Db, userId: number, now: Date): AsyncGenerator<string> {
  const { passwordHash, ...user } = await db.user.findUniqueOrThrow({ where: { id: userId } })
  const phone = user.phone ?? ''
  const one = (value: unknown) => JSON.stringify(value, bigintAsNumber, 1)
  yield `{"format": 1,\n"exportedAt": ${one(now)},\n"user": ${one({ ...user, hasPassword: passwordHash !== null })}`
  // A number is nobody's proof: what is known of it is shown only where it can be nobody else's.
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

  const person = { select: { id: true, name: true } } as const
  const newer = <Id>(id: Id | undefined) => (id === undefined ? {} : { id: { gt: id } })
  const order = { orderBy: { id: 'asc' }, take: page } as const
  const sections: Record<string, (after?: never) => Promise<readonly { id: unknown }[]>> = {
    sessions: (after) => db.session.findMany({ where: { userId, ...newer(after) }, ...order }),
    emailChanges: (after) => db.emailChange.findMany({ where: { userId, ...newer(after) }, ...order }),
    consents: (after) => db.consent.findMany({ where: { userId, ...newer(after) }, ...order }),
    appointments: async (after) => {
      const rows = await db.appointment.findMany({
        where: { AND: [{ OR: [{ patientId: userId }, { psychologistId: userId }] }, newer(after)] },
        include: { patient: person, psychologist: person },
        ...order,
      })
      // Why a patient cannot come is the patient's.
      return rows.map((row) => (row.patientId === userId ? row : { ...row, cancelReason: undefined }))
    },
    notifications: async (after) => {
      const rows = await db.notification.findMany({
        where: { userId, ...newer(after) },
        include: { deliveries: { include: { attempts: true } } },
        ...order,
      })
      // So is what a patient wrote.
      const writtenBy = ({ type, data }: (typeof rows)[number]) =>
        type === 'mensagem' ? (data as { patientId?: number }).patientId : undefined
      return rows.map((row) => {
        const writer = writtenBy(row)
        return writer === undefined || writer === userId ? row : { ...row, message: undefined }
      })
    },
    messagesWritten: (after) =>
      db.notification.findMany({
        where: {
          ...newer(after),
          type: 'mensagem',
          userId: { not: userId },
          OR: [{ data: { path: ['from'], equals: userId } }, { data: { path: ['patientId'], equals: userId } }],
        },
        select: { id: true, userId: true, title: true, message: true, createdAt: true },
        ...order,
      }),
    files: (after) => db.file.findMany({ where: { ownerId: userId, ...newer(after) }, ...order }),
    conversations: (after) =>
      db.conversation.findMany({
        where: { userId, ...newer(after) },
        include: { messages: { orderBy: { id: 'asc' } } },
        orderBy: { id: 'asc' },
        take: 10,
      }),
    riskAlerts: (after) =>
      db.riskAlert.findMany({
        where: { patientId: userId, ...newer(after) },
        select: { id: true, level: true, messages: true, createdAt: true, lastAt: true, acknowledgedAt: true },
        ...order,
      }),
    // What the person did, and what was done to their account.
    audit: async (after) => {
      const rows = await db.auditEntry.findMany({
        where: { ...newer(after), OR: [{ actorId: userId }, { resource: 'user', resourceId: String(userId) }] },
        ...order,
      })
      // Where somebody else was is theirs.
      return rows.map((row) =>
        row.actorId === userId ? row : { ...row, actorId: undefined, ip: undefined, requestId: undefined },
      )
    },
  }
  for (const [name, read] of Object.entries(sections)) {
    yield `,\n"${name}": [`
    let last: unknown
    for (let first = true; ; first = false) {
      const rows = await read(last as never) // the id of a row of its own
      if (rows.length > 0) yield `${first ? '\n' : ',\n'}${rows.map(one).join(',\n')}`
      if (rows.length === 0) break
      last = rows.at(-1)?.id
    }
    yield ']'
  }
  yield '}\n'
}

const bigintAsNumber = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)

/** What a file is called in the archive: its own name, made unique by its id. */
export const archiveName = ({ id, filename, kind }: Pick<File, 'id' | 'filename' | 'kind'>): string =>
  `arquivos/${kind}/${id}-${filename.replace(/[/\\]/g, '_')}`
