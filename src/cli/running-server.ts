import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { keptAdmin } from '../auth/first-admin.ts'

/**
 * The running server, signed in as the administrator that the configuration names or that the first start has made.
 * Throws, in words, where none answers or the administrator's password is not known here.
 */
export async function runningServer(config: Config) {
  const base = `http://localhost:${config.port}/api/v1`
  const file = join(config.dataDir, 'first-admin.json')
  const account = config.firstAdmin ?? (existsSync(file) ? keptAdmin(file) : undefined)
  if (!account) throw new Error('no administrator is known here: set ADMIN_EMAIL and ADMIN_PASSWORD to those of one')
  let token = ''
  /** Gets `/api/v1` + path, or posts the body there. Throws with the problem's code and words. */
  const call = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const method = body ? 'POST' : 'GET'
    const answer = await fetch(base + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: body && JSON.stringify(body),
    }).catch(() => {
      throw new Error(`no server answers on port ${config.port}`)
    })
    const text = await answer.text()
    if (!answer.ok) {
      const { code = answer.status, title = '' } = JSON.parse(text || '{}') as { code?: string; title?: string }
      throw new Error(`${method} ${path}: ${code} ${title}`)
    }
    return JSON.parse(text || 'null') as Answer // what each caller asked for
  }
  token = (await call<{ accessToken: string }>('/auth/login', account)).accessToken
  return { call, signOut: () => call<null>('/auth/logout', {}) }
}

/** A running server of this configuration, called as an administrator. */
export type RunningServer = Awaited<ReturnType<typeof runningServer>>
