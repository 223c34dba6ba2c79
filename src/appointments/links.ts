import type { Appointment } from '../database/generated/client.ts'
import { type Signer, signer } from '../config/signing.ts'

export const linkActions = ['confirm', 'cancel'] as const
export type LinkAction = (typeof linkActions)[number]

/** Of which appointment, as of which version, and for whom a link was written. */
export type Linked = Pick<Appointment, 'id' | 'version' | 'patientId'>

export interface AppointmentLinks {
  /** The address of a page that asks the patient whether to do it. Opening it does nothing. `mailbox`: where it is mailed to. */
  url(action: LinkAction, appointment: Linked, mailbox?: string | null): string
  /** Whether a link was mailed to this address: the short one of a text message leads to the same page. */
  wasMailed(appointment: Linked, mailbox: string, signature: string): boolean
  /** Whether we wrote this link. What it still may do is the appointment's to say. */
  verify(action: LinkAction, appointment: Linked, signature: string): boolean
  /** An address for a text message, some 25 characters after PUBLIC_URL, that leads to the page above. */
  shortUrl(appointment: Linked): string
  /** Which appointment's short address this is, as far as it says; whether we wrote it, `isOurs` tells. */
  readShort(code: string): { id: number; version: number; isOurs(patientId: number): boolean } | undefined
}

/**
 * Links by which a patient acts without signing in: bound to the appointment, its version, the act and the person, so that
 * one is good for nothing else. They have no date of their own; the appointment's start ends them.
 */
export function appointmentLinks(options: {
  publicUrl: string
  secretKey: string
  previousSecretKey?: string | undefined
}): AppointmentLinks {
  const { sign, verify }: Signer = signer('appointment-link', options)
  const mail: Signer = signer('appointment-mailed-link', options)
  const short: Signer = signer('appointment-short-link', options, 'short')
  const parts = (action: LinkAction, { id, version, patientId }: Linked) => [action, id, version, patientId]
  return {
    wasMailed: ({ id, version, patientId }, mailbox, signature) =>
      mail.verify(signature, id, version, patientId, mailbox),
    url(action, appointment, mailbox) {
      const { id, version, patientId } = appointment
      const query = new URLSearchParams({
        v: String(version),
        p: String(patientId),
        s: sign(...parts(action, appointment)),
        ...(mailbox ? { m: mail.sign(id, version, patientId, mailbox) } : {}),
      })
      return `${options.publicUrl}/appointments/${id}/${action}?${query.toString()}`
    },
    verify: (action, appointment, signature) => verify(signature, ...parts(action, appointment)),
    shortUrl: ({ id, version, patientId }) =>
      // A letter or digit at its end: telephones leave other characters out of a link.
      `${options.publicUrl}/a/${short.sign(id, version, patientId)}.${id.toString(36)}.${version.toString(36)}`,
    readShort(code) {
      const [, signature = '', id = '', version = ''] =
        /^([\w-]{14})\.([0-9a-z]{1,6})\.([0-9a-z]{1,4})$/.exec(code) ?? []
      if (!signature) return undefined
      const subject = { id: parseInt(id, 36), version: parseInt(version, 36) }
      return { ...subject, isOurs: (patientId) => short.verify(signature, subject.id, subject.version, patientId) }
    },
  }
}
