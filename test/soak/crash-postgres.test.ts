import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { mailServer } from '../mail.ts'
import { scratch, startServer } from '../process.ts'
import { adminEnv, call, connectTo, newDatabase, signIn } from './clinic.ts'

/** A mail server that takes the connection and says nothing. */
async function blackHole(): Promise<number> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** Without welcome letters. */
const messages = (mails: readonly { subject?: string | undefined }[]) =>
  mails.filter(({ subject }) => subject === 'Olá').length

/** A node whose mail server hangs, with one message on its way there; and what other nodes need to join it. */
async function startHanging() {
  const url = await newDatabase()
  const dataDir = await scratch()
  const common = {
    ...adminEnv,
    DATABASE_URL: url,
    SECRET_KEY: 'k'.repeat(48),
    FROM_EMAIL: 'clinica@example.com',
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(await blackHole()),
  }
  const node = await startServer(dataDir, common)
  const token = await signIn(node.url)
  const patient = await call(node.url, 'POST', '/auth/register', {
    body: { name: 'João', email: 'joao@example.com', password: 'senha que ninguém usa' },
  })
  const send = async () => {
    const message = { userId: patient.body.user.id, title: 'Olá', message: 'Oi' }
    const { body } = await call(node.url, 'POST', '/notifications', { token, body: message })
    return body.id as number
  }
  /** The e-mail of a notification, as a node tells of it. */
  const email = async (at: string, id: number) => {
    const { body } = await call(at, 'GET', `/notifications/${id}/deliveries`, { token })
    return body.items.find(({ channel }: { channel: string }) => channel === 'email')
  }
  const id = await send()
  await until('the attempt is under way', async () => (await email(node.url, id)).status === 'enviando')
  return { url, dataDir, common, node, id, send, email }
}

describe('on PostgreSQL a delivery that a kill cut off goes on', () => {
  test('within five seconds of the restart, told of as uncertain', async () => {
    const { dataDir, common, node, id, email } = await startHanging()
    node.child.kill('SIGKILL')
    await node.exited
    const { mails, env } = await mailServer()
    // The same secret, so that the administrator's token still holds.
    const second = await startServer(dataDir, { ...common, ...env })
    const restarted = performance.now()
    await until('the mail', () => messages(mails) > 0)
    expect(performance.now() - restarted).toBeLessThan(5_000)
    const delivery = await until('the record', async () => {
      const found = await email(second.url, id)
      return found.status === 'enviada' ? found : undefined
    })
    expect(
      delivery.attempts.map(({ outcome, provider }: { outcome: string; provider: string }) => [provider, outcome]),
    ).toEqual([
      ['smtp', 'incerta'],
      ['smtp', 'enviada'],
    ])
  })

  test('at another node, within seconds, and is left alone for as long as its own lives', async () => {
    const { common, node, id, email } = await startHanging()
    const { mails, env } = await mailServer()
    const other = await startServer(await scratch(), { ...common, ...env })
    // What the other node does while the first one lives shows that it looks and takes nothing.
    const own = await call(other.url, 'POST', '/auth/register', {
      body: { name: 'Maria', email: 'maria@example.com', password: 'senha que ninguém usa' },
    })
    const token = await signIn(other.url)
    for (let index = 0; index < 3; index++) {
      const body = { userId: own.body.user.id, title: 'Olá', message: 'Oi' }
      const made = await call(other.url, 'POST', '/notifications', { token, body })
      // Either node may have it; only the second gets it out.
      await until('it is under way', async () => (await email(other.url, made.body.id as number)).status !== 'pendente')
    }
    expect((await email(other.url, id)).status).toBe('enviando')
    node.child.kill('SIGKILL')
    await node.exited
    const killed = performance.now()
    await until('all four mails', () => messages(mails) === 4, 30_000)
    console.log(`taken up by another node after ${Math.round(performance.now() - killed)} ms`)
    expect(performance.now() - killed).toBeLessThan(30_000)
  })

  test('also where its job had been fetched and not begun, once that misses its heartbeats', async () => {
    const { url, common, node, id, email } = await startHanging()
    const { mails, env } = await mailServer()
    node.child.kill('SIGKILL')
    await node.exited
    const other = await startServer(await scratch(), { ...common, ...env })
    await until('the first mail', () => messages(mails) === 1)
    const database = await connectTo(url)
    await until('the queue is empty', async () => {
      const { rows } = await database.query(
        `SELECT 1 FROM pgboss.job WHERE name = 'notifications.email' AND state IN ('created', 'retry', 'active')`,
      )
      return rows.length === 0 && (await email(other.url, id)).status === 'enviada'
    })
    // As the dead node left it: a delivery that is the queue's, and its job active, with a heartbeat of just now.
    await database.query(
      `UPDATE deliveries SET status = 'pendente', next_attempt_at = NULL WHERE notification_id = $1 AND channel = 'email'`,
      [id],
    )
    await database.query(
      `INSERT INTO pgboss.job (name, data, state, retry_limit, retry_delay, expire_seconds, policy, started_on, heartbeat_on, heartbeat_seconds)
       SELECT name, data, 'active', retry_limit, retry_delay, expire_seconds, policy, now(), now(), heartbeat_seconds
       FROM pgboss.job WHERE name = 'notifications.email' LIMIT 1`,
    )
    const began = performance.now()
    await until('the second mail', () => messages(mails) === 2, 30_000)
    console.log(`a fetched job was begun again after ${Math.round(performance.now() - began)} ms`)
    // It was the missed heartbeat, and nothing else, that brought it back.
    expect(performance.now() - began).toBeGreaterThan(5_000)
    expect((await email(other.url, id)).attempts.length).toBeGreaterThan(1)
  })
})
