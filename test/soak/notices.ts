import { expect } from 'vitest'
import { admin, call, signIn } from './clinic.ts'
import type { RestartableNode } from './restartable-node.ts'

export interface Notices {
  /** Who is written to. */
  readonly patient: { readonly id: number; readonly email: string; readonly password: string }
  /** Writes so many, a few at a time, to whichever node is next; gives their titles. */
  send(count: number): Promise<string[]>
}

/** A patient, and an administrator who writes to them past the proxy. */
export async function notices(nodes: readonly [RestartableNode, ...RestartableNode[]]): Promise<Notices> {
  const [{ url }] = nodes
  const patient = { email: 'maria@example.com', password: 'uma senha bem longa' }
  const made = await call(url, 'POST', '/users', {
    token: await signIn(url),
    body: { ...patient, name: 'Maria', role: 'paciente' },
  })
  expect(made.status).toBe(201)
  const id = made.body.id as number
  let { refreshToken } = (await call(url, 'POST', '/auth/login', { body: admin })).body
  let sent = 0
  return {
    patient: { ...patient, id },
    async send(count) {
      // Whatever time it has become.
      const { status, body } = await call(url, 'POST', '/auth/refresh', { body: { refreshToken } })
      expect(status).toBe(200)
      refreshToken = body.refreshToken
      const titles = Array.from({ length: count }, () => `Aviso ${++sent}`)
      const left = [...titles.entries()]
      const lane = async () => {
        for (let next = left.shift(); next; next = left.shift()) {
          const [index, title] = next
          const answer = await call(nodes[index % nodes.length]?.url ?? url, 'POST', '/notifications', {
            token: body.accessToken,
            body: { userId: id, title, message: 'Leve um documento.', channels: ['in_app'] },
          })
          expect(answer.status).toBe(202)
        }
      }
      await Promise.all([lane(), lane(), lane(), lane()])
      return titles
    },
  }
}
