import { beforeAll, describe, expect, test } from 'vitest'
import { type Signed, startApp, type TestApp, until } from './app.ts'
import { notify, settled } from './deliveries.ts'
import { mailServer } from './mail.ts'

type Stage = 'MAIL FROM' | 'RCPT TO' | 'DATA'

let server: TestApp
/** What the mail server answers at which stage; nothing is refused without it. */
let refusal: { stage: Stage; line: string } | undefined

beforeAll(async () => {
  const answer = (at: Stage) => {
    const [, code, message] = /^(\d{3}) (.*)$/.exec(refusal?.stage === at ? refusal.line : '') ?? []
    return code ? Object.assign(new Error(message), { responseCode: Number(code) }) : null
  }
  const { env, close } = await mailServer(undefined, {
    keep: true,
    onMailFrom: (_address, _session, done) => done(answer('MAIL FROM')),
    onRcptTo: (_address, _session, done) => done(answer('RCPT TO')),
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => done(answer('DATA')))
    },
  })
  server = await startApp({ keep: true, env })
  return async () => {
    await server.close()
    await close()
  }
})

/** Sends one person a letter that is refused, and waits until its delivery has come to this. */
async function refused(stage: Stage, line: string, status: 'pendente' | 'falhou') {
  refusal = { stage, line }
  const patient = await server.person()
  const id = await notify(server, { userId: patient.id, type: 'seguranca' })
  const [attempt] = (await settled(server, id, 'email', status, 1)).attempts
  return { patient, attempt }
}

/** How often the mailbox was kept from further letters. */
const suppressed = ({ email }: Signed) => server.app.db.emailSuppression.count({ where: { address: email } })

describe('a sender that is refused is tried again, suppresses no mailbox and is an error, until it is taken', () => {
  test.each<[Stage, string]>([
    ['MAIL FROM', '550 5.2.1 mailbox disabled'],
    ['MAIL FROM', '550 5.1.1 unknown'],
    ['MAIL FROM', '550 5.1.2 no such domain'],
    ['MAIL FROM', '501 5.1.3 bad address'],
    ['MAIL FROM', '553 not yours'],
    ['RCPT TO', '553 5.7.1 <clinica@example.com>: Sender address rejected: not owned by user clinica'],
    ['RCPT TO', '550 5.1.8 <clinica@example.com>: Sender address rejected: Domain not found'],
    ['DATA', '554 5.2.252 SendAsDenied; clinica@example.com not allowed to send as x'],
    ['RCPT TO', '554 5.7.1 <maria@example.com>: Relay access denied'],
    ['RCPT TO', '550 relay not permitted'],
    ['RCPT TO', '553 Relaying disallowed as clinica@example.com'],
    ['RCPT TO', '530 5.7.0 Authentication required'],
    ['RCPT TO', '550 Sender verify failed'],
    ['DATA', '554 Sending paused for this account. For more information, please check the inbox'],
    ['DATA', '550 5.7.1 Unable to send email. Your SMTP account is not yet activated'],
    ['DATA', '550 Domain mg.example.com is not allowed to send: Free accounts are for test purposes only'],
    ['DATA', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'],
    ['DATA', '550 5.7.1 Client does not have permissions to send as this sender'],
    ['DATA', '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM'],
    ['RCPT TO', '550 5.7.64 TenantAttribution; Access Denied'],
    ['DATA', '550 5.7.501 Access denied, spam abuse detected'],
    ['DATA', '550 5.7.26 Unauthenticated email from example.com is not accepted'],
  ])('%s: %s', async (stage, line) => {
    const { patient, attempt } = await refused(stage, line, 'pendente')
    expect(attempt?.outcome).toBe('temporaria')
    expect(await suppressed(patient)).toBe(0)
    const code = /^\d{3}( \d\.\d+\.\d+)?/.exec(line)?.[0] ?? ''
    expect(server.app.email.senderRefused()).toContain(code)

    refusal = undefined
    const next = await notify(server, { userId: patient.id, type: 'seguranca' })
    await settled(server, next, 'email', 'enviada')
    expect(server.app.email.senderRefused()).toBeUndefined()
  })
})

test('/health says that the sender is refused, and by which code', async () => {
  await refused('MAIL FROM', '553 5.7.9 not yours', 'pendente')
  const { integrations } = (await server.call('GET', `${server.url}/health`)).body
  expect(integrations.email).toMatchObject({ status: 'error', detail: expect.stringContaining('553 5.7.9') })
})

test.each<[Stage, string]>([
  ['DATA', '550 5.4.5 Daily user sending limit exceeded'],
  [
    'DATA',
    '554 5.7.0 Your message could not be sent. The limit on the number of allowed outgoing messages was exceeded',
  ],
  ['DATA', '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException'],
  ['RCPT TO', '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery'],
  ['RCPT TO', '550 Hourly quota exceeded'],
  ['RCPT TO', '550 Domain example.com has exceeded the max emails per hour (500/500 (100%)) allowed'],
  ['DATA', '550 5.4.6 Unusual sending activity detected. Please try after sometime'],
  ['DATA', '554 Cota de envio excedida'],
  ['RCPT TO', '552 Limite de envio excedido'],
])('a limit on sending ends: at %s “%s” is tried again', async (stage, line) => {
  const { patient, attempt } = await refused(stage, line, 'pendente')
  expect(attempt?.outcome).toBe('temporaria')
  expect(await suppressed(patient)).toBe(0)
})

test.each<[Stage, string, boolean]>([
  ['RCPT TO', '550 5.1.1 no such user', true],
  ['DATA', '550 5.1.1 no such user', true],
  ['DATA', '550 5.2.1 mailbox disabled', true],
  ['RCPT TO', '550 5.1.1 <ana@rate-clinic.com>: Recipient address rejected: User unknown', true],
  ['RCPT TO', '550 5.1.1 <relay@example.com>: Recipient address rejected: User unknown in relay recipient table', true],
  ['RCPT TO', '550 5.2.1 Mailbox unavailable. Your IP address 1.2.3.4 is blacklisted', false],
  ['RCPT TO', '550 5.1.1 Rejected by local policy', false],
  ['RCPT TO', '550 5.7.1 You are not authorized to send mail to this group', false],
  ['RCPT TO', '552 5.2.2 mailbox full: over quota', false],
  ['DATA', '552 5.3.4 message size exceeds fixed limit', false],
  ['RCPT TO', '552 Cota da caixa postal excedida', false],
  ['DATA', '554 5.4.6 too many hops: limit exceeded', false],
  ['DATA', '554 5.7.1 spam', false],
])('at %s “%s” is for good, and suppresses the mailbox: %s', async (stage, line, isSuppressed) => {
  const { patient } = await refused(stage, line, 'falhou')
  await until('what is kept of it', async () => (await suppressed(patient)) === (isSuppressed ? 1 : 0))
})
