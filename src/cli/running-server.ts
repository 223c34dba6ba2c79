import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { keptAdmin } from '../auth/first-admin.ts'

/** A running server of this configuration, called as an administrator. */
export interface RunningServer {
  /** Calls `/api/v1` + path. Throws with the problem's code and words. */
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>
  /** Signs out again. */
  close(): Promise<void>
}

/**
 * The running server, signed in as the administrator that the configuration names or that the first start has made.
 * Throws, in words, where none answers or the administrator's password is not known here.
 */
export async function runningServer(config: Config): Promise<RunningServer> {
  const base = `http://localhost:${config.port}/api/v1`
  const file = join(config.dataDir, 'first-admin.json')
  const account = config.firstAdmin ?? (existsSync(file) ? keptAdmin(file) : undefined)
  if (!account) throw new Error('no administrator is known here: set ADMIN_EMAIL and ADMIN_PASSWORD to those of one')
  let token = ''
  const call: RunningServer['call'] = async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body && JSON.stringify(body),
    }).catch(() => {
      throw new Error(`no server answers on port ${config.port}`)
    })
    const text = await answer.text()
    if (!answer.ok) {
      const { code = answer.status, title = '' } = JSON.parse(text || '{}') as { code?: string; title?: string }
      throw new Error(`${method} ${path}: ${code} ${title}`)
    }
    return JSON.parse(text || 'null') as never // what each caller asked for
  }
  token = (await call<{ accessToken: string }>('POST', '/auth/login', account)).accessToken
  return { call, close: () => call('POST', '/auth/logout') }
}
