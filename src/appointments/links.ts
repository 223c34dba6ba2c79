import type { Appointment } from '../database/generated/client.ts'
import { signer } from '../config/signing.ts'

export const linkActions = ['confirm', 'cancel'] as const
export type LinkAction = (typeof linkActions)[number]

/** Of which appointment, as of which version, and for whom a link was written. */
type Linked = Pick<Appointment, 'id' | 'version' | 'patientId'>

/**
 * Links by which a patient acts without signing in: bound to the appointment, its version, the act and the person, so that
 * one is good for nothing else. They have no date of their own; the appointment's start ends them.
 */
export function appointmentLinks({
  publicUrl,
  ...keys
}: {
  publicUrl: string
  secretKey: string
  previousSecretKey?: string | undefined
}) {
  const page = signer('appointment-link', keys)
  const mail = signer('appointment-mailed-link', keys)
  const short = signer('appointment-short-link', keys, 'short')
  return {
    /** The address of a page that asks the patient whether to do it. Opening it does nothing. `mailbox`: where it is mailed to. */
    url(action: LinkAction, { id, version, patientId }: Linked, mailbox?: string | null): string {
      const query = new URLSearchParams({
        v: String(version),
        p: String(patientId),
        s: page.sign(action, id, version, patientId),
        ...(mailbox ? { m: mail.sign(id, version, patientId, mailbox) } : {}),
      })
      return `${publicUrl}/appointments/${id}/${action}?${query.toString()}`
    },
    /** Whether a link was mailed to this address: the short one of a text message leads to the same page. */
    wasMailed: ({ id, version, patientId }: Linked, mailbox: string, signature: string): boolean =>
      mail.verify(signature, id, version, patientId, mailbox),
    /** Whether we wrote this link. What it still may do is the appointment's to say. */
    verify: (action: LinkAction, { id, version, patientId }: Linked, signature: string): boolean =>
      page.verify(signature, action, id, version, patientId),
    /** An address for a text message, some 25 characters after PUBLIC_URL, that leads to the page above. */
    shortUrl: ({ id, version, patientId }: Linked): string =>
      // A letter or digit at its end: telephones leave other characters out of a link.
      `${publicUrl}/a/${short.sign(id, version, patientId)}.${id.toString(36)}.${version.toString(36)}`,
    /** Which appointment's short address this is, as far as it says; whether we wrote it, `isOurs` tells. */
    readShort(code: string) {
      const [, signature, id = '', version = ''] = /^([\w-]{14})\.([0-9a-z]{1,6})\.([0-9a-z]{1,4})$/.exec(code) ?? []
      if (!signature) return undefined
      const subject = { id: parseInt(id, 36), version: parseInt(version, 36) }
      return {
        ...subject,
        isOurs: (patientId: number) => short.verify(signature, subject.id, subject.version, patientId),
      }
    },
  }
}

export type AppointmentLinks = ReturnType<typeof appointmentLinks>
