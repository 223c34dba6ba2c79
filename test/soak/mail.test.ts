import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import ICAL from 'ical.js'
import { ImapFlow } from 'imapflow'
import { type ParsedMail, simpleParser } from 'mailparser'
import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'
import { scratch, startServer, type ServerProcess } from '../process.ts'

// A real Postfix and Dovecot, from the rig beside the project (RIGS_DIR), up under RIG_DIR.
const { RIGS_DIR: rigs, RIG_DIR: rig } = process.env
const certificate = rig ? join(rig, 'mail', 'cert.pem') : ''
const up = Boolean(rigs) && existsSync(certificate)
if (!up) console.log('skipped: no mail server (RIGS_DIR and RIG_DIR, with mail-up.sh run)')

const mailPassword = 's3cretpass'
const admin = { email: 'admin@patient.test', password: 'senha que ninguém usa' }

/** Everything that has reached a mailbox so far, read by IMAP. */
async function mailbox(user: string): Promise<ParsedMail[]> {
  const auth = { user, pass: mailPassword }
  const imap = new ImapFlow({ host: '127.0.0.1', port: 28143, secure: false, auth, logger: false })
  await imap.connect()
  try {
    await imap.mailboxOpen('INBOX')
    const mails: ParsedMail[] = []
    for await (const { source } of imap.fetch('1:*', { source: true }))
      if (source) mails.push(await simpleParser(source))
    return mails
  } finally {
    await imap.logout()
  }
}

/** A server of ours that sends by the rig on this port, and an administrator's way to call it. */
async function clinic(port: number, env: Record<string, string> = {}) {
  const server: ServerProcess = await startServer(await scratch(), {
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(port),
    SMTP_USER: 'clinica@patient.test',
    SMTP_PASSWORD: mailPassword,
    FROM_EMAIL: 'clinica@patient.test',
    NODE_EXTRA_CA_CERTS: certificate,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    ...env,
  })
  const call = async (method: string, path: string, body?: unknown, token?: string): Promise<any> => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} ${response.status} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
  const { accessToken } = await call('POST', '/auth/login', admin)
  const as = (method: string, path: string, body?: unknown) => call(method, path, body, accessToken)
  const person = (name: string, email: string, role = 'paciente') =>
    as('POST', '/users', { name, email, role, password: admin.password }) as Promise<{ id: number }>
  const delivery = async (notificationId: number) => {
    const { items } = await as('GET', `/notifications/${notificationId}/deliveries`)
    return (
      items as { channel: string; status: string; reason: string; attempts: { outcome: string; error?: string }[] }[]
    ).find(({ channel }) => channel === 'email')
  }
  return { server, as, call, person, delivery }
}

/** Listens on a port of the well-known ones for another one; false where this user may not. */
async function bentTo(port: number, target: number): Promise<boolean> {
  const server = createServer((client) => {
    const far = connect(target, '127.0.0.1')
    client.pipe(far).pipe(client)
    client.on('error', () => far.destroy())
    far.on('error', () => client.destroy())
  })
  onTestFinished(() => void server.close())
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
}

/** A wire to the rig that can be told to misbehave. */
async function faultyWire(target: number) {
  const [listen, control] = [await freePort(), await freePort()]
  const script = join(rigs ?? '', 'tcp-fault.mjs')
  const child = spawn(process.execPath, [script, String(listen), String(target), String(control)], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const tell = (mode: string) =>
    fetch(`http://127.0.0.1:${control}/${mode}`, { method: 'POST' }).then(
      ({ ok }) => ok,
      () => false,
    )
  await until('the wire', () => tell('pass'))
  return { port: listen, tell }
}

const unique = () => Math.random().toString(36).slice(2, 10)

describe.skipIf(!up)('a real mail server', () => {
  // Two ports, two ways to TLS: STARTTLS on the one, from the start on the other.
  test.each([
    ['STARTTLS', 28587, '28587'],
    ['TLS from the start', 28465, '465'],
  ])('takes an invitation by %s, and the mailbox holds what was meant', async (_, target, shown) => {
    // 465 is what says that TLS comes first, and only root may listen there; so the server is told 465 and the wire is bent.
    const port = shown === '465' ? 465 : target
    if (port === 465) {
      if (!(await bentTo(465, target))) return console.log('skipped: port 465 is not ours to listen on')
    }
    const { as, person } = await clinic(port)
    const mark = unique()
    const name = `João "Zé" <script> 😀, ${mark}`
    const patient = await person(name, `joao-${mark}@patient.test`)
    const psychologist = await person('Dra. Ana', `ana-${mark}@patient.test`, 'psicologo')
    const startsAt = `${new Date().getUTCFullYear() + 1}-01-05T13:00:00.000Z`
    const booking = { patientId: patient.id, psychologistId: psychologist.id, startsAt, durationMinutes: 50 }
    await as('POST', '/appointments', booking)
    const [mail] = await until(
      'the mail',
      async () => {
        const found = await mailbox(`joao-${mark}@patient.test`).catch(() => [])
        return found.length > 0 ? found : undefined
      },
      20_000,
    )
    expect(mail?.subject).toMatch(/^Consulta agendada: /)
    expect([mail?.to].flat()[0]?.value).toEqual([{ address: `joao-${mark}@patient.test`, name }])
    expect(mail?.html).toContain('João &quot;Zé&quot; &lt;script&gt; 😀')
    expect(mail?.text).toMatch(/\/appointments\/\d+\/confirm\?v=1&p=\d+&s=[\w-]{22}/)
    // Postfix writes there how it was handed the message.
    expect(mail?.headerLines.some(({ key, line }) => key === 'received' && line.includes('ESMTPSA'))).toBe(true)
    const part = mail?.attachments.find(({ contentType }) => contentType === 'text/calendar')
    const event = new ICAL.Component(ICAL.parse(part?.content.toString() ?? '') as never).getFirstSubcomponent('vevent')
    expect(event?.getFirstPropertyValue('uid')).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  test('that refuses, resets and cuts loses nothing: each message arrives, and doubles share one Message-ID', async () => {
    const wire = await faultyWire(28587)
    const { as, person, delivery } = await clinic(wire.port)
    const mark = unique()
    const address = `maria-${mark}@patient.test`
    const patient = await person('Maria', address)
    const send = (title: string) => as('POST', '/notifications', { userId: patient.id, title, message: 'Oi' })
    const titles: string[] = []
    const met: string[] = []
    // What Postfix says in one conversation ends between 2 and 3 kB: cuts at every stage of it, the last answer's too.
    const cuts = Array.from({ length: 60 }, (_, index) => `cut:${1400 + 20 * index}`)
    for (const mode of ['pass', 'refuse', 'cut:20', 'cut:300', ...cuts, 'pass']) {
      await wire.tell(mode)
      const title = `${titles.length}: ${mode}`
      titles.push(title)
      const { id } = await send(title)
      const first = await until(`an attempt under ${mode}`, async () => (await delivery(id))?.attempts[0])
      met.push(first.outcome)
      await wire.tell('reset')
    }
    await wire.tell('pass')
    const mails = await until(
      'every message',
      async () => {
        const found = await mailbox(address).catch(() => [])
        return new Set(found.map(({ subject }) => subject)).size === new Set(titles).size ? found : undefined
      },
      280_000,
    )
    const ids = Map.groupBy(mails, ({ subject }) => subject)
    for (const [title, same] of ids) expect(new Set(same.map(({ messageId }) => messageId)).size, title).toBe(1)
    console.log(`${titles.length} messages, ${mails.length} mails in the mailbox; first attempts:`, met.join(' '))
    expect(new Set(met)).toEqual(new Set(['enviada', 'temporaria', 'incerta']))
  })

  test('whose mailboxes are gone, full and busy is understood by its codes', async () => {
    const { as, person, delivery } = await clinic(28587)
    const send = async (address: string, ...ended: string[]) => {
      const who = await person('Maria', address).catch(async () => {
        const { items } = await as('GET', `/users?q=${address}`)
        return items[0] as { id: number }
      })
      const { id } = await as('POST', '/notifications', { userId: who.id, title: 'Olá', message: 'Oi' })
      return until(`${address} ${ended.join()}`, async () => {
        const found = await delivery(id)
        return found && ended.includes(found.status) && (found.status === 'suprimida' || found.attempts.length > 0)
          ? found
          : undefined
      })
    }
    expect((await send('gone@patient.test', 'falhou')).attempts[0]?.error).toMatch(/^550 5\.1\.1/)
    expect(await send('gone@patient.test', 'suprimida')).toMatchObject({ attempts: [] })
    expect((await send('full@patient.test', 'falhou')).attempts[0]?.error).toMatch(/^552 5\.2\.2/)
    expect((await send('full@patient.test', 'falhou')).attempts).toHaveLength(1)
    expect((await send('busy@patient.test', 'pendente')).attempts[0]?.error).toMatch(/^450 4\.2\.1/)
    const { items } = await as('GET', '/admin/suppressions')
    expect(items).toMatchObject([{ address: 'gone@patient.test', code: '550 5.1.1' }])
  })

  test('a certificate that does not hold, and a wrong password, stop it in words and keep the message', async () => {
    for (const [env, words] of [
      [{ NODE_EXTRA_CA_CERTS: '' }, /certificado do servidor de e-mail/],
      [{ SMTP_PASSWORD: 'errada' }, /^535 5\.7\.8/],
    ] as const) {
      const { as, person, delivery } = await clinic(28587, env)
      const who = await person('Maria', `x-${unique()}@patient.test`)
      const { id } = await as('POST', '/notifications', { userId: who.id, title: 'Olá', message: 'Oi' })
      const tried = await until('an attempt', async () => {
        const found = await delivery(id)
        // The two are read one after the other: the attempt may be there before its outcome is.
        return found?.attempts.length && found.status !== 'enviando' ? found : undefined
      })
      expect(tried.status).toBe('pendente')
      expect(tried.attempts[0]?.error).toMatch(words)
    }
  })
})
