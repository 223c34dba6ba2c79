import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pseudonyms } from '../src/assistant/privacy.ts'
import { startApp } from './app.ts'
import { put } from './clinic.ts'
import { chatServer } from './fakes/openai.ts'
import { growth } from './growth.ts'

interface Line {
  text: string
  /** What must not leave. */
  secrets: string[]
  /** What a model needs to answer. */
  keeps: string[]
  heldOut: boolean
}

const lines = JSON.parse(readFileSync(new URL('data/personal.json', import.meta.url), 'utf8')) as Line[] // our own file
const names = ['Marina Albuquerque Conceição', 'José Antônio Magalhães']

/** Whether a secret, or a telling word of it, is still there. */
const leaks = (secret: string, hidden: string, keeps: readonly string[]) =>
  hidden.includes(secret) ||
  (secret.match(/[\p{L}\p{N}]{3,}/gu) ?? [])
    .filter(
      (word) => !/^(rua|avenida|travessa|alameda|praça|apto|bloco|casa|rodovia|com|gmail|ponto|arroba)$/i.test(word),
    )
    .filter((word) => !keeps.some((keep) => keep.includes(word)))
    .some((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'u').test(hidden))

test.each([
  ['tuning', false, 0.01],
  // The misses among these lines were never looked at: what was measured, and may only fall.
  ['held out', true, 0.05],
] as const)(
  'what identifies a person does not leave, and what the question needs does (%s)',
  (title, heldOut, most) => {
    const part = lines.filter((line) => line.heldOut === heldOut)
    let [secrets, leaked, kept, lost] = [0, 0, 0, 0]
    for (const line of part) {
      const hidden = pseudonyms(names).hide(line.text)
      secrets += line.secrets.length
      leaked += line.secrets.filter((secret) => leaks(secret, hidden, line.keeps)).length
      kept += line.keeps.length
      lost += line.keeps.filter((keep) => !hidden.includes(keep)).length
    }
    const percent = (value: number) => `${(100 * value).toFixed(1)} %`
    process.stdout.write(
      `privacy, ${title}: ${percent(leaked / secrets)} of ${secrets} secrets left, ${percent(lost / kept)} of ${kept} other words lost\n`,
    )
    expect(leaked / secrets).toBeLessThanOrEqual(most)
    expect(lost / kept).toBeLessThanOrEqual(0.03)
  },
)

test('what was hidden is put back as it was, and only what was', () => {
  for (const { text } of lines) {
    const { hide, restore } = pseudonyms(names)
    expect(restore(hide(text))).toBe(text.normalize('NFKC').replace(/\p{Cf}/gu, ''))
  }
  const { hide, restore } = pseudonyms(names)
  hide('Aqui é a Marina')
  expect(restore('[NOME_1], e [NOME_2], [CPF_1] e [X_1]')).toBe('Marina, e [NOME_2], [CPF_1] e [X_1]')
})

test('one thing has one placeholder throughout a conversation', () => {
  const { hide } = pseudonyms(names)
  expect(hide('Marina, marina, MARINA: cpf 123.456.789-09')).toBe('[NOME_1], [NOME_1], [NOME_1]: cpf [DOCUMENTO_1]')
  expect(hide('de novo 123.456.789-09')).toBe('de novo [DOCUMENTO_1]')
})

test('no disguise of digits or letters lets a known thing through', () => {
  const { hide } = pseudonyms(names)
  for (const text of [
    'cpf １２３．４５６．７８９－０９',
    'cpf 123\u200b.456.\u2060789-09',
    'Ma\u00adrina',
    'Mari\u200dna',
    'Concei\u0063\u0327a\u0303o',
  ])
    expect(hide(text)).not.toMatch(/[0-9]{3}|Mari|Concei/)
})

test('names of every form are found: with a hyphen, of two letters, or hidden within an address', () => {
  const { hide, restore } = pseudonyms(['Ana-Maria Souza', 'Jô Sá', 'O’Neil (Zé)'])
  expect(hide('a Ana-Maria, o Zé e a Jô')).toBe('a [NOME_1], o [NOME_2] e a [NOME_3]')
  expect(hide('o jogo e a sala são bons')).toBe('o jogo e a sala são bons')
  const address = 'moro na rua Maria da Silva 12'
  const { hide: hideMaria, restore: restoreMaria } = pseudonyms(['Maria'])
  expect(hideMaria(address)).toMatch(/^moro na \[ENDERECO_1\]/)
  expect(restoreMaria(hideMaria(address))).toBe(address)
  expect(restore(hide('Ana-Maria'))).toBe('Ana-Maria')
})

test('a name made of the words of the instructions changes none of them', async () => {
  const model = await chatServer(() => 'Olá!')
  const { person } = await startApp({ env: { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url } })
  const patient = await person('paciente', { name: 'never cannot not You diagnose' })
  expect((await patient.call('POST', '/ai/chat', { message: 'oi' })).body.provider).toBe('openai')
  expect(model.requests[0]?.messages[0]?.content).toMatch(/You never diagnose/)
})

test('nothing of it is on the wire: neither in the message, its context, the history nor the instructions', async () => {
  const model = await chatServer(() => 'Entendi.')
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url }
  const { person, app } = await startApp({ env })
  const patient = await person('paciente', { name: names[0] as string, email: 'marina.secreta@example.com' })
  const psychologist = await person('psicologo', { name: names[1] as string })
  await put({ app }, patient, psychologist, new Date(Date.now() + 86_400_000))
  const part = lines.filter(({ heldOut, secrets }) => !heldOut && secrets.length > 0).slice(0, 24)
  let conversationId: string | undefined
  for (const [index, { text }] of part.entries()) {
    const body = index % 2 ? { message: 'Qual o horário?', context: text } : { message: text }
    const answer = await patient.call('POST', '/ai/chat', { ...body, ...(conversationId && { conversationId }) })
    conversationId = answer.body.conversationId
  }
  expect(model.wire.length).toBeGreaterThan(15)
  const wire = model.wire.join('\n')
  for (const secret of part.flatMap(({ secrets }) => secrets))
    if (secret.length > 4) expect([secret, wire.includes(secret)]).toEqual([secret, false])
  expect(wire).not.toMatch(/Marina|Albuquerque|Magalh|secreta|patient@/i)
})

test('time grows in step with length', () => {
  const work = (text: string) => void pseudonyms(names).hide(text)
  for (const long of [`rua ${'a'.repeat(3_990)}`, `na rua ${'k'.repeat(2_000)} ${'a b '.repeat(400)}`])
    expect(growth(work, long, long.length / 8)).toBeLessThan(40)
  for (const piece of [
    '1 ',
    '1',
    'a@',
    '@a',
    'rua ',
    'rua a ',
    'me chamo ',
    '12/',
    'nasci em ',
    'nasc',
    'cpf ',
    'moro ',
    'Maria ',
    'A ',
    'www.',
    'a.b',
    'moro na rua ',
    'dr. ',
    'de ',
  ]) {
    expect(growth(work, piece, 2_000), piece).toBeLessThan(40)
  }
})
