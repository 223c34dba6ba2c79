import { describe, expect, test } from 'vitest'
import type { AnswerableAppointment } from '../src/replies/answerable-appointments.ts'
import type { Conversation } from '../src/replies/conversation.ts'
import { decide } from '../src/replies/decide.ts'
import { readReply } from '../src/replies/read-reply.ts'
import { hour, monday } from './clinic.ts'

const ana = { id: 1, name: 'Ana Lima', locale: 'pt-BR' } as const
const appointment = (id: number): AnswerableAppointment => ({
  id,
  version: 1,
  status: 'agendado',
  startsAt: new Date(monday.getTime() + (5 + 24 * (id - 1)) * hour),
  patientId: ana.id,
  psychologistId: 9,
  practising: true,
  timezone: 'America/Sao_Paulo',
  locale: 'pt-BR',
  reminded: true,
  promptedAt: monday,
})
const conversation = (count: number, stored: Partial<Conversation['stored']> = {}): Conversation => ({
  now: monday,
  people: [ana],
  appointments: Array.from({ length: count }, (_, index) => appointment(index + 1)),
  optedOut: false,
  informedAt: 0,
  stored: {
    phone: '+5511987654321',
    awaiting: null,
    appointmentIds: [],
    versions: [],
    unclear: null,
    seen: [],
    askedAt: null,
    ...stored,
  },
})
const said = (text: string, level: 'nenhum' | 'baixo' | 'alto' = 'nenhum') => ({
  text,
  body: text,
  reaction: false,
  optOut: undefined,
  reply: readReply(text, [ana.name]),
  risk: { level, signals: [], about: 'eu' as const },
})

describe('of what is known and what was written', () => {
  test('a yes confirms the one appointment, and proves whose number it is', () => {
    expect(decide(conversation(1), said('sim'))).toMatchObject({
      action: { type: 'confirm', appointment: { id: 1 } },
      provenPatientId: ana.id,
      stored: { awaiting: null, askedAt: monday },
    })
  })

  test('a no asks first, and cancels once it is repeated', () => {
    const first = decide(conversation(1), said('não'))
    expect(first).toMatchObject({ action: undefined, stored: { awaiting: 'cancelar', appointmentIds: [1] } })
    expect(decide(conversation(1, first.stored), said('cancelar'))).toMatchObject({ action: { type: 'cancel' } })
  })

  test('of several the patient chooses, by a number that means what it meant when it was listed', () => {
    const first = decide(conversation(3), said('sim'))
    expect(first).toMatchObject({ action: undefined, stored: { awaiting: 'confirmar_qual', versions: [1, 1, 1] } })
    const { appointments, ...state } = conversation(3, first.stored)
    const later = { ...state, appointments: appointments.slice(1) }
    expect(decide(later, said('2'))).toMatchObject({ action: { type: 'confirm', appointment: { id: 2 } } })
  })

  test('what is unclear is asked about once, and then staff reads all of it', () => {
    const first = decide(conversation(1), said('acho que sim'))
    expect(first).toMatchObject({ staffMessage: undefined, stored: { unclear: 'acho que sim' } })
    expect(decide(conversation(1, first.stored), said('o carro quebrou'))).toMatchObject({
      staffMessage: { psychologistId: 9, texts: ['acho que sim', 'o carro quebrou'] },
      stored: { unclear: null },
    })
  })

  test('a risk to life goes before all else, and a low one is read by staff in the inbox only', () => {
    expect(decide(conversation(1), said('PARE', 'alto'))).toMatchObject({
      optOut: 'stop',
      crisis: { patient: ana, text: 'PARE' },
    })
    expect(decide(conversation(1), said('sim', 'baixo'))).toMatchObject({
      action: undefined,
      staffMessage: { texts: ['sim'], inboxOnly: true },
    })
  })

  test('a number that is no patient’s is not answered', () => {
    expect(decide({ ...conversation(0), people: [], stored: undefined }, said('sim'))).toEqual({})
  })
})
