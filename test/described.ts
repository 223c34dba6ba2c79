import diagnostics from 'node:diagnostics_channel'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import { operationsOf, resolved } from '../scripts/documents/operations.ts'
import type { OpenApiDocument } from '../src/front-end/openapi.ts'

/** What an answer shows of itself. */
export interface SentAnswer {
  readonly method: string
  /** As the route was declared: `/users/:id`. */
  readonly url: string
  readonly status: number
  readonly type: string | undefined
  /** Undefined where it has none, or is a stream. */
  readonly text: string | undefined
}

/** Says what the document does not know of an answer; undefined if it knows all. */
export type Check = (answer: SentAnswer) => string | undefined

/** Codes of the protocol, which any request can meet, whatever the operation. */
const protocol = new Set([405, 408, 414, 417, 431, 501, 505])
/** Of each operation and status so many are looked at: a flood says nothing new. */
const enough = 200

/** What each application has answered since its last look. */
const sent = new WeakMap<object, Map<string, SentAnswer[]>>()

// Told of each application as it is made: a hook added later would miss the routes that stand in a plugin.
diagnostics.subscribe('fastify.initialization', (message) => {
  const { fastify: app } = message as { fastify: FastifyInstance }
  const answers = new Map<string, SentAnswer[]>()
  sent.set(app, answers)
  app.addHook('onSend', async (request, reply, payload) => {
    const { url } = request.routeOptions
    if (url === undefined || request.is404 || request.method === 'OPTIONS' || protocol.has(reply.statusCode)) return
    const { method } = request
    const status = reply.statusCode
    const kept = answers.get(`${method} ${url} ${status}`) ?? []
    if (kept.length >= enough) return
    answers.set(`${method} ${url} ${status}`, kept)
    const type = reply.getHeader('content-type')?.toString()
    kept.push({ method, url, status, type, text: typeof payload === 'string' ? payload : undefined })
  })
})

/** What this application has answered so far that its document does not know, each kind once. */
export async function undescribedAnswers(app: FastifyInstance): Promise<string[]> {
  const answers = [...(sent.get(app)?.values() ?? [])].flat()
  const check = await checkOf(app)
  return [...new Set(answers.flatMap((answer) => check(answer) ?? []))]
}

/** One for each document: a server whose pages are a front end's has fewer routes, one with an invented provider names it. */
const checks = new Map<string, Promise<Check>>()

export function checkOf({ documents, assistant }: FastifyInstance): Promise<Check> {
  const document = [documents.routes.length, ...assistant.providers].join(' ')
  const known = checks.get(document)
  if (known) return known
  const made = documents.openApi().then((text) => checkAgainst(JSON.parse(text) as OpenApiDocument))
  checks.set(document, made)
  return made
}

function checkAgainst(document: OpenApiDocument): Check {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(closed(document) as object, 'document')
  const byRoute = new Map(
    operationsOf(document).map((one) => [`${one.method.toUpperCase()} ${one.path.replace(/\{(\w+)\}/g, ':$1')}`, one]),
  )
  const validators = new Map<string, ValidateFunction>()
  const validatorAt = (...keys: string[]) => {
    const pointer = keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `document#/${pointer}` })
    validators.set(pointer, validate)
    return validate
  }
  return ({ method, url, status, type, text }) => {
    const found = byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${url}`)
    if (!found) return `${method} ${url} is not described`
    const { path, operation } = found
    const said = `${operation.operationId} ${status}`
    const declared = operation.responses[status]
    if (!declared) return `${said} is not described${text && /problem/.test(type ?? '') ? `: ${codeOf(text)}` : ''}`
    const response = resolved(document, declared)
    const [media = ''] = (type ?? '').split(';')
    if (method === 'HEAD' || (text === undefined && !type)) return undefined
    if (!text && !response.content) return undefined
    const ranges = [media, media.replace(/\/.*/, '/*'), '*/*']
    const content = Object.entries(response.content ?? {}).find(([name]) => ranges.includes(name.split(';')[0] ?? ''))
    if (!content) return `${said}: the content type "${media}" is not described`
    const [name, { schema }] = content
    if (text === undefined || !schema || !/json$/.test(media)) return undefined
    const body = JSON.parse(text) as unknown
    const keys = declared.$ref?.split('/').slice(1) ?? ['paths', path, found.method, 'responses', String(status)]
    const validate = validatorAt(...keys, 'content', name, 'schema')
    if (validate(body)) return undefined
    return [`${said}:`, ...(validate.errors ?? []).map((error) => faultOf(error, text, media))].join(' ')
  }
}

const codeOf = (text: string) => (JSON.parse(text) as { code?: string }).code

function faultOf(
  error: { instancePath: string; message?: string; params: object },
  text: string,
  media: string,
): string {
  if (error.instancePath === '/code' && media === 'application/problem+json')
    return `the code ${codeOf(text)} is not described`
  return `${error.instancePath || 'the body'} ${error.message ?? ''} ${JSON.stringify(error.params)}`
}

/** The same document without room for fields that it does not name: in a test they are forgotten ones. */
function closed(node: unknown, part = false): unknown {
  if (Array.isArray(node)) return node.map((item) => closed(item))
  if (typeof node !== 'object' || node === null) return node
  const shaped = 'properties' in node || 'allOf' in node
  const inner = Object.entries(node).map(([key, value]: [string, unknown]) => {
    // The parts of a whole do not know of each other's fields.
    if (key === 'allOf') return [key, (value as unknown[]).map((member) => closed(member, true))]
    if (key !== 'properties') return [key, closed(value)]
    return [key, Object.fromEntries(Object.entries(value as object).map(([name, field]) => [name, closed(field)]))]
  })
  const open = !shaped || part || 'additionalProperties' in node
  return { ...Object.fromEntries(inner), ...(open ? {} : { unevaluatedProperties: false }) }
}
