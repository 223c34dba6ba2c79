import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { scratch, startServer } from '../process.ts'
import { adminEnv, newDatabase } from './clinic.ts'
import { patients, secretKey } from './followers.ts'

const accounts = 12
const chatsEach = 50

describe('a flood of questions to the assistant', () => {
  test(`${accounts} accounts with ${chatsEach} questions each at once: others look at their account in a second, and a cry for help is answered`, async () => {
    const DATABASE_URL = await newDatabase()
    const server = await startServer(await scratch(), { ...adminEnv, DATABASE_URL, SECRET_KEY: secretKey })
    const [other, ...members] = await patients(DATABASE_URL, accounts + 1)
    const call = async (token: string | undefined, path: string, body?: object) => {
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as { risk?: string } }
    }
    // The code gets warm.
    for (let n = 0; n < 20; n++) await call(other?.token, '/me')
    await call(other?.token, '/ai/chat', { message: 'Como agendar uma consulta?' })

    const flood = members.flatMap(({ token }) =>
      Array.from({ length: chatsEach }, (_, n) =>
        call(token, '/ai/chat', { message: `Como agendar uma consulta? ${n}` }),
      ),
    )
    const cry = call(members[0]?.token, '/ai/chat', { message: 'quero morrer' })
    let over = false
    const all = Promise.all(flood).finally(() => (over = true))
    const waits: number[] = []
    while (!over) {
      const began = performance.now()
      expect((await call(other?.token, '/me')).status).toBe(200)
      waits.push(performance.now() - began)
      await pause(20)
    }
    const statuses = (await all).map(({ status }) => status)
    const answered = statuses.filter((status) => status === 200).length
    console.log(
      `of ${statuses.length} questions ${answered} were answered; ${waits.length} looks at an account meanwhile, the slowest ${Math.round(Math.max(...waits))} ms`,
    )
    expect(statuses.filter((status) => ![200, 429, 503].includes(status))).toEqual([])
    expect(answered).toBeGreaterThan(0)
    expect(await cry).toMatchObject({ status: 200, body: { risk: 'alto' } })
    expect(Math.max(...waits)).toBeLessThan(1_000)
  })
})
