import swagger from '@fastify/swagger'
import fastify, { type RouteOptions } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler } from 'fastify-type-provider-zod'
import type { RequireCaller } from '../auth/plugin.ts'
import { type ProblemCode, problems } from '../errors.ts'
import { operations } from './operations.ts'
import { type Json, type Operation, tags } from './operation.ts'

/** Parts of an OpenAPI document that are written here. */
export interface OperationObject {
  operationId: string
  tags: string[]
  summary: string
  description: string
  /** Empty where nobody has to sign in. */
  security: Json[]
  parameters?: {
    name: string
    in: string
    required?: boolean
    description?: string
    example?: unknown
    schema: Json
  }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Json; example?: unknown }> }
  responses: Responses
}

type Responses = Record<
  string,
  { $ref?: string; description?: string; content?: Record<string, { schema?: Json; example?: unknown }> }
>

export interface OpenApiDocument {
  readonly openapi: string
  readonly info: { title: string; version: string; description: string; [key: string]: unknown }
  readonly paths: Record<string, Record<string, OperationObject>>
  readonly components: {
    schemas: Record<string, Json>
    securitySchemes: Record<string, Json>
    [key: string]: unknown
  }
  [key: string]: unknown
}

/**
 * The OpenAPI 3.1 document of these routes: their zod schemas, with the words of `operations/`. The routes are replayed on an
 * application that serves nobody, so that the one that serves them carries none of this.
 */
export async function openApiDocument(routes: readonly RouteOptions[], version: string): Promise<OpenApiDocument> {
  const app = fastify({
    exposeHeadRoutes: false,
    schemaController: {
      compilersFactory: {
        buildValidator: () => (() => () => true) as never,
        buildSerializer: () => serializerCompiler as never,
      },
    },
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'BluRosiere', version, description: about, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  const byName = new Map(routes.flatMap((route) => namesOf(route).map((name) => [name, route])))
  await app.after()
  for (const [name, { url, schema }] of byName)
    app.route({ method: name.slice(0, name.indexOf(' ')), url, schema, handler: () => '' })
  await app.ready()
  const document = app.swagger() as unknown as OpenApiDocument // its own type allows every version
  await app.close()
  const shared: Record<string, Json> = {}
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
      const route = byName.get(name)
      const words = operations[name]
      if (!route || !words) throw new Error(`${name} has no words in src/front-end/operations`)
      methods[method] = describe(operation, words, route, shared)
    }
  document.components.responses = shared
  document.components.securitySchemes = {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The `accessToken` of a sign-in; 15 minutes.',
    },
    metrics: { type: 'http', scheme: 'bearer', description: '`METRICS_TOKEN`.' },
    twilio: { type: 'apiKey', in: 'header', name: 'X-Twilio-Signature', description: "Twilio's signature." },
  }
  return keepUsed(document)
}

/** `METHOD /path` of a route, as the words go by it; HEAD goes with its GET. */
export const namesOf = ({ method, url }: Pick<RouteOptions, 'method' | 'url'>): string[] =>
  [method]
    .flat()
    .filter((one) => one !== 'HEAD' && one !== 'OPTIONS')
    .map((one) => `${one} ${url}`)

function describe(
  made: OperationObject,
  words: Operation,
  route: RouteOptions,
  shared: Record<string, Json>,
): OperationObject {
  const { roles } = ([route.onRequest ?? []].flat().find((hook) => 'roles' in hook) ?? {}) as Partial<RequireCaller> // where one asks for a caller
  const json = made.requestBody?.content['application/json']
  if (json && words.body !== undefined) json.example = words.body
  // Without a schema the library makes up an answer.
  const responses: Responses = {
    ...(route.schema?.response ? openObjects(made.responses) : {}),
    ...structuredClone(words.responses),
  }
  const [status] = Object.keys(responses).filter((code) => code.startsWith('2'))
  const success = status === undefined ? undefined : responses[status]
  for (const [code, response] of Object.entries(responses)) {
    const schema = response.content?.['application/json']?.schema
    // `z.void()`
    if (schema && Object.keys(schema).length === 0) delete response.content
    if (!response.description || response.description === 'Default Response')
      response.description = response.content ? `${words.summary}.` : code === '204' ? 'Done.' : 'Accepted.'
  }
  const answer = success?.content?.['application/json']
  const example = words.answer ?? route.config?.answer
  if (answer && example !== undefined) answer.example = example
  const partial = responses[207]?.content?.['application/json']
  if (partial) partial.example = words.partialAnswer
  for (const [code, codes] of groupByStatus(refusals(words, route, roles))) responses[code] ??= refusal(codes, shared)
  const parameters = [
    ...(made.parameters ?? []).map((parameter) => ({
      ...parameter,
      description: words.parameters?.[parameter.name] ?? common[parameter.name] ?? parameter.description,
    })),
    ...Object.entries({ ...words.headers, ...(words.idempotent ? { 'Idempotency-Key': idempotencyKey } : {}) }).map(
      ([name, description]) => ({ name, in: 'header', description, schema: { type: 'string' } }),
    ),
  ]
  const requestBody = words.requestBody ?? made.requestBody
  return {
    operationId: words.id,
    tags: [words.tag],
    summary: words.summary,
    description: words.description + who(roles),
    security: words.security ?? (roles ? [{ bearer: [] }] : []),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody: { required: true, ...requestBody } }),
    responses,
  } as OperationObject
}

const idempotencyKey =
  '1 to 255 visible ASCII characters. The same key and body within 24 h give the first answer again, with `Idempotency-Replayed: true`.'

/** Parameters that mean the same everywhere. */
const common: Readonly<Record<string, string>> = {
  limit: 'How many items at most: 1 to 100.',
  cursor: "The last page's `nextCursor`.",
}

const who = (roles: readonly string[] = []) =>
  roles.length === 0 ? '' : `\n\nOnly for ${roles.map((role) => `\`${role}\``).join(' and ')}.`

/** The codes that a route's shape brings with it, and its own. */
function refusals(words: Operation, route: RouteOptions, roles: readonly string[] | undefined): Set<ProblemCode> {
  const codes = new Set<ProblemCode>(['malformed_request', 'internal_error', 'unavailable', ...(words.errors ?? [])])
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code)
  }
  const schema = route.schema ?? {}
  if (route.config?.load !== 'always') add('overloaded')
  if (roles) add('unauthenticated')
  if (roles && roles.length > 0) add('forbidden')
  if (schema.body || schema.params || schema.querystring) add('validation_failed')
  if (hasCursor(schema.querystring)) add('invalid_cursor')
  // A read that is audited writes as well.
  if (route.config?.audited) add('storage_full')
  if (route.method !== 'GET') add('storage_full', 'malformed_json', 'body_too_large', 'unsupported_media_type')
  if (words.idempotent) add('invalid_idempotency_key', 'idempotency_key_reused', 'idempotency_in_progress')
  return codes
}

const hasCursor = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && 'shape' in query && 'cursor' in (query.shape as object)

function groupByStatus(codes: Iterable<ProblemCode>): Map<number, ProblemCode[]> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const [status] = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b))
}

/** The statuses that say when to come again. */
const waits = new Set<number>([429, 503])
const retryAfter = { description: 'Seconds until it is worth trying again.', schema: { type: 'integer' } }

/** A refusal by one of these codes; each set of them stands once among the components. */
function refusal(codes: readonly ProblemCode[], shared: Record<string, Json>) {
  const name = codes
    .map((code) => code.replace(/(^|_)(\w)/g, (_whole, _start, letter: string) => letter.toUpperCase()))
    .join('Or')
  shared[name] ??= {
    description: codes.map((code) => `\`${code}\`: ${problems[code][1]}.`).join(' '),
    ...(codes.some((code) => waits.has(problems[code][0])) && { headers: { 'Retry-After': retryAfter } }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }],
        },
      },
    },
  }
  return { $ref: `#/components/responses/${name}` }
}

/** Answers may gain fields: a client that refuses unknown ones would break by it. zod's bounds of a safe integer say nothing. */
function openObjects<Node>(node: Node): Node {
  if (Array.isArray(node)) return node.map(openObjects) as Node
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).filter(
    ([key, value]) =>
      (key !== 'additionalProperties' || value !== false) &&
      value !== Number.MAX_SAFE_INTEGER &&
      value !== Number.MIN_SAFE_INTEGER,
  )
  return Object.fromEntries(entries.map(([key, value]) => [key, openObjects(value)])) as Node // the same keys but one
}

/** Without the components that nothing refers to: each schema that has a name comes as an input and as an output. */
function keepUsed(document: OpenApiDocument): OpenApiDocument {
  const { schemas } = document.components
  const used = new Set<string>()
  const visit = (node: unknown) => {
    for (const [, name = ''] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      visit(schemas[name])
    }
  }
  visit([document.paths, document.components.responses])
  const kept = Object.entries(schemas).filter(([name]) => used.has(name))
  const opened = kept.map(([name, schema]): [string, Json] => [
    name,
    name.endsWith('Input') ? schema : openObjects(schema),
  ])
  const signs = new Set(
    Object.values(document.paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ security }) => security.flatMap((either) => Object.keys(either))),
  )
  const securitySchemes = Object.fromEntries(
    Object.entries(document.components.securitySchemes).filter(([name]) => signs.has(name)),
  )
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(opened), securitySchemes } }
}

const about = `
The backend of a psychology practice: patients (\`paciente\`), psychologists (\`psicologo\`), appointments.

- Instants are RFC 3339 in UTC; \`date\` and \`time\` beside them are wall-clock in the practice's zone.
- Errors are RFC 9457 \`application/problem+json\`, told apart by \`code\`. Beside those of its own each operation can meet those of the
  protocol: 405, 408, 414, 417, 431, 501, 505.
- Lists give \`{items, nextCursor}\`; pass \`nextCursor\` as \`cursor\` until it is null.
- 429 carries \`Retry-After\` (seconds), \`RateLimit\` and \`RateLimit-Policy\`.
- New fields and new codes may come at any time; what stands here stays.
`.trim()
