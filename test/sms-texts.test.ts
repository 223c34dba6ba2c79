import { describe, expect, test } from 'vitest'
import { crisisSms } from '../src/risk/risk-replies.ts'
import type { SmsKind } from '../src/words/appointment-facts.ts'
import { appointmentSms, noticeSms } from '../src/words/sms.ts'
import { replyWords } from '../src/replies/reply-words.ts'

const kinds: readonly SmsKind[] = [
  'agendamento',
  'confirmacao',
  'remarcacao',
  'cancelamento',
  'lembrete',
  'lembrete_urgente',
]
const people = [
  'Dra. Ana Souza',
  'Dr. João Guilherme de Albuquerque Cavalcanti de Mendonça e Vasconcelos',
  'Psicóloga Maria Aparecida Conceição dos Santos Figueiredo Magalhães',
  'Luís Inácio Gonçalves Peçanha D’Ávila Brandão',
  'Ñandú Ångström Łukasz Øystein Æsir Weiß',
  'Therezinha Philippsen-Schwarzenberger',
  'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen',
  'José',
  '山田太郎',
  '“Bia” 🌸 Corrêa',
  'N'.repeat(120),
  Array.from({ length: 30 }, () => 'Sá').join(' '),
]
const clinics = [
  undefined,
  'Clínica São José',
  'Instituto Brasileiro de Psicologia, Psicanálise e Saúde Mental Dra. Nise da Silveira',
  'Consultório de Psicologia & Bem-Estar Emocional “Renascer” — Unidade Jardim Paulista',
  '心の診療所',
  'C'.repeat(200),
]
const links = [
  undefined,
  'https://api.example.com/a/abcdefghijklmn.zik0zj.9',
  `https://agenda.clinica-de-psicologia-renascer.com.br/a/${'x'.repeat(24)}`,
  `https://${'muito-longo.'.repeat(11)}com.br/a/${'x'.repeat(24)}`,
]
/** GSM 03.38's basic alphabet, as far as it is ASCII, and no other: each letter one septet. */
const basic = /^[ !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]*$/
const when = { date: '2027-12-31', time: '23:55' }

const segments = (text: string) => ({ fits: text.length <= 160 && text.length > 0, basic: basic.test(text) })

describe('the texts of appointments', () => {
  test('are one GSM-7 segment each, with the time, and the link whole or not at all, whatever the names', () => {
    let count = 0
    for (const kind of kinds)
      for (const locale of ['pt-BR', 'en'] as const)
        for (const clinicName of clinics)
          for (const otherName of people)
            for (const link of links)
              for (const discreet of [false, true]) {
                const text = appointmentSms(kind, { ...when, locale, clinicName, otherName, link, discreet })
                expect({ text, ...segments(text) }).toEqual({ text, fits: true, basic: true })
                expect(text).toContain(locale === 'en' ? '12/31' : '31/12')
                expect(text).toContain('23:55')
                for (const [address] of text.matchAll(/https?:\S*/g)) expect(address).toBe(link)
                count++
              }
    expect(count).toBe(kinds.length * 2 * clinics.length * people.length * links.length * 2)
  })

  test('read as a person would write them, and shorten names at a word', () => {
    const base = { ...when, locale: 'pt-BR', clinicName: 'Clínica São José', otherName: 'Dra. Ana Conceição' } as const
    const link = 'https://api.example.com/a/abcdefghijklmn.zik0.1'
    expect(kinds.map((kind) => appointmentSms(kind, { ...base, link }))).toEqual([
      `Clinica Sao Jose: consulta com Dra. Ana Conceicao agendada para 31/12 as 23:55. Responda SIM ou NAO: ${link}`,
      'Clinica Sao Jose: consulta com Dra. Ana Conceicao confirmada para 31/12 as 23:55. Ate la!',
      `Clinica Sao Jose: consulta com Dra. Ana Conceicao remarcada para 31/12 as 23:55. Responda SIM ou NAO: ${link}`,
      'Clinica Sao Jose: consulta com Dra. Ana Conceicao de 31/12 as 23:55 cancelada.',
      `Clinica Sao Jose: lembrete da sua consulta com Dra. Ana Conceicao em 31/12 as 23:55. Responda SIM ou NAO: ${link}`,
      `Clinica Sao Jose: sua consulta com Dra. Ana Conceicao e HOJE, 31/12 as 23:55. Responda SIM ou NAO: ${link}`,
    ])
    const long = { ...base, otherName: people[1], clinicName: clinics[2] }
    expect(appointmentSms('lembrete', long)).toBe(
      'Instituto Brasileiro de Psicologia: lembrete da sua consulta com Dr. Joao Guilherme de Albuquerque Cavalcanti em 31/12 as 23:55. Responda SIM ou NAO.',
    )
  })

  test('to a discreet patient name neither the practice, a person, the kind of appointment, nor an address', () => {
    const options = {
      ...when,
      locale: 'pt-BR',
      discreet: true,
      clinicName: 'Clínica Renascer',
      otherName: 'Dra. Ana',
    } as const
    for (const kind of kinds) {
      const text = appointmentSms(kind, { ...options, link: 'https://psicologia.example.com/a/x.1.1' })
      expect(text).not.toMatch(/renascer|ana\b|dra|consulta|terapia|psico|http|blurosiere/i)
    }
    expect(appointmentSms('lembrete', options)).toBe(
      'Lembrete do seu compromisso em 31/12 as 23:55. Responda SIM para confirmar ou NAO para cancelar.',
    )
  })
})

describe('other texts', () => {
  test('carry a title alone, of an alert nothing but that it is urgent, and to a discreet reader not even the title', () => {
    const notice = { title: 'Resultado da avaliação psicológica', alert: false, locale: 'pt-BR' } as const
    expect(noticeSms({ ...notice, clinicName: 'Clínica' })).toBe(
      'Clinica: Resultado da avaliacao psicologica. Abra o aplicativo.',
    )
    expect(noticeSms({ ...notice, discreet: true })).toBe('Voce tem uma mensagem. Abra o aplicativo.')
    expect(noticeSms({ ...notice, title: 'Alerta de risco', alert: true })).toBe(
      'BluRosiere: Urgente. Abra o aplicativo.',
    )
    for (const title of [...people, 'Veja https://example.com/'.padEnd(300, 'x'), 'palavra '.repeat(40)])
      for (const clinicName of clinics)
        for (const discreet of [false, true]) {
          const text = noticeSms({ ...notice, title, clinicName, discreet })
          expect({ text, ...segments(text) }).toEqual({ text, fits: true, basic: true })
          expect(text).toMatch(/Abra o aplicativo\.$/)
          expect(text).not.toMatch(/https:\/\/example\.com\/x+\.\.\./)
        }
  })

  test('in answer to a text are one segment, too, those in a crisis as well', () => {
    const list = '1) 31/12 23:55 2) 31/12 23:55 3) 31/12 23:55 4) 31/12 23:55 5) 31/12 23:55'
    for (const locale of ['pt-BR', 'en'] as const) {
      const { messageFrom: _, withoutText: __, ...words } = replyWords(locale)
      const texts = [
        ...Object.values(words).map((word) =>
          typeof word === 'string'
            ? word
            : (word as (first: never, second: boolean) => string)(
                // A list for those that offer one, a time for the others.
                (word === words.which || word === words.unclearWhich ? list : when) as never,
                true,
              ),
        ),
        ...(['eu', 'outra-pessoa'] as const).flatMap((about) =>
          [true, false].map((psychologistTold) => crisisSms({ locale, about, psychologistTold })),
        ),
      ]
      expect(texts.length).toBeGreaterThan(14)
      for (const text of texts) expect({ text, ...segments(text) }).toEqual({ text, fits: true, basic: true })
    }
  })
})
