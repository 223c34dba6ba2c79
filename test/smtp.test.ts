import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EmailMessage } from '../src/email/email.ts'
import { smtp } from '../src/email/smtp.ts'
import { inspect } from '../src/config/provider.ts'
import type { SendError } from '../src/errors.ts'
import { certificate, cutWire, mailServer, type Stage } from './mail.ts'

/** The transport as the application opens it, by these variables. */
async function sender(env: Record<string, string>) {
  const found = inspect(smtp, env)
  if (found.state !== 'ready') throw new Error(found.state)
  const context = { production: false, senderName: 'BluRosiere', publicUrl: 'http://localhost' }
  const port = await smtp.open(found.settings, { ...context, log: pino({ level: 'silent' }) })
  onTestFinished(() => port.close())
  return port
}

const message: EmailMessage = { to: { address: 'maria@example.com' }, subject: 'Olá', text: 'Oi' }

const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => expect.unreachable('it was sent'),
    (error: unknown) => error as SendError,
  )

const login = { SMTP_USER: 'clinica', SMTP_PASSWORD: 'segredo' }
const secure = certificate()

/** A server that wants TLS and a password, with a certificate that is untrusted unless added. */
const strictServer = (options: object = {}) =>
  mailServer(undefined, {
    ...secure,
    authOptional: false,
    disabledCommands: [],
    onAuth: ({ username, password }, _session, done) =>
      password === login.SMTP_PASSWORD ? done(null, { user: username }) : done(new Error('5.7.8 wrong password')),
    ...options,
  })

describe('a connection that breaks', () => {
  const table: [Stage, SendError['kind'], number][] = [
    ['greeting', 'temporary', 0],
    ['EHLO', 'temporary', 0],
    ['AUTH', 'temporary', 0],
    ['MAIL', 'temporary', 0],
    ['RCPT', 'temporary', 0],
    ['DATA', 'temporary', 0],
    ['dot', 'uncertain', 0],
    ['answer', 'uncertain', 1],
  ]
  test.each(table)('at %s is %s', async (stage, kind, arrived) => {
    const { env, mails } = await mailServer(undefined, {
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username }, _session, done) => done(null, { user: username }),
    })
    const port = await sender({ ...env, ...login, SMTP_PORT: String(await cutWire(Number(env.SMTP_PORT), stage)) })
    expect((await failure(port.send(message))).kind).toBe(kind)
    expect(mails).toHaveLength(arrived)
  })

  test('under two messages at once is temporary for both', async () => {
    const { env } = await mailServer()
    const wire = await cutWire(Number(env.SMTP_PORT), 'DATA')
    const port = await sender({ ...env, SMTP_PORT: String(wire) })
    const both = await Promise.all([failure(port.send(message)), failure(port.send(message))])
    expect(both.map(({ kind }) => kind)).toEqual(['temporary', 'temporary'])
  })
})

test('a closed port and an unknown host are temporary', async () => {
  const base = { FROM_EMAIL: 'clinica@example.com' }
  const refused = await sender({ ...base, SMTP_HOST: '127.0.0.1', SMTP_PORT: '9' })
  expect(await failure(refused.send(message))).toMatchObject({ kind: 'temporary', code: 'ECONNREFUSED' })
  const unknown = await sender({ ...base, SMTP_HOST: 'nowhere.invalid' })
  expect((await failure(unknown.send(message))).kind).toBe('temporary')
})

test.each([
  [421, '4.3.2 going away', 'temporary', '421 4.3.2'],
  [450, '4.2.1 busy', 'temporary', '450 4.2.1'],
  [550, '5.1.1 no such user', 'permanent', '550 5.1.1'],
  [552, '5.2.2 mailbox full', 'permanent', '552 5.2.2'],
  [554, 'no', 'permanent', '554'],
])('the reply %i %s is %s', async (code, words, kind, shown) => {
  const { env } = await mailServer(() => ({ code, message: words }))
  const port = await sender(env)
  expect(await failure(port.send(message))).toMatchObject({ kind, code: shown })
})

describe('TLS', () => {
  test('an untrusted certificate stops it, in words, and it is tried again', async () => {
    const { env, mails } = await strictServer()
    const error = await failure((await sender({ ...env, ...login })).send(message))
    expect(error).toMatchObject({ kind: 'temporary', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(error.message).toContain('certificado')
    expect(mails).toHaveLength(0)
  })

  test('a wrong password is temporary: it is mended, and the message should still go', async () => {
    const { env } = await mailServer(undefined, {
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('5.7.8 bad'), { responseCode: 535 })),
    })
    const error = await failure((await sender({ ...env, ...login })).send(message))
    expect(error).toMatchObject({ kind: 'temporary', code: '535 5.7.8' })
  })

  test('a server elsewhere must offer STARTTLS, unless SMTP_TLS=off', async () => {
    const { env, mails } = await mailServer()
    // Every address of 127/8 is this machine, but a name is taken for another one.
    const elsewhere = { ...env, SMTP_HOST: 'localhost.localdomain' }
    const { connectionOptions } = await import('../src/email/smtp-settings.ts')
    const options = (more: object) => {
      const found = inspect(smtp, { ...elsewhere, ...more })
      if (found.state !== 'ready') throw new Error(found.state)
      return connectionOptions(found.settings)
    }
    expect(options({})).toMatchObject({ requireTLS: true, ignoreTLS: false, secure: false })
    expect(options({ SMTP_TLS: 'off' })).toMatchObject({ requireTLS: false, ignoreTLS: true })
    expect(options({ SMTP_PORT: '465' })).toMatchObject({ secure: true })
    expect(options({ SMTP_HOST: '127.0.0.1' })).toMatchObject({ requireTLS: false, ignoreTLS: false })
    expect(mails).toHaveLength(0)
  })

  test('SMTP_TLS=off speaks to a TLS-capable server in the clear', async () => {
    const { env, mails } = await mailServer(undefined, { ...secure, disabledCommands: [] })
    await (await sender({ ...env, SMTP_TLS: 'off' })).send(message)
    expect(mails).toHaveLength(1)
  })
})

describe('hostile values', () => {
  const hostile = [
    'João <script>alert(1)</script>',
    'a\r\nBcc: evil@example.com',
    'a\nX-Evil: 1\n\nbody',
    '"quoted" \\ \'name\', other@example.com',
    '😀 ‮rtl‬ \u2028line',
    'x'.repeat(500),
    'evil@example.com, other@example.com',
  ]
  test.each(hostile)('%j as a name, a subject and a sender adds no header and no recipient', async (value) => {
    const recipients: string[] = []
    const { env, mails } = await mailServer((address) => void recipients.push(address))
    const port = await sender(env)
    await port.send({
      to: { address: 'maria@example.com', name: value },
      senderName: value,
      subject: value,
      text: value,
      headers: { 'X-Test': value.replace(/[^ -~\r\n]/g, '') || 'x' },
    })
    expect(recipients).toEqual(['maria@example.com'])
    const [mail] = mails
    expect([...(mail?.headers.keys() ?? [])].toSorted()).toEqual(
      [
        'auto-submitted',
        'content-transfer-encoding',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
        'x-test',
      ].toSorted(),
    )
    expect(mail?.from?.value).toHaveLength(1)
    expect(mail?.from?.value[0]?.address).toBe('clinica@example.com')
    const to = [mail?.to].flat()
    expect(to[0]?.value).toHaveLength(1)
    expect(to[0]?.value[0]?.address).toBe('maria@example.com')
  })

  test.each(['maria@example.com\r\nRCPT TO:<evil@example.com>', 'a@example.com, b@example.com', '<a@example.com>'])(
    '%j is no address: nothing is sent to anybody else',
    async (address) => {
      const recipients: string[] = []
      const { env } = await mailServer((one) => void recipients.push(one))
      await (await sender(env)).send({ ...message, to: { address } }).catch(() => {})
      expect(recipients.filter((one) => one === 'evil@example.com' || one === 'b@example.com')).toEqual([])
    },
  )
})
