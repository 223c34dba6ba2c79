import { expect, test } from 'vitest'
import { newDatabase } from './clinic.ts'
import { scratch, type ServerProcess, startServer } from '../process.ts'

const admin = { email: 'chefe@example.com', password: 'senha da chefe toda' }
const perRound = 40

const signIn = async ({ url }: ServerProcess): Promise<string> => {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  })
  return ((await response.json()) as { accessToken: string }).accessToken
}

/** Writes to the administrator under a key: what comes back, or nothing from a server that is gone. */
const write = ({ url }: ServerProcess, token: string, key: string) =>
  fetch(`${url}/api/v1/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key },
    body: JSON.stringify({ userId: 1, title: key, message: 'Uma vez.' }),
  }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    () => undefined,
  )

test.each([
  ['embedded database', async () => ({})],
  ['a server of its own', async () => ({ DATABASE_URL: await newDatabase() })],
] as const)('a client that retries through five kills has each message once (%s)', async (where, database) => {
  const dataDir = await scratch()
  const env = {
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    LOG_LEVEL: 'warn',
    ...(await database()),
  }
  const answered = new Map<string, string>()
  const asked = new Set<string>()
  let cutOff = 0
  /** Every key that was ever used, until each has its answer; what was answered before must be answered again. */
  const retryAll = async (server: ServerProcess) => {
    const token = await signIn(server)
    for (const key of asked) {
      const answer = await write(server, token, key)
      // Nothing is stuck: no key is refused after a restart.
      expect(answer).toMatchObject({ status: 202 })
      if (answered.has(key)) expect(answer?.text).toBe(answered.get(key))
      answered.set(key, answer?.text ?? '')
    }
  }
  for (let round = 0; round < 5; round++) {
    const server = await startServer(dataDir, env)
    await retryAll(server)
    const token = await signIn(server)
    setTimeout(() => server.child.kill('SIGKILL'), Math.random() * 400)
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let turn = 0; turn < perRound; turn++) {
          const key = `${round}-${writer}-${turn}`
          asked.add(key)
          const answer = await write(server, token, key)
          if (!answer) {
            cutOff++
            return
          }
          expect(answer.status).toBe(202)
          answered.set(key, answer.text)
        }
      }),
    )
    server.child.kill('SIGKILL')
    await server.exited
  }
  const server = await startServer(dataDir, env)
  await retryAll(server)
  const token = await signIn(server)
  const titles: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await (
      await fetch(`${server.url}/api/v1/notifications?limit=100${cursor ? `&cursor=${cursor}` : ''}`, {
        headers: { authorization: `Bearer ${token}` },
      })
    ).json()) as { items: { title: string }[]; nextCursor: string | null }
    titles.push(...page.items.map(({ title }) => title))
    cursor = page.nextCursor
  }
  expect(titles.toSorted()).toEqual([...asked].toSorted())
  expect(cutOff).toBeGreaterThan(0)
  console.log(`${where}: ${asked.size} keys, ${cutOff} cut off by a kill, each one message`)
})
