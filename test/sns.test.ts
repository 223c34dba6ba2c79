import { pino } from 'pino'
import { expect, test } from 'vitest'
import { inspect } from '../src/config/provider.ts'
import { sns } from '../src/sms/sns.ts'
import { day, minute, startClinic } from './clinic.ts'
import { until } from './app.ts'
import { notify, settled } from './deliveries.ts'
import { smsContract, type SmsTrouble } from './contracts/sms.ts'
import { snsServer } from './fakes/sns.ts'
import { twilioServer } from './fakes/twilio.ts'
import { cli } from './process.ts'

const refusals = {
  throttled: { status: 400, code: 'Throttled', message: 'Rate exceeded' },
  invalid: { status: 400, code: 'InvalidParameter', message: 'Invalid parameter: PhoneNumber' },
  'opted-out': { status: 400, code: 'OptedOut', message: 'The phone number has opted out' },
  lost: 'lost',
} as const
const changes: Partial<Record<SmsTrouble, Record<string, string>>> = {
  credentials: { AWS_SECRET_ACCESS_KEY: 'outro' },
  unreachable: { AWS_SNS_ENDPOINT: 'http://127.0.0.1:1' },
}

async function open(env: Record<string, string>) {
  const found = inspect(sns, env)
  if (found.state !== 'ready') throw new Error(JSON.stringify(found))
  const context = { log: pino({ level: 'silent' }), production: false, senderName: '', publicUrl: 'https://x.example' }
  return sns.open(found.settings, context)
}

smsContract('SNS', async (trouble) => {
  const refusal = trouble && trouble in refusals ? refusals[trouble as keyof typeof refusals] : undefined
  const { env, messages } = await snsServer((action) => (action === 'Publish' ? refusal : undefined))
  return { sender: await open({ ...env, ...(trouble && changes[trouble]) }), taken: () => messages }
})

const to = '+5511987654321'

test('a text is transactional and bears the sender id; the list of opt-outs is read first', async () => {
  const { env, messages, optedOut } = await snsServer()
  const sender = await open({ ...env, AWS_SNS_SENDER_ID: 'Clinica' })
  await sender.send({ to, body: 'Oi' })
  expect(messages).toEqual([{ to, body: 'Oi', type: 'Transactional', sender: 'Clinica' }])
  optedOut.add(to)
  await expect(sender.send({ to, body: 'Oi' })).rejects.toMatchObject({ kind: 'permanent', optedOut: true })
  expect(messages).toHaveLength(1)
})

test('without the right to read opt-outs texts leave all the same, and the list is not asked for again', async () => {
  const { env, messages, actions } = await snsServer((action) =>
    action === 'CheckIfPhoneNumberIsOptedOut' ? { status: 403, code: 'AuthorizationError', message: 'no' } : undefined,
  )
  const sender = await open(env)
  await sender.send({ to, body: 'um' })
  await sender.send({ to, body: 'dois' })
  expect(messages.map(({ body }) => body)).toEqual(['um', 'dois'])
  expect(actions.filter((action) => action.startsWith('Check'))).toHaveLength(1)
})

test.each([
  [
    'the spend limit',
    'Publish',
    400,
    'InvalidParameter',
    'Monthly spend quota reached',
    { kind: 'temporary', speaksOf: 'sender' },
  ],
  [
    'a refused sender id',
    'Publish',
    400,
    'InvalidParameter',
    'Invalid parameter: SenderID',
    { kind: 'temporary', speaksOf: 'sender' },
  ],
  ['a fault of SNS', 'Publish', 500, 'InternalError', 'x', { kind: 'temporary', speaksOf: 'provider' }],
  ['a proxy that lost the answer', 'Publish', 504, 'GatewayTimeout', 'x', { kind: 'uncertain' }],
  [
    'the same before anything left',
    'CheckIfPhoneNumberIsOptedOut',
    504,
    'GatewayTimeout',
    'x',
    { kind: 'temporary', speaksOf: 'provider' },
  ],
])('%s is classed', async (_case, failing, status, code, message, expected) => {
  const { env } = await snsServer((action) => (action === failing ? { status, code, message } : undefined))
  await expect((await open(env)).send({ to, body: 'Oi' })).rejects.toMatchObject(expected)
})

test.each([
  [{ SMS_PROVIDERS: 'sns' }, 'AWS_SNS_REGION'],
  [{ SMS_PROVIDERS: 'sns', AWS_REGION: 'sa-east-1', AWS_ACCESS_KEY_ID: 'AKIA' }, 'AWS_SECRET_ACCESS_KEY'],
  [{ SMS_PROVIDERS: 'sns', AWS_REGION: 'sa-east-1', AWS_SNS_SENDER_ID: 'nome longo demais' }, 'AWS_SNS_SENDER_ID'],
])('half set it says what is missing: %j', (env, variable) => {
  expect(inspect(sns, env)).toMatchObject({ state: 'half', problems: [{ variable }] })
})

test('where Twilio refuses our account SNS sends, with the link instead of the question, and the delivery names it', async () => {
  const { env, messages } = await snsServer()
  const { env: twilioEnv } = await twilioServer()
  const order = { TWILIO_AUTH_TOKEN: 'revogado', SMS_PROVIDERS: 'twilio,sns' }
  const clinic = await startClinic({ ...twilioEnv, ...env, ...order })
  const patient = await clinic.person('paciente', { phone: to })
  await clinic.app.db.user.update({ where: { id: patient.id }, data: { phoneVerifiedAt: clinic.clock.now() } })
  const startsAt = new Date(clinic.clock.now().getTime() + 3 * day).toISOString()
  await clinic.psychologist.call('POST', '/appointments', { patientId: patient.id, startsAt })
  const message = await until('the text message', () => messages[0])
  expect(message).toMatchObject({ to, body: expect.stringMatching(/Confirme ou cancele: http/) })
  expect(message.body).not.toMatch(/SIM|NAO|Responda/)
  const sent = { channel: 'sms', status: 'enviada', provider: 'sns' } as const
  await until('its record', async () => (await clinic.app.db.delivery.count({ where: sent })) === 1)
  const { body } = await clinic.call('GET', `${clinic.url}/health`)
  expect(body.integrations.sms).toMatchObject({ provider: 'twilio, sns', status: 'error' })
})

test('an uncertain attempt at SNS is made again although Twilio cannot be asked, and each attempt names its vendor', async () => {
  let lost = 1
  const { env, messages } = await snsServer((action) => (action === 'Publish' && lost-- > 0 ? 'lost' : undefined))
  const { env: twilioEnv } = await twilioServer()
  const order = { SMS_PROVIDERS: 'twilio,sns', TWILIO_API_BASE_URL: 'http://127.0.0.1:1' }
  const clinic = await startClinic({ ...twilioEnv, ...env, ...order })
  const patient = await clinic.person('paciente', { phone: to })
  const id = await notify(clinic, { userId: patient.id, type: 'lembrete' })
  await settled(clinic, id, 'sms', 'pendente', 1)
  clinic.clock.advance(minute)
  await settled(clinic, id, 'sms', 'enviada', 2)
  expect(messages).toHaveLength(2)
  const attempts = await clinic.app.db.deliveryAttempt.findMany({
    where: { delivery: { notificationId: id, channel: 'sms' } },
    orderBy: { id: 'asc' },
  })
  expect(attempts).toMatchObject([
    { provider: 'sns', outcome: 'incerta' },
    { provider: 'sns', outcome: 'enviada' },
  ])
})

test('sms test goes through SNS step by step and shows no secret; doctor tries it', async () => {
  const { env, messages } = await snsServer()
  const tested = await cli(['sms', 'test', '(11) 98765-4321'], env)
  expect(tested.code).toBe(0)
  for (const step of ['configuration', 'account', 'sandbox', 'opt-outs', 'message'])
    expect(tested.output).toContain(`✔ ${step}`)
  expect(messages).toHaveLength(1)
  const wrong = await cli(['sms', 'test', '(11) 98765-4321'], { ...env, AWS_SECRET_ACCESS_KEY: 'chave-errada' })
  expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('mend the keys') })
  for (const { output } of [tested, wrong]) expect(output).not.toMatch(/chave-errada|segredo/)
  const examined = await cli(['doctor'], env)
  expect(examined.output).toMatch(/✔ sns +it answers/)
})
