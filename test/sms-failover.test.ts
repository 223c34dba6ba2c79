import { pino } from 'pino'
import { expect, test } from 'vitest'
import { SendError } from '../src/errors.ts'
import { failover } from '../src/sms/failover.ts'
import type { SmsMessage, SmsSender } from '../src/sms/sms.ts'
import { appointmentSms } from '../src/words/sms.ts'

const log = pino({ level: 'silent' })
const message = { to: '+5511987654321', body: 'Responda SIM', oneWayBody: 'Confirme: https://x.example/a/1' }

function sender(provider: string, answer: SendError | undefined, oneWay = false) {
  const got: SmsMessage[] = []
  const port: SmsSender = {
    provider,
    oneWay,
    async send(sent) {
      got.push(sent)
      if (answer) throw answer
      return { providerId: `${provider}-1` }
    },
    find: async () => [`${provider}-1`],
    report: async (providerId) => ({ providerId, state: 'delivered' }),
    check: async () => {},
  }
  return { port, got }
}

const withoutReports = ({ report: _, ...port }: SmsSender): SmsSender => port

test.each([
  ['could not be reached', new SendError('temporary', 'x', { speaksOf: 'provider' })],
  ['refuses our account', new SendError('temporary', 'x', { speaksOf: 'sender' })],
])(
  'where the first provider %s the next one sends, without asking for a reply that it would not take',
  async (_why, error) => {
    const [first, second] = [sender('um', error), sender('dois', undefined, true)]
    const sms = failover([first.port, second.port], log)
    expect(await sms.send(message)).toEqual({ provider: 'dois', providerId: 'dois-1', final: false })
    expect(first.got).toEqual([{ to: message.to, body: message.body }])
    expect(second.got).toEqual([{ to: message.to, body: message.oneWayBody }])
  },
)

test.each([
  ['an opt-out', new SendError('permanent', 'x', { optedOut: true })],
  ['an invalid number', new SendError('permanent', 'x')],
  ['a throttled request', new SendError('temporary', 'x', { retryAfterMs: 1_000 })],
  ['a lost answer', new SendError('uncertain', 'x')],
])('after %s no other provider is tried', async (_why, error) => {
  const [first, second] = [sender('um', error), sender('dois', undefined)]
  await expect(failover([first.port, second.port], log).send(message)).rejects.toBe(error)
  expect(error.provider).toBe('um')
  expect(second.got).toEqual([])
})

test('where no provider can send, the failure is the last one’s; a report is asked of whoever took the message', async () => {
  const last = new SendError('temporary', 'x', { speaksOf: 'provider' })
  const down = failover(
    [sender('um', new SendError('temporary', 'x', { speaksOf: 'sender' })).port, sender('dois', last).port],
    log,
  )
  await expect(down.send(message)).rejects.toBe(last)
  expect(last.provider).toBe('dois')
  const up = failover([sender('um', undefined).port, withoutReports(sender('dois', undefined).port)], log)
  expect(up.reporting).toEqual(['um'])
  expect(await up.report('m1', 'um')).toEqual({ providerId: 'm1', state: 'delivered' })
  expect(await up.report('m1', 'dois')).toBeUndefined()
})

test('a text by a provider that takes no replies offers the link, or nothing', () => {
  const facts = { date: '2025-01-20', time: '14:00', locale: 'pt-BR', clinicName: 'Clinica', oneWay: true } as const
  const link = 'https://x.example/a/1'
  expect(appointmentSms('lembrete', { ...facts, link })).toBe(
    `Clinica: lembrete da sua consulta em 20/01 as 14:00. Confirme ou cancele: ${link}`,
  )
  expect(appointmentSms('lembrete', facts)).toBe('Clinica: lembrete da sua consulta em 20/01 as 14:00.')
  expect(appointmentSms('lembrete', { ...facts, discreet: true })).not.toMatch(/SIM|NAO/)
})

test('after an uncertain attempt only its own vendor is looked at', async () => {
  const sms = failover([sender('um', undefined).port, sender('dois', undefined).port], log)
  expect(await sms.find(message, new Date(), ['dois'])).toEqual([{ providerId: 'dois-1', provider: 'dois' }])
  expect(await sms.find(message, new Date(), [])).toEqual([])
})
