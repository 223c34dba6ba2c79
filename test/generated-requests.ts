import fc from 'fast-check'
import { type DescribedOperation, resolved } from '../scripts/documents/operations.ts'
import type { Json } from '../src/front-end/operation.ts'
import type { OpenApiDocument } from '../src/front-end/openapi.ts'

/** What a request may speak of. */
export type Kind =
  | 'user'
  | 'psychologist'
  | 'appointment'
  | 'file'
  | 'notification'
  | 'delivery'
  | 'session'
  | 'conversation'
  | 'alert'
  | 'suppression'
  | 'email'
  | 'password'
  | 'refreshToken'

/** Stands for something that is there when the request is sent, so that a seed gives the same requests in every run. */
export interface Known {
  readonly known: Kind
  readonly at: number
}
interface Part {
  readonly name: string
  readonly value: unknown
  readonly file?: string
}
type Body =
  { json: unknown } | { text: string; type: string } | { form: readonly Part[] } | { fields: Json } | undefined

export interface GeneratedRequest {
  readonly operation: Pick<DescribedOperation, 'method' | 'path'>
  readonly role: Role
  readonly path: Json
  readonly query: Json
  readonly headers: Json
  readonly body: Body
}

const roles = ['nobody', 'paciente', 'psicologo', 'admin', 'forged'] as const
export type Role = (typeof roles)[number]

const known = (kind: Kind) => fc.nat(20).map((at): Known => ({ known: kind, at }))

/** What stands at `{id}`, by the path before it. */
const idsByPath: readonly [path: RegExp, known: Kind][] = [
  [/\/appointments\//, 'appointment'],
  [/\/users\//, 'user'],
  [/\/files\//, 'file'],
  [/\/notifications\//, 'notification'],
  [/\/deliveries\//, 'delivery'],
  [/\/sessions\//, 'session'],
  [/\/conversations\//, 'conversation'],
  [/\/risk-alerts\//, 'alert'],
  [/\/suppressions\//, 'suppression'],
]
const idsByName: Readonly<Record<string, Kind>> = {
  patientId: 'user',
  psychologistId: 'psychologist',
  userId: 'user',
  actorId: 'user',
  appointmentId: 'appointment',
  conversationId: 'conversation',
  email: 'email',
  patientEmail: 'email',
  current: 'password',
  password: 'password',
  refreshToken: 'refreshToken',
}

const times = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2033-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.round(date.getTime() / 900_000) * 900_000).toISOString())

/** Of no schema: types, lengths and characters that break programs. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', -1, 0, 1.5, 2 ** 53, -0, true, [], {}, '__proto__', '\u0000', '\ud800', '🙂'),
  fc.constantFrom(
    '2027-13-45T99:99:99Z',
    "' OR 1=1 --",
    '../../etc/passwd',
    '%00',
    '{{7*7}}',
    'a'.repeat(5000),
    'null',
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
)

const text = (max = 60) => fc.string({ unit: 'grapheme', maxLength: Math.min(max, 60) })

function valid(document: OpenApiDocument, schema: Json, name = ''): fc.Arbitrary<unknown> {
  const own = resolved(document, schema)
  const { type, anyOf, oneOf, minimum = 0, maximum = 2 ** 31, minItems = 0, maxItems = 3 } = own
  const kind = idsByName[name]
  if (kind) return fc.oneof({ arbitrary: known(kind), weight: 4 }, plain())
  return plain()

  function plain(): fc.Arbitrary<unknown> {
    if ('const' in own) return fc.constant(own.const)
    if (own.enum) return fc.constantFrom(...(own.enum as unknown[]))
    const either = (anyOf ?? oneOf) as readonly Json[] | undefined
    if (either) return fc.oneof(...either.map((one) => valid(document, one, name)))
    if (Array.isArray(type))
      return fc.oneof(...type.map((one: unknown) => valid(document, { ...own, type: one }, name)))
    if (type === 'object') return objectOf(document, own)
    if (type === 'array') {
      if (own.prefixItems) return fc.tuple(...(own.prefixItems as Json[]).map((item) => valid(document, item)))
      const [minLength, maxLength] = [minItems as number, Math.min(maxItems as number, 3)]
      return fc.array(valid(document, (own.items ?? {}) as Json, name), { minLength, maxLength })
    }
    if (type === 'integer' || type === 'number')
      return fc.integer({ min: minimum as number, max: Math.min(maximum as number, 2 ** 31 - 1) })
    if (type === 'boolean') return fc.boolean()
    if (type === 'null') return fc.constant(null)
    if (own.format === 'date-time' || ['from', 'to'].includes(name)) return times
    if (own.format === 'uuid') return fc.uuid()
    if (own.pattern) return fc.stringMatching(new RegExp(own.pattern as string))
    return text(own.maxLength as number | undefined)
  }
}

function objectOf(document: OpenApiDocument, { properties = {}, required = [] }: Json) {
  const fields = Object.entries(properties as Record<string, Json>)
  return fc.record(Object.fromEntries(fields.map(([name, schema]) => [name, valid(document, schema, name)])), {
    requiredKeys: required as string[],
    noNullPrototype: true,
  })
}

/** A valid object with one field that is another, gone or too much. */
const damaged = (value: fc.Arbitrary<unknown>) =>
  fc.tuple(value, fc.nat(), fc.constantFrom('odd', 'gone', 'more'), odd).map(([whole, at, how, other]) => {
    if (typeof whole !== 'object' || whole === null) return other
    const names = Object.keys(whole)
    const name = how === 'more' || names.length === 0 ? 'unknownField' : (names[at % names.length] ?? '')
    const { [name]: _gone, ...rest } = whole as Record<string, unknown>
    return how === 'gone' ? rest : { ...rest, [name]: other }
  })

const brokenJson = fc.constantFrom('{', '{"a":1,}', '[1', '"', '\u0000', '{"__proto__":{}}', '['.repeat(100), 'NaN', '')
const mediaTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
]

function bodyOf(document: OpenApiDocument, { requestBody }: DescribedOperation['operation']): fc.Arbitrary<Body> {
  const raw = fc.record({ text: brokenJson, type: fc.constantFrom(...mediaTypes) })
  const [[type, media] = []] = Object.entries(requestBody?.content ?? {})
  if (!type || !media) return fc.option(raw, { nil: undefined, freq: 10 })
  const schema = resolved(document, media.schema)
  if (type.startsWith('multipart/')) return fc.oneof({ arbitrary: parts(schema), weight: 9 }, raw)
  const value = valid(document, schema)
  if (!/json/.test(type))
    return fc.oneof({ arbitrary: objectOf(document, schema).map((fields) => ({ fields })), weight: 9 }, raw)
  const json = (arbitrary: fc.Arbitrary<unknown>, weight: number) => ({
    arbitrary: arbitrary.map((json) => ({ json })),
    weight,
  })
  return fc.oneof<fc.MaybeWeightedArbitrary<Body>[]>(
    json(value, 6),
    json(fc.constant(media.example), 1),
    json(damaged(value), 3),
    json(odd, 1),
    { arbitrary: raw, weight: 1 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  )
}

function parts({ properties = {} }: Json): fc.Arbitrary<Body> {
  const names = Object.keys(properties as object)
  const name = fc.oneof({ arbitrary: fc.constantFrom(...names), weight: 5 }, fc.constant('other'))
  const file = fc.record({
    name,
    value: fc.constantFrom('picture', 'text', 'empty', 'page'),
    file: fc.oneof(fc.constantFrom('foto.png', 'recibo.txt', 'a/../b.html', ''), text()),
  })
  const field = fc.record({ name, value: fc.oneof(known('appointment'), text()) })
  return fc.array<Part>(fc.oneof<fc.Arbitrary<Part>[]>(file, field), { maxLength: 3 }).map((form) => ({ form }))
}

/** Requests to one operation: valid ones, damaged ones and odd ones, by all roles. */
export function requestOf(document: OpenApiDocument, operation: DescribedOperation): fc.Arbitrary<GeneratedRequest> {
  const { method, path, operation: made } = operation
  const valuesIn = (place: string, other: fc.Arbitrary<unknown>) => {
    const own = (made.parameters ?? []).filter((parameter) => parameter.in === place)
    const values = own.map(({ name, schema }) => {
      const kind = place === 'path' ? idsByPath.find(([prefix]) => prefix.test(path))?.[1] : undefined
      const fits = kind && name === 'id' ? known(kind) : valid(document, schema, name)
      return [name, fc.oneof({ arbitrary: fits, weight: 7 }, other)] as const
    })
    return fc.record(Object.fromEntries(values), {
      requiredKeys: place === 'path' ? own.map(({ name }) => name) : [],
      noNullPrototype: true,
    })
  }
  return fc.record({
    operation: fc.constant({ method, path }),
    // Whoever may not call it is told so before anything else.
    role: fc.constantFrom<Role>('paciente', 'psicologo', 'admin', ...roles),
    path: valuesIn('path', odd),
    query: valuesIn('query', odd),
    headers: valuesIn('header', fc.stringMatching(/^[ -~]{0,40}$/)),
    body: bodyOf(document, made),
  })
}
