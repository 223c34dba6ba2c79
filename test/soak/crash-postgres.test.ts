import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { emptyPostgres, until } from '../app.ts'
import { mailServer } from '../mail.ts'
import { scratch, startServer } from '../process.ts'

const databaseServer = process.env.TEST_DATABASE_URL
if (!databaseServer) console.warn('skipped: TEST_DATABASE_URL is not set')

async function newDatabase(): Promise<string> {
  const { url, drop } = await emptyPostgres(databaseServer ?? '')
  onTestFinished(drop)
  return url
}

/** A mail server that takes the connection and says nothing. */
async function blackHole(): Promise<number> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test.skipIf(!databaseServer)(
  'on PostgreSQL a delivery cut off by a kill goes on within five seconds of the restart',
  async () => {
    const admin = { email: 'chefe@example.com', password: 'senha da chefe toda' }
    const common = {
      DATABASE_URL: await newDatabase(),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      LOG_LEVEL: 'warn',
      FROM_EMAIL: 'clinica@example.com',
      SMTP_HOST: '127.0.0.1',
    }
    const dataDir = await scratch()
    const first = await startServer(dataDir, { ...common, SMTP_PORT: String(await blackHole()) })
    const call = async (url: string, method: string, path: string, token?: string, body?: unknown): Promise<any> =>
      (
        await fetch(`${url}/api/v1${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
          body: body === undefined ? undefined : JSON.stringify(body),
        })
      ).json()
    const { accessToken } = await call(first.url, 'POST', '/auth/login', undefined, admin)
    const patient = await call(first.url, 'POST', '/auth/register', undefined, {
      name: 'João',
      email: 'joao@example.com',
      password: 'senha que ninguém usa',
    })
    const { id } = await call(first.url, 'POST', '/notifications', accessToken, {
      userId: patient.user.id,
      title: 'Olá',
      message: 'Oi',
    })
    const email = async (url: string) => {
      const { items } = await call(url, 'GET', `/notifications/${id}/deliveries`, accessToken)
      return items.find(({ channel }: { channel: string }) => channel === 'email')
    }
    await until('the attempt is under way', async () => (await email(first.url)).status === 'enviando')
    first.child.kill('SIGKILL')
    await first.exited

    const { mails, env } = await mailServer()
    // The same secret, so that the administrator's token still holds.
    const second = await startServer(dataDir, { ...common, ...env })
    const restarted = performance.now()
    await until('the mail', () => mails.length > 0)
    expect(performance.now() - restarted).toBeLessThan(5_000)
    const delivery = await until('the record', async () => {
      const found = await email(second.url)
      return found.status === 'enviada' ? found : undefined
    })
    expect(delivery.attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['incerta', 'enviada'])
  },
)
