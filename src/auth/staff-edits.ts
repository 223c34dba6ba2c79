import { z } from 'zod'
import { inCareOf } from '../appointments/rules.ts'
import { audit } from '../audit/audit.ts'
import type { User } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Notify } from '../notifications/notifications.ts'
import { personName, phone, timezone, zoneOf } from '../users/users.ts'
import { wordsFor } from '../words/catalogue.ts'
import { localeSchema, readLocale } from '../words/locale.ts'

/** What staff may set right for a patient. */
export const profileEdit = z
  .strictObject({
    name: personName,
    phone: phone
      .nullable()
      .describe(
        'A mobile number in any spelling, Brazilian unless it begins with + and a country; null takes it away.',
      ),
    locale: localeSchema.describe('Of letters, SMS and notifications.'),
    timezone: timezone.describe('IANA.'),
  })
  .partial()

type Field = keyof z.output<typeof profileEdit>

/**
 * Sets a patient's details right for staff, and tells the patient by mail, too: an admin of any patient (`forbidden` of others),
 * a psychologist of those in their care (`not_found` of others). A number that staff entered is proved.
 */
export async function editProfile(
  tx: Tx,
  { notify, now }: { notify: Notify; now: Date },
  editor: Pick<User, 'id' | 'role'>,
  userId: number,
  edit: z.output<typeof profileEdit>,
): Promise<User> {
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR NO KEY UPDATE`
  const before = await tx.user.findFirst({
    where: {
      id: userId,
      erasedAt: null,
      ...(editor.role === 'admin' ? {} : { role: 'paciente', ...inCareOf(editor.id) }),
    },
  })
  if (!before) throw new AppError('not_found')
  if (before.role !== 'paciente') throw new AppError('forbidden')
  const given = (Object.keys(edit) as Field[]).filter((field) => edit[field] !== undefined)
  const proves = edit.phone !== undefined && (edit.phone !== before.phone || (edit.phone && !before.phoneVerifiedAt))
  const fields = given.filter((field) => edit[field] !== before[field])
  if (fields.length === 0 && !proves) return before
  const place = before.timezoneChosen && edit.timezone === undefined ? undefined : zoneOf(edit)
  const after = await tx.user.update({
    where: { id: userId },
    data: { ...edit, ...place, ...(proves ? { phoneVerifiedAt: edit.phone ? now : null } : {}) },
  })
  await audit(tx, { action: 'user.update', actorId: editor.id, resourceId: userId, detail: { fields: given } }, now)
  if (fields.length === 0) return after
  const { fields: names, title, message } = wordsFor(readLocale(after.locale)).accountNotices.changedByStaff
  const changed = fields.map((field) => names[field]).join(', ')
  // News of the telephone cannot be turned off: text messages go there.
  const type = fields.includes('phone') ? 'seguranca' : 'sistema'
  await notify(tx, { userId, type, title, message: message(changed), channels: ['email'] })
  return after
}
