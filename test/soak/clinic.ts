import pg from 'pg'
import { expect, onTestFinished } from 'vitest'
import { newDatabase as makeDatabase } from '../app.ts'

/** A PostgreSQL database that goes away with the test. */
export async function newDatabase(): Promise<string> {
  const { url, drop } = await makeDatabase()
  onTestFinished(drop)
  return url
}

/** A connection of the trial's own, which ends with it. */
export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

export const admin = { email: 'chefe@example.com', password: 'senha da chefe toda' }
export const adminEnv = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, LOG_LEVEL: 'warn' }

export interface Answer {
  readonly status: number
  // an answer of any shape
  readonly body: any
}

/** Calls `/api/v1` + path of a server; rejects where the server dies meanwhile. */
export async function call(
  url: string,
  method: string,
  path: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined }
}

/** The first administrator's access token. */
export async function signIn(url: string): Promise<string> {
  const { status, body } = await call(url, 'POST', '/auth/login', { body: admin })
  expect(status).toBe(200)
  return body.accessToken as string
}
