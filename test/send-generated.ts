import fc from 'fast-check'
import sharp from 'sharp'
import { expect } from 'vitest'
import { operationsOf } from '../scripts/documents/operations.ts'
import type { OpenApiDocument } from '../src/front-end/openapi.ts'
import { startApp, type TestApp } from './app.ts'
import { checkOf } from './described.ts'
import { accountSid, authToken } from './fakes/twilio.ts'
import { type GeneratedRequest, type Kind, type Known, type Role, requestOf } from './generated-requests.ts'
import { targetOf } from './target.ts'

/** Accounts and what belongs to them, so that what is asked for is there. */
interface Scene {
  readonly tokens: Record<Role, string | undefined>
  readonly ids: Readonly<Record<Kind, readonly unknown[]>>
}

async function sceneOf(server: TestApp, round: number): Promise<Scene> {
  const target = await targetOf(server, round)
  const admin = await server.person('admin')
  const { patient, psychologist } = target
  const tokens = { paciente: patient.accessToken, psicologo: psychologist.accessToken, admin: admin.accessToken }
  const ids = {
    user: [patient.id, psychologist.id, admin.id],
    psychologist: [psychologist.id],
    appointment: [target.appointment, target.started],
    file: [target.file],
    notification: [target.notification],
    delivery: [target.failed],
    session: [target.session],
    conversation: [target.conversation],
    alert: [target.alert],
    suppression: [target.suppression],
    email: [patient.email, psychologist.email, `${target.session}@example.com`],
    password: [patient.password],
    refreshToken: [patient.refreshToken, admin.refreshToken],
  }
  return { tokens: { nobody: undefined, forged: 'x.y.z', ...tokens }, ids }
}

/** So many requests go to one scene: some of them sign out, erase or disable its people. */
const perScene = 40

/**
 * Sends so many requests, generated from the OpenAPI document: none may be answered with 500, nor in a way that the document does
 * not know. The failure prints the seed and the request.
 */
export async function sendGenerated(count: number, seed: number): Promise<{ statuses: Map<number, number> }> {
  const twilio = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_PHONE_NUMBER: '+15005550006' }
  const server = await startApp({ env: { ...twilio, TRUST_PROXY: '127.0.0.1', LOG_LEVEL: 'info' } })
  const document = JSON.parse(await server.app.documents.openApi()) as OpenApiDocument
  const check = await checkOf(server.app)
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#00f' } })
    .png()
    .toBuffer()
  const files: Record<string, Uint8Array> = {
    picture,
    text: Buffer.from('recibo'),
    empty: Buffer.of(),
    page: Buffer.from('<html>'),
  }
  const statuses = new Map<number, number>()
  let sent = 0
  let scene = await sceneOf(server, 0)
  const property = fc.asyncProperty(
    fc.oneof(...operationsOf(document).map((operation) => requestOf(document, operation))),
    async (request) => {
      if (++sent % perScene === 0) scene = await sceneOf(server, sent)
      const { method, path } = request.operation
      const response = await fetch(server.url + addressOf(request, scene), {
        method: method.toUpperCase(),
        redirect: 'manual',
        ...messageOf(request, scene, sent, files),
      })
      const { status } = response
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const type = response.headers.get('content-type') ?? undefined
      const answer = { method: method.toUpperCase(), url: path.replace(/\{(\w+)\}/g, ':$1'), status, type }
      const text = await response.text()
      expect(status, text).not.toBe(500)
      if (!outside.has(status)) expect(check({ ...answer, text })).toBeUndefined()
    },
  )
  // Each request finds the server as those before it have left it: a smaller one would say nothing.
  await fc.assert(property, { numRuns: count, seed, endOnFailure: true })
  return { statuses }
}

/** Answers of the protocol, before or beside any operation. */
const outside = new Set([405, 414, 431])

const found = (value: unknown, { ids }: Scene): unknown => {
  if (Array.isArray(value)) return value.map((item) => found(item, { ids } as Scene))
  if (typeof value !== 'object' || value === null) return value
  if ('known' in value && 'at' in value) {
    const { known: kind, at } = value as Known
    return ids[kind][at % ids[kind].length]
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, found(item, { ids } as Scene)]))
}

const words = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 3000)

function addressOf({ operation, path, query }: GeneratedRequest, scene: Scene): string {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = words(found(path[name], scene))
    // A client would take these segments for steps, or for none.
    return encodeURIComponent(/^\.{0,2}$/.test(value) ? '0' : value)
  })
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, words(found(value, scene))])
  return entries.length > 0 ? `${filled}?${new URLSearchParams(entries).toString()}` : filled
}

function messageOf(
  request: GeneratedRequest,
  scene: Scene,
  sent: number,
  files: Record<string, Uint8Array>,
): RequestInit {
  const { role, body, operation } = request
  const token = scene.tokens[role]
  const headers = new Headers({ 'x-forwarded-for': `10.${(sent >> 16) & 255}.${(sent >> 8) & 255}.${sent & 255}` })
  if (token) headers.set('authorization', `Bearer ${token}`)
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, words(value).replace(/[^ -~]/g, ''))
  if (!body || operation.method === 'get') return { headers }
  if ('form' in body) {
    const data = new FormData()
    for (const { name, value, file } of body.form) {
      if (file === undefined) data.append(name, words(found(value, scene)))
      else data.append(name, new Blob([files[words(value)] as Uint8Array<ArrayBuffer>]), file)
    }
    return { headers, body: data }
  }
  if ('fields' in body)
    return {
      headers,
      body: new URLSearchParams(
        Object.entries(body.fields).map(([name, value]): [string, string] => [name, words(found(value, scene))]),
      ),
    }
  headers.set('content-type', 'type' in body ? body.type : 'application/json')
  return { headers, body: 'text' in body ? body.text : (JSON.stringify(found(body.json, scene)) ?? 'null') }
}
