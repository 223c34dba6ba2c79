import { readFileSync } from 'node:fs'
import escapeHtml from 'escape-html'
import Mustache from 'mustache'
import { visibleText } from '../text/visible-text.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'
import { headerText } from './email.ts'

/** What a letter says: plain text throughout, in one language. */
export interface Letter {
  readonly locale: Locale
  readonly subject: string
  /** What a list of mails shows beside the subject. */
  readonly preheader: string
  /** Who writes, above the letter. */
  readonly brand: string
  readonly heading: string
  /** The greeting first. A line break in one stays a line break. */
  readonly paragraphs: readonly string[]
  readonly details?: readonly Detail[]
  /** Asked right above the actions. */
  readonly question?: string
  /** The first is the main one. */
  readonly actions?: readonly Link[]
  /** Also prints the first action's address, for where buttons do not work. */
  readonly showAddress?: boolean
  /** Below the actions, smaller. */
  readonly notes?: readonly string[]
  readonly footer?: readonly string[]
  readonly unsubscribe?: Link
}

export interface Link {
  readonly label: string
  readonly url: string
}

export interface Detail {
  readonly label: string
  readonly value: string
  readonly url?: string
}

let layout: string | undefined

/** Fills the line that mail programs show beside the subject, which would otherwise go on with the letter's text. */
const padding = new Array<true>(80).fill(true)

const escape = (value: string) => escapeHtml(visibleText(value)).replaceAll('\n', '<br>')

/** A letter as plain text, and as HTML without external resources, for phones and dark mode, too. All values are escaped. */
export function renderLetter(letter: Letter) {
  // Read with the first letter, so that a server without mail does not pay for it.
  layout ??= readFileSync(new URL('layout.html', import.meta.url), 'utf8')
  const { heading, paragraphs, details = [], question, actions = [], notes = [], footer = [], unsubscribe } = letter
  const [primary, ...secondary] = actions
  const subject = headerText(letter.subject)
  const label = wordsFor(letter.locale).letters.buttonFails
  const fallback = primary && letter.showAddress && { label, url: primary.url }
  const view = { ...letter, lang: letter.locale, subject, padding, primary, secondary, fallback }
  const html = Mustache.render(layout, view, {}, { escape })
  const blocks = [
    heading,
    ...paragraphs,
    details.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    question,
    ...actions.map(({ label, url }) => `${label}:\n${url}`),
    ...notes,
    ['-- ', ...footer, ...(unsubscribe ? [`${unsubscribe.label}: ${unsubscribe.url}`] : [])].join('\n'),
  ]
  return { subject, html, text: `${visibleText(blocks.filter(Boolean).join('\n\n'))}\n` }
}
