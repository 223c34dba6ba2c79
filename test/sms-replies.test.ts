import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { assessRisk } from '../src/risk/lexical-assessment.ts'
import type { Appointment } from '../src/database/generated/client.ts'
import type { Locale } from '../src/words/locale.ts'
import { matchesNamedTimes } from '../src/replies/answerable-appointments.ts'
import { readReply } from '../src/replies/read-reply.ts'
import { until } from './app.ts'
import { hour, minute, monday, put, startClinic } from './clinic.ts'
import { delivery, notify, settled } from './deliveries.ts'
import { twilioServer } from './fakes/twilio.ts'

interface Line {
  readonly text: string
  readonly intent: 'sim' | 'nao' | 'pare' | 'voltar' | 'duvida'
}

describe('the corpus of replies', async () => {
  const corpus = JSON.parse(await readFile(new URL('data/sms-replies.json', import.meta.url), 'utf8')) as Line[]
  /** As a reply to the reminder of an appointment today, Tuesday the 20th, at 14:00. */
  const startsAt = new Date('2026-01-20T17:00:00.000Z')
  const appointment = { startsAt, timezone: 'America/Sao_Paulo', locale: 'pt-BR' } as const
  const now = new Date('2026-01-20T11:00:00.000Z')
  const read = (text: string) => {
    const { intent, named } = readReply(text, ['Maria Silva', 'Dra. Ana Souza'])
    if (!matchesNamedTimes(named, appointment, now)) return 'duvida'
    return intent === 'cancelar' ? 'nao' : intent
  }

  test('is large, and has every intent', () => {
    const counts = Map.groupBy(corpus, ({ intent }) => intent)
    expect(new Set(corpus.map(({ text }) => text)).size).toBe(corpus.length)
    expect(corpus.length).toBeGreaterThan(350)
    for (const intent of ['sim', 'nao', 'pare', 'voltar', 'duvida'] as const)
      expect(counts.get(intent)?.length).toBeGreaterThan(8)
  })

  test('is read right wherever it is clear, and none of the unclear is acted on', () => {
    const wrong = corpus
      .map(({ text, intent }) => ({ text, intent, read: read(text) }))
      .filter((line) => line.intent !== line.read)
    expect(wrong).toEqual([])
  })

  test('raises no alert: none of it speaks of a risk to life', () => {
    expect(corpus.filter(({ text }) => assessRisk(text).level === 'alto')).toEqual([])
  })
})

/** What a reply comes to for an appointment today, Monday 01/03/2027, at 14:00. */
function readsAs(text: string, names: readonly string[] = ['Ana Lima', 'Dra. Bruna Souza'], locale: Locale = 'pt-BR') {
  const { intent, named } = readReply(text, names)
  const appointment = { startsAt: new Date('2027-03-01T17:00:00.000Z'), timezone: 'America/Sao_Paulo', locale }
  return matchesNamedTimes(named, appointment, new Date('2027-03-01T12:00:00.000Z')) ? intent : 'duvida'
}

const each = (intent: string, texts: readonly string[], names?: readonly string[]) =>
  expect(texts.map((text) => [text, readsAs(text, names)])).toEqual(texts.map((text) => [text, intent]))

describe('the day that an answer names', () => {
  test('is read as one date, with its year or without, and is the appointment’s or another', () => {
    each('duvida', ['Confirmo 03/03', 'Sim, 02/03', 'Sim, 03/01', 'Sim, 01/03/2026', 'Sim 03', 'Não, 02/03'])
    each('sim', ['Sim, 01/03/2027', 'Sim 01.03', 'Sim, 01-03', 'Sim, 01/03/27', 'Sim. 01 / 03', 'Confirmo hoje 01/03'])
    each('sim', ['Confirmo dia 01/03 às 14:00', 'Confirmo 01/03 14h', 'Confirmo para 01/03.', 'confirmo às 14.00'])
    each('sim', ['Sim,01/03', 'Sim.01/03', 'Confirmo para o dia 01/03', 'Sim segunda-feira, 01/03/2027 14:00'])
    each('nao', ['Não posso 01/03'])
    expect([readsAs('Yes, 03/01', [], 'en'), readsAs('Yes, 01/03', [], 'en')]).toEqual(['sim', 'duvida'])
  })

  test('may be followed by a time that says its hours', () => {
    each('sim', ['Sim 14:00hs', 'Sim 14:00h', 'Sim 14:00 hs', 'Sim 14:00hrs', 'Sim 14h00', 'Sim, 01/03 às 14:00h'])
    each('duvida', ['Sim 15:00hs', 'Sim 14:30h', 'confirmo meio dia'])
  })

  test('picks one of a list', async () => {
    for (const text of ['02/03', '02/03 14:00', 'Confirmo 02/03']) {
      const { write } = await reminded(3)
      await write('sim')
      expect([text, await write(text)]).toEqual([text, ['Presenca confirmada: 02/03 as 14:00. Ate la!']])
    }
  })
})

describe('a confirmation is none', () => {
  test('of a person who cannot call off, and is one of who cannot miss it', () => {
    each('duvida', ['não posso desmarcar', 'não posso cancelar', 'não posso remarcar', 'não posso mudar'])
    each('duvida', ['não consigo desmarcar', 'não vou poder cancelar', 'não tenho como desmarcar', 'não posso adiar'])
    each('sim', ['não posso faltar', 'não vou faltar', 'não vou cancelar'])
    each('nao', ['Não posso, desmarcar por favor', 'Não vou, desmarcar'])
    each('cancelar', ['Não vou, cancelar', 'Não, vou cancelar'])
  })

  test('of a stranger, and is one of who gives a known name', () => {
    each('duvida', ['Sim, aqui é engano', 'Ok, aqui é número errado', 'Sim, quem fala', 'Sim, aqui é o Pedro'])
    each('duvida', ['Sim. Aqui é engano', 'não, aqui é o Pedro', 'Sim, aqui é a mãe da Ana'])
    each('sim', ['Sim, aqui é a Ana', 'Sim, aqui é Ana Lima', 'Sim, quem fala é a Ana', 'aqui é a Ana, confirmo sim'])
  })

  test('that is put off, and is one that says when they come', () => {
    each('duvida', ['Confirmo à noite', 'hoje à noite confirmo', 'aguardando confirmação', 'hoje confirmo'])
    each('duvida', ['confirmo até terça', 'até terça confirmo', 'confirmo até a noite', 'Confirmo hoje à tarde'])
    each('duvida', ['estou aguardando confirmação', 'vou confirmar à noite', 'confirmo só à noite', 'amanhã confirmo'])
    each('duvida', ['já confirmo', 'confirmo já já', 'depois eu confirmo', 'mais tarde confirmo'])
    each('sim', ['confirmo hoje às 14h', 'Confirmo hoje à tarde às 14h', 'Confirmo, hoje à tarde', 'confirmo, até lá'])
  })

  test('for another part of the day, and a wish of a good one is no part of it', () => {
    each('duvida', ['consigo só à noite', 'posso de manhã', 'vou de manhã', 'Sim, hoje à noite'])
    each('sim', [
      'posso à tarde',
      'Sim, hoje à tarde',
      'Confirmo. Boa noite',
      'Ok bom dia',
      'Sim, tenha uma ótima noite',
    ])
  })
})

test('the particle of a known name belongs to it', () => {
  const names = ['Maria da Silva', 'Dra. Ana Souza']
  each('sim', ['Sim, Maria da Silva', 'Sim\nMaria da Silva', 'sim, aqui é a Maria da Silva'], names)
  each('nao', ['Não. Maria da Silva'], names)
})

describe('no one is opted out, or in again,', () => {
  test('who lets us write, or writes a scrap', () => {
    each('duvida', ['Pode mandar', 'pode me enviar mensagens', 'favor', 'p', 'pra', 'pro', 'me', 'Pode tirar'])
  })

  test('who denies it', () => {
    each('duvida', ['não parem de me mandar mensagem', 'Não quero cancelar os lembretes', 'não parem', 'parem não'])
    each('duvida', ['não quero parar', 'não quero sair da lista', 'não quero voltar'])
  })

  test('who may speak of the therapy, or of a day', () => {
    each('duvida', ['Pode tirar meu horário', 'quero sair da terapia', 'quero voltar à terapia', 'parar a terapia'])
    each('duvida', ['sair da sessão', 'quero voltar pra consulta', 'quero parar hoje', 'me tira hoje', 'preciso sair'])
  })

  test('but those who say it clearly are', () => {
    each('pare', ['PARE', 'STOP', 'sair', 'quero parar', 'para de mandar sms', 'Não, pare', 'não quero mais mensagens'])
    each('pare', ['quero cancelar os lembretes', 'pode remover meu número', 'pare de mandar lembrete da consulta'])
    each('voltar', ['volta', 'quero voltar', 'me coloca na lista'])
  })
})

const ana = '+5511987654321'

/** A clinic with Twilio, and Ana, who was reminded by SMS of so many appointments, each a day after the other. */
async function reminded(
  count = 1,
  { psychologistName, clinicName, ...fields }: { locale?: string; psychologistName?: string; clinicName?: string } = {},
) {
  const twilio = await twilioServer()
  const clinic = await startClinic({ ...twilio.env, ...(clinicName ? { CLINIC_NAME: clinicName } : {}) })
  if (psychologistName)
    await clinic.app.db.user.update({ where: { id: clinic.psychologist.id }, data: { name: psychologistName } })
  const patient = await clinic.person('paciente', { name: 'Ana Lima', phone: ana, ...fields })
  const appointments: Appointment[] = []
  for (let index = 0; index < count; index++) {
    const startsAt = new Date(monday.getTime() + (5 + 24 * index) * hour)
    const made = await put(clinic, patient, clinic.psychologist, startsAt)
    const data = { version: made.version }
    const id = await notify(clinic, { userId: patient.id, type: 'lembrete', appointmentId: made.id, data })
    await settled(clinic, id, 'sms', 'enviada')
    appointments.push(made)
  }
  const of = async (index = 0) => {
    const { status, version } = await clinic.app.db.appointment.findUniqueOrThrow({
      where: { id: appointments[index]?.id ?? 0 },
    })
    return `${status} ${version}`
  }
  return {
    ...clinic,
    patient,
    appointments,
    messages: twilio.messages,
    status: of,
    write: (text: string, sid?: string, from = ana, more: Record<string, string> = {}) =>
      twilio.write(clinic.url, from, text, sid, more),
    /** What the psychologist has in the inbox of this kind, oldest first. */
    inbox: async (type: string) => {
      const { body } = await clinic.psychologist.call('GET', '/notifications')
      return (body.items as { type: string; title: string; message: string }[])
        .filter((item) => item.type === type)
        .reverse()
    },
  }
}

describe('a clear answer', () => {
  test('confirms the one appointment that was asked about, tells the psychologist, and twice changes nothing', async () => {
    const { write, status, inbox } = await reminded()
    expect(await write('Sim, obrigada!')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
    expect(await status()).toBe('confirmado 1')
    expect(await inbox('confirmacao')).toHaveLength(1)
    expect(await write('sim')).toEqual(['Ja estava confirmado: 01/03 as 14:00. Ate la!'])
    expect(await inbox('confirmacao')).toHaveLength(1)
  })

  test('that is no cancels only after CANCELAR, which the notice of it then answers', async () => {
    const { write, status, inbox, messages, patient, app } = await reminded()
    const question = 'Para cancelar o horario de 01/03 as 14:00, responda CANCELAR. Para manter, responda CONFIRMO.'
    expect(await write('nao posso')).toEqual([question])
    expect(await status()).toBe('agendado 1')
    // A bare yes may mean either, here.
    expect(await write('sim')).toEqual([question])
    expect(await status()).toBe('agendado 1')
    expect(await write('CANCELAR')).toEqual([])
    expect(await status()).toBe('cancelado 2')
    expect(await inbox('cancelamento')).toHaveLength(1)
    await until('the SMS of it', () => messages.find(({ body }) => /cancelada/.test(body)))
    expect(messages.filter(({ body }) => /cancelad/.test(body))).toHaveLength(1)
    expect(await app.db.notification.count({ where: { userId: patient.id, type: 'cancelamento' } })).toBe(1)
  })

  test('may take a no back', async () => {
    const { write, status } = await reminded()
    await write('2')
    expect(await write('confirmo')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
    expect(await status()).toBe('confirmado 1')
  })

  test('is answered once, whatever comes again, and also where it comes twice at once', async () => {
    const { write, status, inbox } = await reminded()
    const sid = `SM${'e'.repeat(32)}`
    const answers = await Promise.all([write('1', sid), write('1', sid), write('1', sid)])
    answers.push(await write('1', sid))
    expect(new Set(answers.flat())).toEqual(new Set(['Presenca confirmada: 01/03 as 14:00. Ate la!']))
    expect(answers.flat()).toHaveLength(4)
    expect(await status()).toBe('confirmado 1')
    expect(await inbox('confirmacao')).toHaveLength(1)
  })

  test('of a person who was asked about several is asked which, and may say its number or its day', async () => {
    const { write, status } = await reminded(3)
    const list = '1) 01/03 14:00 2) 02/03 14:00 3) 03/03 14:00'
    expect(await write('sim')).toEqual([`Confirmar qual? Responda o numero: ${list}`])
    expect(await write('2')).toEqual(['Presenca confirmada: 02/03 as 14:00. Ate la!'])
    expect(await write('não')).toEqual([`Cancelar qual? Responda o numero: ${list}`])
    expect(await write('a de quarta')).toEqual([
      'Para cancelar o horario de 03/03 as 14:00, responda CANCELAR. Para manter, responda CONFIRMO.',
    ])
    expect(await write('cancelar')).toEqual([])
    expect([await status(0), await status(1), await status(2)]).toEqual(['agendado 1', 'confirmado 1', 'cancelado 2'])
    // One is left to confirm.
    expect(await write('sim')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
  })

  test('by a number means what stood there, also where one of the list has gone since', async () => {
    const { write, status, admin, appointments } = await reminded(3)
    await write('sim')
    expect((await admin.call('POST', `/appointments/${appointments[0]?.id}/cancel`, {})).status).toBe(200)
    expect(await write('2')).toEqual(['Presenca confirmada: 02/03 as 14:00. Ate la!'])
    expect([await status(1), await status(2)]).toEqual(['confirmado 1', 'agendado 1'])
  })

  test('is no answer where it only thanks for what asked nothing', async () => {
    const { write, status, admin, appointments, clock, messages } = await reminded(2)
    clock.advance(minute)
    expect((await admin.call('POST', `/appointments/${appointments[0]?.id}/cancel`, {})).status).toBe(200)
    await until('the notice of it', () => messages.find(({ body }) => /cancelada/.test(body)))
    await until(
      'its record',
      async () => (await admin.call('GET', '/admin/deliveries?status=enviando')).body.items.length === 0,
    )
    expect(await write('Ok, obrigada')).toEqual([])
    expect(await status(1)).toBe('agendado 1')
    expect(await write('confirmo')).toEqual(['Presenca confirmada: 02/03 as 14:00. Ate la!'])
    clock.advance(minute)
    expect(await write('ok')).toEqual([])
  })

  test('to a question about cancelling cancels only what it names', async () => {
    const { write, status } = await reminded()
    const question = 'Para cancelar o horario de 01/03 as 14:00, responda CANCELAR. Para manter, responda CONFIRMO.'
    expect(await write('não')).toEqual([question])
    expect(await write('não preciso cancelar')).toEqual([question])
    expect(await write('cancelar a de sexta')).toHaveLength(1)
    expect(await status()).toBe('agendado 1')
  })

  test('that names another day than the appointment’s is none', async () => {
    const { write, status } = await reminded()
    expect(await write('confirmo para sexta')).toEqual([
      'Nao entendemos. Sobre 01/03 as 14:00: responda SIM para confirmar ou NAO para cancelar.',
    ])
    expect(await status()).toBe('agendado 1')
    expect(await write('confirmo hoje às 14h')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
  })

  test('comes too late once the appointment has moved, begun or was cancelled', async () => {
    const { write, status, clock, admin, appointments } = await reminded(2)
    const [first, second] = appointments
    expect((await admin.call('POST', `/appointments/${second?.id}/cancel`, {})).status).toBe(200)
    const startsAt = new Date(monday.getTime() + 200 * hour).toISOString()
    expect((await admin.call('PATCH', `/appointments/${first?.id}`, { startsAt })).status).toBe(200)
    // The notice of the move has asked about the new time.
    await until('the notice', async () => (await write('sim'))[0] === 'Presenca confirmada: 09/03 as 17:00. Ate la!')
    expect(await status(0)).toBe('confirmado 2')
    clock.set(new Date(monday.getTime() + 201 * hour))
    expect(await write('não')).toEqual(['Nao ha horario aguardando resposta. Veja no aplicativo ou fale com a gente.'])
    expect(await status(0)).toBe('confirmado 2')
  })

  test('is given in the language of the patient', async () => {
    const { write, status } = await reminded(1, { locale: 'en' })
    expect(await write('Yes, thank you')).toEqual(['Confirmed: 03/01 at 14:00. See you then!'])
    expect(await status()).toBe('confirmado 1')
  })
})

describe('words of a known name', () => {
  const question = 'Para cancelar o horario de 01/03 as 14:00, responda CANCELAR. Para manter, responda CONFIRMO.'

  test('cancel nothing beside a title, a greeting or the rest of the name, and alone they do', async () => {
    const { write, status } = await reminded(1, { psychologistName: 'Dra. Ana Cancela' })
    expect(await write('Nao')).toEqual([question])
    expect(await write('Obrigada, Dra. Cancela')).toEqual([question])
    for (const text of ['Boa tarde Dra Cancela', 'Obrigada, Cancela', 'Oi, Ana Cancela', 'dr(a). cansela'])
      expect((await write(text)).join()).not.toContain('Cancelado')
    expect(await status()).toBe('agendado 1')
    expect(await write('Não')).toEqual([question])
    expect(await write('cancela')).toEqual([])
    expect(await status()).toBe('cancelado 2')
  })

  test('that are followed by what they are to do are meant, as is the same verb in another form', async () => {
    for (const text of ['Dra Ana, cancela minha consulta', 'pode cancelar', 'Não vou poder ir, cancela por favor']) {
      const { write, status } = await reminded(1, { psychologistName: 'Dra. Ana Cancela' })
      expect([text, await write(text)]).toEqual([text, [question]])
      await write(text)
      expect([text, await status()]).toEqual([text, 'cancelado 2'])
    }
  })

  test('neither confirm nor stop anything, be they the psychologist’s, the clinic’s or the patient’s own', async () => {
    const { write, status, patient, app } = await reminded(1, {
      psychologistName: 'Dr. João Pare',
      clinicName: 'Clínica Certo',
    })
    await app.db.user.update({ where: { id: patient.id }, data: { name: 'Ana Confirma' } })
    for (const text of ['Obrigada, Dr. Pare', 'Bom dia, Clínica Certo', 'Aqui é a Ana Confirma']) await write(text)
    expect(await status()).toBe('agendado 1')
    expect(await app.db.smsOptOut.count()).toBe(0)
    expect(await write('Certo, Dr. Pare')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
  })

  test('that are weekdays or months leave a clear yes clear', async () => {
    for (const [psychologistName, text] of [
      // The appointment is on a Monday.
      ['Dra. Ana Quinta', 'Sim, Dra. Quinta'],
      ['Marina Domingo', 'Confirmo, Marina Domingo!'],
      ['Dr. Rui Janeiro', 'sim Dr. Janeiro'],
    ] as const) {
      const { write, status } = await reminded(1, { psychologistName })
      expect([text, await write(text)]).toEqual([text, ['Presenca confirmada: 01/03 as 14:00. Ate la!']])
      expect(await status()).toBe('confirmado 1')
    }
  })
})

describe('an unclear answer', () => {
  test('is asked back about once, and then the psychologist reads all of it', async () => {
    const { write, status, inbox } = await reminded()
    expect(await write('acho que sim')).toEqual([
      'Nao entendemos. Sobre 01/03 as 14:00: responda SIM para confirmar ou NAO para cancelar.',
    ])
    expect(await inbox('mensagem')).toEqual([])
    expect(await write('é que o meu carro quebrou')).toEqual([
      'Sua mensagem foi encaminhada a quem atende voce. Aqui nao ha plantao: em emergencia ligue 192 (SAMU) ou 188 (CVV).',
    ])
    expect(await inbox('mensagem')).toMatchObject([
      { title: 'SMS de Ana Lima', message: 'acho que sim\n\né que o meu carro quebrou' },
    ])
    expect(await status()).toBe('agendado 1')
  })

  test('is shown even where a clear one follows, and where none does', async () => {
    const { write, inbox, clock, app, status } = await reminded()
    await write('sim, mas vou atrasar 20 minutos')
    expect(await write('SIM')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
    expect((await inbox('mensagem')).map(({ message }) => message)).toEqual(['sim, mas vou atrasar 20 minutos'])
    await write('posso levar minha filha?')
    expect(await inbox('mensagem')).toHaveLength(1)
    clock.advance(16 * minute)
    // The sweep runs each minute by the machine's clock; here it is run by hand.
    await app.replies.forwardUnanswered()
    await app.replies.forwardUnanswered()
    expect((await inbox('mensagem')).map(({ message }) => message)).toEqual([
      'sim, mas vou atrasar 20 minutos',
      'posso levar minha filha?',
    ])
    expect(await status()).toBe('confirmado 1')
  })

  test('to no question at all goes to who cares for the patient, and of a stranger nowhere', async () => {
    const { write, inbox, clock, app } = await reminded()
    clock.advance(12 * hour)
    expect(await write('Quanto custa a sessão?')).toHaveLength(1)
    expect(await inbox('mensagem')).toHaveLength(1)
    expect(await write('oi, quem é?', undefined, '+5521999998888')).toEqual([])
    expect(await app.db.notification.count({ where: { type: 'mensagem' } })).toBe(1)
  })

  test('stays unanswered from the twenty-first in an hour on: no two machines talk for ever', async () => {
    const { write } = await reminded()
    const answers: string[][] = []
    for (let index = 0; index < 22; index++) answers.push(await write('sim'))
    expect(answers.map(({ length }) => length)).toEqual([...Array.from({ length: 20 }, () => 1), 0, 0])
  })
})

describe('what a telephone writes by itself', () => {
  const reminder =
    'Clinica: sua consulta com Dra. Ana e HOJE, 31/12 as 23:55. Responda SIM ou NAO: https://x.example/a/b'

  test('is ignored where it is a reaction to a message, however it is quoted', async () => {
    const { write, status, inbox, app } = await reminded()
    for (const text of [
      `Curtiu “${reminder}”`,
      `Amou "${reminder}"`,
      `Liked “${reminder}”`,
      `Emphasized ‘${reminder}’`,
      `Reacted 👍 to “${reminder}”`,
      `Reagiu com ❤️ a «${reminder}»`,
      'Removed a like from “SIM”',
      'Removeu uma curtida de “Nao entendemos”',
      `\u200a\u200b👍\u200b to “\u200a${reminder}\u200a”\u200a`,
      `Le gustó “${reminder}”`,
      `Loved “${reminder.slice(0, 60)}`,
      `Ana curtiu a mensagem: “${reminder}”`,
      'Liked an image',
    ])
      expect([text, await write(text)]).toEqual([text, []])
    expect([await status(), await inbox('mensagem')]).toEqual(['agendado 1', []])
    expect(await app.db.smsDialogue.findFirst()).toMatchObject({ unclear: null, askedAt: null })
    // Words of a person's own stay theirs.
    expect(await write('Curtiu "a consulta" mas não vou')).toHaveLength(1)
    expect(await write('Amou “quero me matar”')).toEqual([expect.stringContaining('188 (CVV')])
    expect(await inbox('alerta')).toHaveLength(1)
  })

  test('is read past where it is a signature', async () => {
    const { write, status } = await reminded()
    for (const text of [
      'Sim\nEnviado do meu Galaxy',
      'Sim\n\nSent from my iPhone',
      'sim. Enviado do meu iPhone',
      'Sim\nEnviado via Outlook para Android',
      'Sim\r\n-- \r\nAna Lima\r\nArquiteta, CAU 1234',
    ])
      expect([text, await write(text)]).toEqual([text, [expect.stringMatching(/confirmad[ao]/)]])
    expect(await status()).toBe('confirmado 1')
    expect((await write('Sim\nenviado por engano')).join()).toContain('Nao entendemos')
  })

  test('over and over is answered once per question, and shown once', async () => {
    const clinic = await reminded()
    const { write, status, inbox, clock, app, patient, appointments } = clinic
    const answers: string[] = []
    for (let index = 0; index < 14; index++)
      answers.push(...(await write('Estou dirigindo, respondo assim que puder.')))
    expect(answers).toEqual(['Nao entendemos. Sobre 01/03 as 14:00: responda SIM para confirmar ou NAO para cancelar.'])
    clock.advance(16 * minute)
    for (let index = 0; index < 2; index++) await app.replies.forwardUnanswered()
    expect(await write('estou dirigindo,  respondo assim que puder.')).toEqual([])
    expect(await inbox('mensagem')).toHaveLength(1)
    // Another reminder is another question.
    const [made] = appointments
    const again = { userId: patient.id, type: 'lembrete', appointmentId: made?.id ?? 0, data: { version: 1 } } as const
    await settled(clinic, await notify(clinic, again), 'sms', 'enviada')
    expect(await write('Estou dirigindo, respondo assim que puder.')).toHaveLength(1)
    expect(await write('SIM')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
    expect(await status()).toBe('confirmado 1')
  })

  test('in ever other words is answered twice at most, reaches a person, and leaves SIM its answer', async () => {
    const { write, status, inbox, clock, app } = await reminded()
    const answers: string[][] = []
    for (let index = 0; index < 8; index++) answers.push(await write(`Fora do escritório, protocolo ${index}x${index}`))
    expect(answers.map(({ length }) => length)).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
    expect(await inbox('mensagem')).toHaveLength(1)
    clock.advance(16 * minute)
    await app.replies.forwardUnanswered()
    expect((await inbox('mensagem')).map(({ message }) => message.split('\n\n').length)).toEqual([2, 6])
    expect(await write('SIM')).toEqual(['Presenca confirmada: 01/03 as 14:00. Ate la!'])
    expect(await status()).toBe('confirmado 1')
  })
})

test('words of a risk to life raise an alert at once, and are answered with who helps, whatever else holds answers back', async () => {
  const { write, inbox, status, messages } = await reminded()
  for (let index = 0; index < 21; index++) await write('PARE')
  expect(await write('não vou, quero me matar')).toEqual([
    'Sinto muito. Ligue agora 188 (CVV, gratis, 24h). Se corre perigo: SAMU 192 ou pronto-socorro. Quem atende voce esta sendo avisado.',
  ])
  expect(await inbox('alerta')).toMatchObject([
    { title: 'Alerta de risco', message: expect.not.stringContaining('matar') },
  ])
  expect(await inbox('mensagem')).toMatchObject([{ message: 'não vou, quero me matar' }])
  expect(await status()).toBe('agendado 1')
  // The reminder, and nothing after it.
  expect(messages).toHaveLength(1)
})

test('a risk is assessed before the transaction, and again where another message of the number came in between', async () => {
  const { write, app } = await reminded()
  const { assess } = app.risk
  const earlier: unknown[] = []
  app.risk.assess = async (text, context) => {
    earlier.push(context?.earlier)
    // A transaction that waited here would hold the number's row, which this message locks.
    if (earlier.length === 1) await write('acho que sim')
    return assess(text, context)
  }
  expect((await write('é que o meu carro quebrou')).join()).toContain('foi encaminhada')
  expect(earlier).toEqual([[], [], ['acho que sim']])
})

describe('opting out', () => {
  test('beside words of a risk to life raises the alert as well, and a bare PARE is only an opt-out', async () => {
    const { write, inbox, app } = await reminded()
    const helps = [expect.stringContaining('188 (CVV')]
    for (const text of ['quero parar hoje', 'me tira hoje']) expect([text, await write(text)]).toEqual([text, helps])
    expect(await inbox('alerta')).not.toEqual([])
    expect((await inbox('mensagem')).map(({ message }) => message)).toEqual(['quero parar hoje', 'me tira hoje'])
    expect(await app.db.smsOptOut.count()).toBe(0)
    expect((await write('PARE')).join()).toContain('Voce nao recebera mais SMS')
    // What a carrier took for a farewell is one, and is read all the same.
    const alerts = await app.db.notification.count({ where: { type: 'mensagem' } })
    expect(await write('quero me matar', undefined, ana, { OptOutType: 'START' })).toEqual(helps)
    expect(await app.db.smsOptOut.count()).toBe(0)
    expect(await app.db.notification.count({ where: { type: 'mensagem' } })).toBeGreaterThan(alerts)
  })

  test('holds for the number, whatever account it belongs to, until VOLTAR; alerts respect it and go by e-mail at once', async () => {
    const { write, person, ...clinic } = await reminded()
    expect(await write('PARE')).toEqual(['Voce nao recebera mais SMS daqui. Para voltar a receber, responda VOLTAR.'])
    const other = await person('psicologo', { phone: ana })
    for (const type of ['lembrete', 'alerta'] as const) {
      const id = await notify(clinic, { userId: other.id, type })
      expect(await delivery(clinic, id, 'sms')).toMatchObject({
        status: 'suprimida',
        reason: 'o dono do número pediu para não receber SMS',
      })
      // An alert's e-mail is not held back where no SMS can leave.
      await settled(clinic, id, 'email', 'enviada')
    }
    expect(await write('VOLTAR')).toEqual(['Voce voltou a receber SMS. Para parar, responda PARE.'])
    await settled(clinic, await notify(clinic, { userId: other.id, type: 'alerta' }), 'sms', 'enviada')
  })

  test('stops what was waiting, and what Twilio answers itself is not answered twice', async () => {
    const { write, clock, patient, ...clinic } = await reminded()
    clock.set(new Date('2027-03-02T02:00:00.000Z'))
    const id = await notify(clinic, { userId: patient.id, type: 'mensagem', channels: ['sms'] })
    await settled(clinic, id, 'sms', 'adiada')
    expect(await write('STOP')).toEqual([])
    clock.set(new Date('2027-03-02T12:00:00.000Z'))
    await settled(clinic, id, 'sms', 'suprimida')
    expect(await write('START')).toEqual([])
    await settled(clinic, await notify(clinic, { userId: patient.id, type: 'lembrete' }), 'sms', 'enviada')
  })

  test('takes the words of carriers, and CANCEL only where no appointment is asked about', async () => {
    const { write, app, status } = await reminded()
    const out = () => app.db.smsOptOut.count()
    for (const word of ['END', 'revoke', 'STOP ALL', 'Opt out']) {
      await write(word)
      expect([word, await out()]).toEqual([word, 1])
      await write('VOLTAR')
    }
    expect((await write('CANCEL')).join()).toContain('responda CANCELAR')
    expect([await out(), await status()]).toEqual([0, 'agendado 1'])
    await write('cancel')
    expect([await out(), await status()]).toEqual([0, 'cancelado 2'])
    await write('CANCEL')
    expect(await out()).toBe(1)
  })

  test('that Twilio has answered by itself is recorded, whatever the word, and stays unanswered', async () => {
    const { write, app, inbox } = await reminded()
    const twilio = (text: string, OptOutType: string) => write(text, undefined, ana, { OptOutType })
    expect(await twilio('CHEGA', 'STOP')).toEqual([])
    expect(await app.db.smsOptOut.findMany()).toMatchObject([{ phone: ana, source: 'operadora' }])
    expect(await twilio('QUERO', 'START')).toEqual([])
    expect(await app.db.smsOptOut.count()).toBe(0)
    expect(await twilio('AJUDA', 'HELP')).toEqual([])
    expect([await app.db.smsOptOut.count(), await inbox('mensagem')]).toEqual([0, []])
    // Of an unknown number, too; and what may have been about the appointment is shown.
    await write('STOP', undefined, '+5521999998888', { OptOutType: 'STOP' })
    expect(await twilio('CANCEL', 'STOP')).toEqual([])
    expect(await app.db.smsOptOut.count()).toBe(2)
    expect(await inbox('mensagem')).toMatchObject([{ message: 'CANCEL' }])
  })

  test('that Twilio knows of is learnt from its refusal', async () => {
    let optedOut = true
    const { env } = await twilioServer(() =>
      optedOut ? { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' } : undefined,
    )
    const clinic = await startClinic(env)
    const patient = await clinic.person('paciente', { phone: ana })
    const first = await notify(clinic, { userId: patient.id, type: 'lembrete' })
    const found = await settled(clinic, first, 'sms', 'suprimida')
    expect(found).toMatchObject({ reason: 'o dono do número pediu para não receber SMS' })
    expect(found.attempts).toMatchObject([{ outcome: 'permanente', error: expect.stringContaining('21610') }])
    optedOut = false
    const second = await notify(clinic, { userId: patient.id, type: 'lembrete' })
    expect(await delivery(clinic, second, 'sms')).toMatchObject({ status: 'suprimida' })
  })
})
