import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { audit } from '../audit/audit.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { acceptForms, sendPage } from '../http/html.ts'
import type { Routes } from '../http/routes.ts'
import { proveMailbox } from '../users/accounts.ts'
import { withLocale } from '../words/locale.ts'
import { linkPage, type LinkState } from './link-page.ts'
import { type LinkAction, linkActions } from './links.ts'
import { type AppointmentWithPeople, lockAppointment, withPeople } from './locks.ts'
import { liveStatuses, practises } from './rules.ts'

// Loosely: whatever is wrong with an address, its reader gets a page. The signature decides.
const params = z.object({ id: z.string().max(12) })
const query = z
  .object({ v: z.string().max(12), p: z.string().max(12), s: z.string().max(64), m: z.string().max(64) })
  .partial()

interface Request {
  readonly params: z.output<typeof params>
  readonly query: z.output<typeof query>
}

const reader = { id: true, email: true, locale: true, timezone: true, discreet: true } as const

function stateOf(appointment: AppointmentWithPeople, version: number, action: LinkAction, now: Date): LinkState {
  const { status, startsAt } = appointment
  if (status === 'cancelado') return 'cancelled'
  if (startsAt <= now || !liveStatuses.includes(status)) return 'over'
  if (appointment.version !== version) return 'moved'
  if (action === 'confirm' && !practises(appointment.psychologist)) return 'waiting'
  return action === 'confirm' && status === 'confirmado' ? 'confirmed' : 'open'
}

/**
 * The pages behind "Confirmar presença" and "Preciso cancelar", under PUBLIC_URL. Opening one changes nothing, since mail
 * scanners open every link; its form acts, as the patient. A link whose appointment has changed says what is true now.
 */
export const appointmentLinkRoutes: Routes = async (app) => {
  const { config, clock } = app
  acceptForms(app)
  const { links, ...book } = app.appointments
  const page = linkPage.bind(null, links, config.clinic.brand)

  /** Looks at the appointment as the link's reader, acts if asked to, and gives what the page says. */
  const visit = async (
    tx: Tx,
    { params: { id }, query: { v, p, s = '', m = '' } }: Request,
    action: LinkAction,
    act?: { reason?: string },
  ) => {
    const subject = { id: Number(id), version: Number(v), patientId: Number(p) }
    if (!links.verify(action, subject, s)) return undefined
    const now = clock.now()
    // Only an act locks: opening the page holds up no other change.
    const appointment = act
      ? await lockAppointment(tx, subject.id)
      : await tx.appointment.findUnique({ where: { id: subject.id }, include: withPeople })
    const where = { id: subject.patientId, disabledAt: null, erasedAt: null }
    const found = await tx.user.findFirst({ where, select: reader })
    if (!found || appointment?.patientId !== found.id) return undefined
    const user = withLocale(found)
    const state = stateOf(appointment, subject.version, action, now)
    const mailbox = user.email && links.wasMailed(subject, user.email, m) ? user.email : undefined
    const visited = { state, appointment, user, mailbox }
    if (!act || state !== 'open') return visited
    if (mailbox && (await proveMailbox(tx, user.id, now)))
      await audit(tx, { action: 'user.verify', actorId: user.id, resourceId: user.id }, now)
    const actor = { id: user.id, role: 'paciente' } as const
    const after =
      action === 'confirm'
        ? await book.confirm(tx, actor, appointment.id)
        : await book.cancel(tx, actor, appointment.id, act.reason)
    return { ...visited, state: 'done' as const, appointment: after }
  }

  // A text message has no room for the address of the page itself.
  app.get('/a/:code', { schema: { params: z.object({ code: z.string().max(64) }) } }, async (request, reply) => {
    const short = links.readShort(request.params.code)
    const found =
      short && short.id <= 2_147_483_647
        ? await app.db.appointment.findUnique({ where: { id: short.id }, select: { patientId: true } })
        : null
    if (!short || !found || !short.isOurs(found.patientId)) return sendPage(reply, page('confirm'))
    const { id, version } = short
    return reply
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .redirect(links.url('confirm', { id, version, patientId: found.patientId }), 303)
  })

  for (const action of linkActions) {
    const path = `/appointments/:id/${action}`
    const schema = { params, querystring: query }
    const answer = async (request: Request, reply: FastifyReply, act?: { reason?: string }) =>
      sendPage(reply, page(action, await transaction(app.db, (tx) => visit(tx, request, action, act))))

    app.get(path, { schema }, async (request, reply) => answer(request, reply))

    app.post(path, { schema }, async (request, reply) => {
      const { reason } = (request.body ?? {}) as { reason?: unknown } // a form's fields, or whatever was sent instead
      const given = typeof reason === 'string' ? reason.replace(/[^\P{Cc}\n\r\t]/gu, '').trim() : ''
      return answer(request, reply, given ? { reason: [...given].slice(0, 500).join('') } : {})
    })
  }
}
