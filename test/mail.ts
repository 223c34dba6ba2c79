import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

type Refusal = { code: number; message: string } | undefined

/**
 * A real SMTP server on loopback. `refuse` may refuse a recipient with a code, or take its time; `options` are smtp-server's. It
 * is closed when the test ends, unless it is to be kept.
 */
export async function mailServer(
  refuse: (address: string) => Refusal | Promise<Refusal> = () => undefined,
  { keep, ...options }: SMTPServerOptions & { keep?: boolean } = {},
  wantedPort = 0,
) {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      void Promise.resolve(refuse(address)).then((refusal) =>
        done(refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null),
      )
    },
    onData(stream, _session, done) {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail)
          done()
        },
        (error: unknown) => done(error as Error),
      )
    },
    ...options,
  })
  server.on('error', () => {}) // a client that leaves is this test's doing
  await new Promise<void>((resolve) => server.listen(wantedPort, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  if (!keep) onTestFinished(close)
  return {
    mails,
    close,
    port,
    env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), FROM_EMAIL: 'clinica@example.com' },
  }
}

/** A key and a self-signed certificate for these names, by openssl. */
export function certificate(names = 'DNS:localhost,IP:127.0.0.1', days = '2') {
  const folder = mkdtempSync(join(tmpdir(), 'blurosiere-cert-'))
  try {
    const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') }
    const subject = ['-subj', '/CN=mail', '-addext', `subjectAltName=${names}`]
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', files.key, '-out', files.cert]
    execFileSync('openssl', [...made, '-days', days, ...subject], { stdio: 'ignore' })
    return { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export type Stage = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'dot' | 'answer'

/**
 * A wire to the server on `port` that is cut at a stage: before the command gets through; for `dot` before the end of the
 * content does; for `answer` after it, but before the server's answer comes back.
 */
export async function cutWire(port: number, stage: Stage) {
  const commands: Partial<Record<Stage, RegExp>> = {
    EHLO: /^EHLO/m,
    AUTH: /^AUTH/m,
    MAIL: /^MAIL/m,
    RCPT: /^RCPT/m,
    DATA: /^DATA/m,
    dot: /\r\n\.\r\n$/,
    answer: /\r\n\.\r\n$/,
  }
  const sockets = new Set<Socket>()
  const wire = createServer((client) => {
    sockets.add(client)
    client.on('error', () => {})
    if (stage === 'greeting') return void client.destroy()
    const server = connect(port, '127.0.0.1')
    sockets.add(server)
    server.on('error', () => {})
    const cut = () => {
      client.destroy()
      server.destroy()
    }
    let deaf = false
    client.on('data', (chunk) => {
      if (!commands[stage]?.test(chunk.toString())) return void server.write(chunk)
      if (stage !== 'answer') return cut()
      deaf = true
      server.write(chunk)
    })
    server.on('data', (chunk) => (deaf ? cut() : client.write(chunk)))
    client.on('close', cut)
    server.on('close', cut)
  })
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    wire.close()
  })
  return (wire.address() as AddressInfo).port
}
