import type { Json } from '../../src/front-end/operation.ts'
import type { OpenApiDocument, OperationObject } from '../../src/front-end/openapi.ts'
import { operationsOf, resolved } from './operations.ts'

/** What a client that was written for the old document may trip over. */
export interface BreakingChange {
  readonly operationId: string
  /** Where: `body.startsAt`, `200.items[].id`, `query.limit`; empty for the operation as a whole. */
  readonly field: string
  /** What happened to it. */
  readonly what: string
}

/** What callers send may only become freer, what they read only more. */
type Direction = 'sent' | 'read'
type Fault = Omit<BreakingChange, 'operationId'>

/** No library of npm does this for OpenAPI 3.1 without a program in Go or .NET. */
export function breakingChanges(before: OpenApiDocument, after: OpenApiDocument): BreakingChange[] {
  const present = new Map(operationsOf(after).map((one) => [`${one.method} ${one.path}`, one.operation]))
  return operationsOf(before).flatMap(({ method, path, operation: old }) => {
    const { operationId } = old
    const now = present.get(`${method} ${path}`)
    const faults = now ? changesOf(before, old, after, now) : [{ field: '', what: 'is gone' }]
    return faults.map((fault) => ({ operationId, ...fault }))
  })
}

function changesOf(
  before: OpenApiDocument,
  old: OperationObject,
  after: OpenApiDocument,
  now: OperationObject,
): Fault[] {
  const compare = (direction: Direction, field: string, one: Json = {}, other: Json = {}) =>
    new Comparison(before, after, direction).of(one, other, field)
  const contents = (direction: Direction, field: string, one: Contents = {}, other: Contents = {}) =>
    Object.entries(one).flatMap(([type, { schema }]) =>
      other[type] ? compare(direction, field, schema, other[type].schema) : [{ field, what: `is no longer ${type}` }],
    )
  const body = now.requestBody
  return [
    ...(old.operationId === now.operationId ? [] : [{ field: '', what: `is now called ${now.operationId}` }]),
    ...signInChanges(waysIn(old), waysIn(now)),
    ...parameterChanges(old.parameters ?? [], now.parameters ?? [], (...schemas) => compare('sent', ...schemas)),
    ...(body?.required && !old.requestBody?.required ? [{ field: 'body', what: 'is required' }] : []),
    ...(old.requestBody && !body ? [{ field: 'body', what: 'is gone' }] : []),
    ...(body ? contents('sent', 'body', old.requestBody?.content, body.content) : []),
    ...Object.entries(old.responses).flatMap(([status, response]) => {
      const answer = now.responses[status]
      if (!answer) return [{ field: status, what: 'is no longer answered' }]
      return contents('read', status, resolved(before, response).content, resolved(after, answer).content)
    }),
  ]
}

/** The schemes, any of which lets a caller in; an empty one lets everybody in. */
const waysIn = ({ security }: OperationObject) =>
  security.length > 0 ? security.map((scheme) => Object.keys(scheme).join(' and ')) : ['']

const signInChanges = (old: readonly string[], now: readonly string[]): Fault[] =>
  now.includes('')
    ? []
    : old
        .filter((way) => !now.includes(way))
        .map((way) => ({ field: '', what: way ? `no longer takes ${way}` : 'needs a sign-in' }))

type Contents = Record<string, { schema?: Json }>
type Parameters = NonNullable<OperationObject['parameters']>

function parameterChanges(
  old: Parameters,
  now: Parameters,
  compare: (field: string, before: Json, after: Json) => Fault[],
): Fault[] {
  const nameOf = (parameter: Parameters[number]) => `${parameter.in}.${parameter.name}`
  const present = new Map(now.map((parameter) => [nameOf(parameter), parameter]))
  const former = new Map(old.map((parameter) => [nameOf(parameter), parameter]))
  return [
    ...old.flatMap((parameter): Fault[] => {
      const field = nameOf(parameter)
      const same = present.get(field)
      return same ? compare(field, parameter.schema, same.schema) : [{ field, what: 'is gone' }]
    }),
    ...now
      .filter((parameter) => parameter.required && !former.get(nameOf(parameter))?.required)
      .map((parameter) => ({ field: nameOf(parameter), what: 'is required' })),
  ]
}

/** Which way a limit tightens. */
const limits: Readonly<Record<string, (before: number, after: number) => boolean>> = {
  minimum: (before, after) => after > before,
  exclusiveMinimum: (before, after) => after > before,
  minLength: (before, after) => after > before,
  minItems: (before, after) => after > before,
  maximum: (before, after) => after < before,
  exclusiveMaximum: (before, after) => after < before,
  maxLength: (before, after) => after < before,
  maxItems: (before, after) => after < before,
}
/** Keywords that forbid what was allowed, whatever they say. */
const conditions = ['pattern', 'format', 'multipleOf', 'uniqueItems']

class Comparison {
  private readonly before: OpenApiDocument
  private readonly after: OpenApiDocument
  private readonly direction: Direction
  constructor(before: OpenApiDocument, after: OpenApiDocument, direction: Direction) {
    this.before = before
    this.after = after
    this.direction = direction
  }

  /** Each shape that was sent has to be taken still; each that is read has to be a known one. */
  of(old: Json, now: Json, field: string): Fault[] {
    const olds = shapes(this.before, old)
    const nows = shapes(this.after, now)
    const nearest = (pairs: readonly (readonly [Json, Json])[]) =>
      pairs
        .map(([one, other]) => this.ofOne(one, other, field))
        .reduce((best, faults) => (faults.length < best.length ? faults : best))
    return this.direction === 'sent'
      ? olds.flatMap((one) => nearest(nows.map((other) => [one, other])))
      : nows.flatMap((other) => nearest(olds.map((one) => [one, other])))
  }

  private ofOne(old: Json, now: Json, field: string): Fault[] {
    const [wide, narrow] = this.direction === 'sent' ? [now.type, old.type] : [old.type, now.type]
    if (wide !== undefined && wide !== narrow && !(wide === 'number' && narrow === 'integer'))
      return [{ field, what: `was ${said(old.type)} and is ${said(now.type)}` }]
    const inner = (name: string, one: unknown, other: unknown) =>
      isSchema(one) && isSchema(other) ? this.of(one, other, `${field}${name}`) : []
    return [
      ...(this.direction === 'sent' ? tightened(old, now, field) : []),
      ...this.ofProperties(old, now, field),
      ...inner('[]', old.items, now.items),
      ...inner('.*', old.additionalProperties, now.additionalProperties),
    ]
  }

  private ofProperties(old: Json, now: Json, field: string): Fault[] {
    const present = (now.properties ?? {}) as Readonly<Record<string, Json>>
    const [must, mustNot, what] =
      this.direction === 'sent' ? [now, old, 'is required'] : [old, now, 'is no longer always there']
    const kept = (name: string) => this.direction === 'sent' || name in present
    return [
      ...Object.entries((old.properties ?? {}) as Readonly<Record<string, Json>>).flatMap(([name, schema]) => {
        const same = present[name]
        return same ? this.of(schema, same, `${field}.${name}`) : [{ field: `${field}.${name}`, what: 'is gone' }]
      }),
      ...requiredOf(must)
        .filter((name) => !requiredOf(mustNot).includes(name) && kept(name))
        .map((name) => ({ field: `${field}.${name}`, what })),
    ]
  }
}

const isSchema = (node: unknown): node is Json => typeof node === 'object' && node !== null

const said = (type: unknown) => (type === undefined ? 'anything' : JSON.stringify(type).replaceAll('"', ''))

const requiredOf = (schema: Json) => (schema.required ?? []) as readonly string[]

const valuesOf = (schema: Json) =>
  (schema.enum ?? ('const' in schema ? [schema.const] : undefined)) as readonly unknown[] | undefined

function tightened(old: Json, now: Json, field: string): Fault[] {
  const values = valuesOf(now)
  const former = valuesOf(old)
  const lost = values && former?.filter((value) => !values.includes(value))
  return [
    ...(values && !former ? [{ field, what: `takes only ${values.map(said).join(', ')}` }] : []),
    ...(lost ?? []).map((value) => ({ field, what: `no longer takes ${said(value)}` })),
    ...Object.entries(limits).flatMap(([name, tightens]) => {
      const [before, after] = [old[name], now[name]] as [number | undefined, number | undefined]
      return after !== undefined && (before === undefined || tightens(before, after))
        ? [{ field, what: `has ${name} ${after}` }]
        : []
    }),
    ...conditions
      .filter((name) => now[name] !== undefined && now[name] !== old[name])
      .map((name) => ({ field, what: `has another ${name}` })),
    ...(now.additionalProperties === false && old.additionalProperties !== false && now.type === 'object'
      ? [{ field, what: 'takes no other fields' }]
      : []),
  ]
}

/** The alternatives of a schema, each of one type, its parts put together. */
function shapes(document: OpenApiDocument, schema: Json): Json[] {
  const { anyOf, oneOf, allOf, ...own } = resolved(document, schema)
  const either = (anyOf ?? oneOf) as readonly Json[] | undefined
  if (either) return either.flatMap((one) => shapes(document, { ...own, ...resolved(document, one) }))
  const whole = ((allOf ?? []) as readonly Json[]).map((part) => resolved(document, part)).reduce(together, own)
  return Array.isArray(whole.type) ? whole.type.map((type: unknown) => ({ ...whole, type })) : [whole]
}

const together = (one: Json, other: Json): Json => {
  const former = (one.properties ?? {}) as Readonly<Record<string, Json>>
  const more = Object.entries((other.properties ?? {}) as Readonly<Record<string, Json>>)
  const both = more.map(([name, schema]) => [name, { ...former[name], ...schema }])
  return {
    ...one,
    ...other,
    properties: { ...former, ...Object.fromEntries(both) },
    required: [...requiredOf(one), ...requiredOf(other)],
  }
}

/** The lines that the changelog of this version still owes: an entry names the operations and the field in backticks. */
export function owedLines(changes: readonly BreakingChange[], changelog: string, version: string): string[] {
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`${version}\n`)) ?? ''
  const entries = section.split(/^- /m)
  const isNamed = ({ operationId, field }: BreakingChange) =>
    entries.some((entry) => entry.includes(`\`${operationId}\``) && (!field || entry.includes(`\`${field}\``)))
  const owed = Map.groupBy(
    changes.filter((change) => !isNamed(change)),
    ({ field, what }) => (field ? `\`${field}\` ${what}` : what),
  )
  return [...owed].map(
    ([what, those]) => `- ${those.map(({ operationId }) => `\`${operationId}\``).join(', ')}: ${what}.`,
  )
}
