import type { Appointment } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { PlaceChange } from '../words/appointment-facts.ts'
import { type AppointmentActs, orSlotTaken } from './acts.ts'
import { endOf, refuseLink, refuseTaken } from './booking.ts'
import { checkHorizon } from './booking-limits.ts'
import { withoutSms } from './notices.ts'
import { type Actor, admit, rules } from './rules.ts'
import { isOpen, weekOf } from './working-hours.ts'

/** Another place is told by SMS as well from so long before the start: until then mail is soon enough. */
const placeSmsMs = 24 * 3_600_000

/** `version` is the one that the caller has read: another is refused. */
type Change = {
  readonly [Field in 'startsAt' | 'durationMinutes' | 'modality' | 'meetingUrl' | 'version']?:
    Appointment[Field] | undefined
}

/** Acts that give an appointment another time, place or psychologist. */
export const appointmentChanges = ({ timezone, open, update, announce }: AppointmentActs) => ({
  /**
   * Gives it a new time (then it is to be confirmed anew, and its version rises), another modality or address (then its
   * version and status stay). What changes nothing does nothing: no event, no notice, no version.
   */
  async change(tx: Tx, actor: Actor, id: number, { version, ...wanted }: Change) {
    const { appointment: before, standing, now } = await open(tx, actor, id)
    if (version !== undefined && version !== before.version) throw new AppError('version_conflict')
    if (Object.values(wanted).every((value) => value === undefined)) return before
    admit(rules.change, before, standing, now)
    const { startsAt = before.startsAt, durationMinutes = before.durationMinutes, modality = before.modality } = wanted
    // What is not online has no link; an older release may have left one.
    const formerUrl = before.modality === 'online' ? before.meetingUrl : null
    const { meetingUrl: wantedUrl = formerUrl } = wanted
    if (wantedUrl !== formerUrl && standing === 'patient') throw new AppError('forbidden')
    refuseLink(modality, wanted.meetingUrl)
    const meetingUrl = modality === 'online' ? wantedUrl : null
    const moved = startsAt.getTime() !== before.startsAt.getTime() || durationMinutes !== before.durationMinutes
    const place = modality !== before.modality ? modality : meetingUrl !== formerUrl ? 'link' : undefined
    const change: PlaceChange | undefined = place && { place, moved }
    if (!moved) {
      if (!change) return before
      const made = await update(tx, id, { modality, meetingUrl, revision: { increment: 1 } })
      const soon = startsAt.getTime() - now.getTime() < placeSmsMs && actor.id !== made.patientId
      return announce(tx, actor, 'edit', made, { kind: 'remarcacao', change, channels: soon ? undefined : withoutSms })
    }

    if (startsAt <= now) throw new AppError('starts_in_past')
    if (startsAt > before.startsAt) checkHorizon(actor, startsAt, now, timezone)
    const span = { startsAt, endsAt: endOf(startsAt, durationMinutes) }
    const week = await weekOf(tx, before.psychologistId)
    if (standing === 'patient' && !isOpen(week, span, timezone)) throw new AppError('outside_working_hours')
    await refuseTaken(tx, [before.patientId, before.psychologistId], span, id)
    const fresh = { status: 'agendado', version: { increment: 1 }, scheduledAt: now } as const
    const made = await orSlotTaken(update(tx, id, { ...span, durationMinutes, modality, meetingUrl, ...fresh }))
    return announce(tx, actor, 'move', made, { kind: 'remarcacao', change })
  },

  /**
   * Gives it to another psychologist, at the same time: its status and version stay, the link of the former goes. Refuses
   * what is not free there (`slot_taken`, `outside_working_hours`). After `lockPeople` with all three.
   */
  async transfer(tx: Tx, actor: Actor, id: number, psychologistId: number) {
    const { appointment } = await open(tx, actor, id, rules.transfer)
    const { patientId, psychologistId: former } = appointment
    const week = await weekOf(tx, psychologistId)
    if (!isOpen(week, appointment, timezone)) throw new AppError('outside_working_hours')
    if (patientId === psychologistId) throw new AppError('slot_taken')
    // Looked up first: where the constraint refuses, the whole transaction is lost.
    await refuseTaken(tx, [psychologistId, patientId], appointment, id)
    const made = await update(tx, id, {
      psychologist: { connect: { id: psychologistId } },
      meetingUrl: null,
      revision: { increment: 1 },
    })
    const change = { place: 'psychologist', moved: false } as const
    return announce(tx, actor, 'transfer', made, { kind: 'remarcacao', change, former })
  },
})
