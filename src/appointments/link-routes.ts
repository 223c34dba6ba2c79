import { z } from 'zod'
import { audit } from '../audit/audit.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { acceptForms, html, sendPage } from '../http/html.ts'
import type { Routes } from '../http/routes.ts'
import { longDate } from '../words/appointment.ts'
import { wordsFor } from '../words/catalogue.ts'
import { bareName, discreetSender } from '../words/discretion.ts'
import { defaultLocale, withLocale } from '../words/locale.ts'
import { proveMailbox } from '../users/accounts.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type AppointmentWithPeople, lockAppointment, withPeople } from './appointments.ts'
import { type LinkAction, linkActions } from './links.ts'
import { liveStatuses, practises } from './rules.ts'

// Loosely: whatever is wrong with an address, its reader gets a page. The signature decides.
const params = z.object({ id: z.string().max(12) })
const query = z
  .object({ v: z.string().max(12), p: z.string().max(12), s: z.string().max(64), m: z.string().max(64) })
  .partial()

/** What a link can still do: what it says (`open`), or nothing, and then why. */
type LinkState = 'invalid' | 'over' | 'cancelled' | 'moved' | 'waiting' | 'confirmed' | 'open' | 'done'

const reader = { id: true, name: true, email: true, locale: true, timezone: true, discreet: true } as const

/**
 * The pages behind "Confirmar presença" and "Preciso cancelar" (contract §3), under PUBLIC_URL. Opening one changes nothing,
 * since mail scanners open every link; its form acts, as the patient. A link whose appointment has changed says what is true now.
 */
export const appointmentLinkRoutes: Routes = async (app) => {
  const { config, clock } = app
  acceptForms(app)
  const { links, ...book } = app.appointments

  interface Request {
    readonly params: z.output<typeof params>
    readonly query: z.output<typeof query>
  }

  const linked = ({ params: { id }, query: { v, p, s = '' } }: Request, action: LinkAction) => {
    const subject = { id: Number(id), version: Number(v), patientId: Number(p) }
    return links.verify(action, subject, s) ? subject : undefined
  }

  const stateOf = (appointment: AppointmentWithPeople, version: number, action: LinkAction): LinkState => {
    const { status, startsAt } = appointment
    if (status === 'cancelado') return 'cancelled'
    if (startsAt <= clock.now() || !(liveStatuses as readonly string[]).includes(status)) return 'over'
    if (appointment.version !== version) return 'moved'
    if (action === 'confirm' && !practises(appointment.psychologist)) return 'waiting'
    return action === 'confirm' && status === 'confirmado' ? 'confirmed' : 'open'
  }

  /** Looks at the appointment as the link's reader, acts if asked to, and gives what the page says. */
  const visit = async (tx: Tx, request: Request, action: LinkAction, act?: { reason?: string }) => {
    const subject = linked(request, action)
    // Who only looks locks nobody out.
    const look = (id: number) => tx.appointment.findUnique({ where: { id }, include: withPeople })
    const appointment = subject && (await (act ? lockAppointment(tx, subject.id) : look(subject.id)))
    const where = { id: subject?.patientId ?? 0, disabledAt: null, erasedAt: null }
    const found = subject && (await tx.user.findFirst({ where, select: reader }))
    const user = found && withLocale(found)
    if (!appointment || !user || appointment.patientId !== user.id) return { state: 'invalid' as const }
    const state = stateOf(appointment, subject.version, action)
    const mailbox = user.email && links.wasMailed(subject, user.email, request.query.m ?? '') ? user.email : undefined
    if (!act || state !== 'open') return { state, appointment, user, mailbox }
    if (mailbox && (await proveMailbox(tx, user.id, clock.now())))
      await audit(tx, { action: 'user.verify', actorId: user.id, resourceId: user.id }, clock.now())
    const actor = { id: user.id, role: 'paciente' } as const
    const after =
      action === 'confirm'
        ? await book.confirm(tx, actor, appointment.id)
        : await book.cancel(tx, actor, appointment.id, act.reason)
    return { state: 'done' as const, appointment: after, user, mailbox }
  }

  type Visited = Awaited<ReturnType<typeof visit>>

  const page = ({ state, appointment, user, mailbox }: Visited, action: LinkAction) => {
    const language = user?.locale ?? defaultLocale
    const words = wordsFor(language).linkPages
    if (!appointment || !user) {
      const { title, text } = words.invalid
      return { status: 404, language, title, brand: discreetSender, body: html`<p>${text}</p>` }
    }
    const { discreet, locale, timezone: zone } = user
    const { startsAt, modality, psychologist, version } = appointment
    const said = state === 'open' || state === 'done' ? words[state][action] : words[state]
    const other: LinkAction = action === 'confirm' ? 'cancel' : 'confirm'
    const others = links.url(other, { id: appointment.id, version, patientId: user.id }, mailbox)
    const offersOther =
      state === 'open' || state === 'waiting' || state === 'confirmed' || (state === 'done' && action === 'confirm')
    const reason = html`<label for="reason">${words.reason}</label>
      <textarea id="reason" name="reason" rows="3" maxlength="500"></textarea>`
    const form = html`<form method="post">
      ${action === 'cancel' && reason}
      <button type="submit">${words.button[action]}</button>
    </form>`
    const body = html`<p>${said.text}</p>
      <dl>
        <dt>${words.date}</dt>
        <dd>${longDate(startsAt, locale, zone)}</dd>
        <dt>${words.time}</dt>
        <dd>${wallClock(startsAt, zone).time}</dd>
        <dt>${words.with}</dt>
        <dd>${discreet ? bareName(psychologist.name) : psychologist.name}</dd>
        <dt>${words.where}</dt>
        <dd>${modality === 'online' ? 'Online' : words.inPerson}</dd>
      </dl>
      ${state === 'open' && form} ${offersOther && html`<p><a href="${others}">${words.instead[other]}</a></p>`}`
    return { language, title: said.title, brand: discreet ? discreetSender : config.clinic.brand, body }
  }

  // A text message has no room for the address of the page itself.
  app.get('/a/:code', { schema: { params: z.object({ code: z.string().max(64) }) } }, async (request, reply) => {
    const short = links.readShort(request.params.code)
    const found =
      short && short.id <= 2_147_483_647
        ? await app.db.appointment.findUnique({ where: { id: short.id }, select: { patientId: true } })
        : null
    if (!short || !found || !short.isOurs(found.patientId))
      return sendPage(reply, page({ state: 'invalid' }, 'confirm'))
    const { id, version } = short
    return reply
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .redirect(links.url('confirm', { id, version, patientId: found.patientId }), 303)
  })

  for (const action of linkActions) {
    const path = `/appointments/:id/${action}`

    app.get(path, { schema: { params, querystring: query } }, async (request, reply) => {
      const visited = await transaction(app.db, (tx) => visit(tx, request, action))
      return sendPage(reply, page(visited, action))
    })

    app.post(path, { schema: { params, querystring: query } }, async (request, reply) => {
      const { reason } = (request.body ?? {}) as { reason?: unknown } // a form's fields, or whatever was sent instead
      const given = typeof reason === 'string' ? reason.replace(/[^\P{Cc}\n\r\t]/gu, '').trim() : ''
      const act = given ? { reason: [...given].slice(0, 500).join('') } : {}
      const visited = await transaction(app.db, (tx) => visit(tx, request, action, act))
      return sendPage(reply, page(visited, action))
    })
  }
}
