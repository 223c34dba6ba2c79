import { expect, test } from 'vitest'
import ICAL from 'ical.js'
import { emailSamples, type Sample } from '../src/cli/email-samples.ts'
import { renderLetter } from '../src/email/letter.ts'
import { bareName } from '../src/words/discretion.ts'

const all = await emailSamples()
const titleOf = ({ name, locale, discreet }: Sample) => `${name} ${locale}${discreet ? ' discreet' : ''}`

const hostile = [
  'João <script>alert(1)</script> & "aspas" \'simples\'',
  '</title></style><img src=x onerror=alert(1)>',
  '{{subject}} {{url}} <!-- each paragraph --> $& $1 ${name}',
  '😀👩‍👩‍👧 עברית ‮rtl‬ \u2028 linha',
  'a\r\nBcc: evil@example.com\r\n\r\ncorpo',
  'x'.repeat(500),
]

/** What a glance at a list of mails or a calendar must not tell of a discreet reader. */
const revealing =
  /psic|psych|terap|therap|mental|saúde|health|ansiedade|depress|crise|sessão|session|divã|\bdr[aª]?\b\.?|doutor|doctor|analista|exames/i

const glance = ({ letter, calendar }: Sample): string[] => [
  letter.subject,
  letter.preheader,
  letter.brand,
  ...(calendar ? [unfolded(calendar.content)] : []),
]
const unfolded = (ics: string) => ics.replace(/\r\n[ \t]/g, '')

const elements = (html: string) => html.match(/<(html|head|body|style|title|meta|h1)\b/g)

test('there is a letter for every occasion, in both languages, plain and discreet', () => {
  const names = new Set(all.map(({ name }) => name.replace(/-(paciente|psicologo)$/, '')))
  const occasions = [
    'agendamento',
    'confirmacao',
    'lembrete',
    'remarcacao',
    'cancelamento',
    'recuperacao',
    'boas-vindas',
    'verificacao',
    'novo-email',
    'email-em-uso',
    'email-trocado',
  ]
  expect([...names].toSorted()).toEqual(
    [...occasions, 'convite', 'mensagem', 'alerta', 'seguranca', 'sistema'].toSorted(),
  )
  expect(all).toHaveLength(20 * 4)
})

test.each(all.map((sample) => [titleOf(sample), sample] as const))(
  '%s holds what a letter needs, and no more',
  (_, sample) => {
    const { subject, html, text } = renderLetter(sample.letter)
    expect(Buffer.byteLength(html)).toBeLessThan(60_000)
    expect(html).toContain(`<html lang="${sample.locale}"`)
    for (const whole of [subject, html, text]) {
      expect(whole).not.toMatch(/undefined|\[object|NaN|Invalid Date|\{\{|\}\}|\$\{|null\b/)
    }
    // Nothing is fetched: no image, no font, no stylesheet.
    expect(html).not.toMatch(/<img|<link|@import|<script|\bsrc=|url\(/i)
    expect(html).toContain('prefers-color-scheme: dark')
    for (const { url } of sample.letter.actions ?? []) expect(text).toContain(url)
  },
)

test('what a discreet reader shows at a glance names no psychology, no title, no reason', async () => {
  const facts = { text: 'Motivo: crise de ansiedade na terapia', psychologistName: 'Psicóloga Dra. Ana Souza' }
  const samples = (await emailSamples(facts)).filter(({ discreet }) => discreet)
  expect(samples).toHaveLength(40)
  for (const sample of samples) {
    for (const line of glance(sample)) expect(line, titleOf(sample)).not.toMatch(revealing)
    // Nor, to the patient, with whom.
    if (sample.name.endsWith('psicologo')) continue
    for (const line of glance(sample)) expect(line, titleOf(sample)).not.toContain('Ana Souza')
  }
})

test('the plain ones would not pass that test: the word list works', () => {
  const told = all.filter(({ discreet }) => !discreet).filter((one) => glance(one).some((line) => revealing.test(line)))
  expect(told.length).toBeGreaterThan(20)
})

test.each([
  ['Dra. Ana Souza', 'Ana Souza'],
  ['Psicóloga Ana', 'Ana'],
  ['Prof. Dr. João', 'João'],
  ['Psic. Dra. Zoë', 'Zoë'],
  ['Drauzio Lima', 'Drauzio Lima'],
  ['Dra.', 'Dra.'],
])('%s without a title is %s', (name, bare) => {
  expect(bareName(name)).toBe(bare)
})

test.each(hostile)('%j in a name and a text is text, wherever it stands', async (value) => {
  for (const sample of await emailSamples({ patientName: value, psychologistName: value, text: value })) {
    const { subject, html } = renderLetter(sample.letter)
    expect(subject).not.toMatch(/[\r\n\u2028]/)
    expect(html).not.toMatch(/<script|<img|onerror=[^&]*>/i)
    expect(html.match(/<\/title>/g)).toHaveLength(1)
    // As many elements as with harmless words, but for line breaks and paragraphs of a text.
    expect(elements(html)).toEqual(elements(renderLetter((all[0] as Sample).letter).html))
    if (!sample.calendar) continue
    const event = new ICAL.Component(ICAL.parse(sample.calendar.content) as never).getFirstSubcomponent('vevent')
    expect(event?.getAllProperties().map(({ name }) => name)).not.toContain('bcc')
    expect(event?.getAllProperties('attendee')).toHaveLength(1)
  }
})

test('every letter renders in under 5 ms (median)', () => {
  for (const sample of all) {
    const times = Array.from({ length: 30 }, () => {
      const started = performance.now()
      renderLetter(sample.letter)
      return performance.now() - started
    })
    expect(times.toSorted((a, b) => a - b)[15], titleOf(sample)).toBeLessThan(5)
  }
})

test('colours of text on their ground reach WCAG AA, in the light and in the dark', () => {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: string, other: string) => {
    const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
    return (high + 0.05) / (low + 0.05)
  }
  const pairs = [
    // text, muted, link on the card; brand, muted, link on the page; the two buttons
    ...['#1f2937', '#4b5563', '#1d4ed8', '#1e40af'].map((text) => [text, '#ffffff']),
    ...['#1e3a8a', '#4b5563', '#1d4ed8'].map((text) => [text, '#eef2f7']),
    ['#ffffff', '#1d4ed8'],
    ...['#f1f5f9', '#cbd5e1', '#93c5fd', '#bfdbfe'].map((text) => [text, '#1e293b']),
    ...['#bfdbfe', '#cbd5e1', '#93c5fd'].map((text) => [text, '#0f172a']),
    ['#0f172a', '#93c5fd'],
  ] as [string, string][]
  const { html } = renderLetter((all[0] as Sample).letter)
  for (const [text, ground] of pairs) {
    for (const colour of [text, ground]) expect(html).toContain(colour)
    expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  }
})
