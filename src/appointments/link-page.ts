import type { User } from '../database/generated/client.ts'
import { html } from '../http/html.ts'
import { wallClock } from '../time/wall-clock.ts'
import { longDate } from '../words/appointment.ts'
import { wordsFor } from '../words/catalogue.ts'
import { bareName, discreetSender } from '../words/discretion.ts'
import { defaultLocale, type Locale } from '../words/locale.ts'
import type { AppointmentLinks, LinkAction } from './links.ts'
import type { AppointmentWithPeople } from './locks.ts'

/** What a link can still do: what it says (`open`), or nothing, and then why. */
export type LinkState = 'over' | 'cancelled' | 'moved' | 'waiting' | 'confirmed' | 'open'

interface Visit {
  readonly state: LinkState | 'done'
  readonly appointment: AppointmentWithPeople
  readonly user: Pick<User, 'id' | 'discreet' | 'timezone'> & { locale: Locale }
  /** The reader's address, if the link was mailed there. */
  readonly mailbox: string | undefined
}

/** The page behind a link, for its reader; without a visit, that of an invalid link. */
export function linkPage(links: AppointmentLinks, brand: string, action: LinkAction, visit?: Visit) {
  const language = visit?.user.locale ?? defaultLocale
  const words = wordsFor(language).linkPages
  if (!visit) {
    const { title, text } = words.invalid
    return { status: 404, language, title, brand: discreetSender, body: html`<p>${text}</p>` }
  }
  const { state, appointment, mailbox } = visit
  const { id: patientId, discreet, timezone } = visit.user
  const { id, startsAt, modality, psychologist, version } = appointment
  const said = state === 'open' || state === 'done' ? words[state][action] : words[state]
  const other: LinkAction = action === 'confirm' ? 'cancel' : 'confirm'
  const others = links.url(other, { id, version, patientId }, mailbox)
  const offersOther = ['open', 'waiting', 'confirmed'].includes(state) || (state === 'done' && action === 'confirm')
  const reason = html`<label for="reason">${words.reason}</label>
    <textarea id="reason" name="reason" rows="3" maxlength="500"></textarea>`
  const form = html`<form method="post">
    ${action === 'cancel' && reason}
    <button type="submit">${words.button[action]}</button>
  </form>`
  const body = html`<p>${said.text}</p>
    <dl>
      <dt>${words.date}</dt>
      <dd>${longDate(startsAt, language, timezone)}</dd>
      <dt>${words.time}</dt>
      <dd>${wallClock(startsAt, timezone).time}</dd>
      <dt>${words.with}</dt>
      <dd>${discreet ? bareName(psychologist.name) : psychologist.name}</dd>
      <dt>${words.where}</dt>
      <dd>${modality === 'online' ? 'Online' : words.inPerson}</dd>
    </dl>
    ${state === 'open' && form} ${offersOther && html`<p><a href="${others}">${words.instead[other]}</a></p>`}`
  return { language, title: said.title, brand: discreet ? discreetSender : brand, body }
}
