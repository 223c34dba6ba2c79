import { describe, expect, it } from 'vitest'
import { breakingChanges, owedLines } from '../scripts/documents/breaking-changes.ts'
import type { OpenApiDocument } from '../src/front-end/openapi.ts'

type Json = any // parts of documents that each test changes in its own way

/** A document of one operation. */
const documentOf = (changed: Json = {}, schemas: Json = {}) =>
  ({
    openapi: '3.1.0',
    info: { title: 'Test', version: '1.0.0', description: '' },
    paths: {
      '/appointments': {
        post: {
          operationId: 'book',
          tags: [],
          summary: '',
          description: '',
          security: [],
          responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Booked' } } } } },
          ...changed,
        },
      },
    },
    components: {
      schemas: { Booked: object({ id: { type: 'integer' }, note: { type: 'string' } }, ['id']), ...schemas },
    },
  }) as unknown as OpenApiDocument

const object = (properties: Json, required: string[] = [], more: Json = {}) => ({
  type: 'object',
  properties,
  required,
  ...more,
})
const body = (schema: Json, required = true) => ({
  requestBody: { required, content: { 'application/json': { schema } } },
})
const query = (schema: Json, required = false) => ({ parameters: [{ name: 'q', in: 'query', required, schema }] })
const string = { type: 'string' }

const changes = (before: OpenApiDocument, after: OpenApiDocument) =>
  breakingChanges(before, after).map(({ operationId, field, what }) => [operationId, field, what].join(' '))

describe('what breaks a client', () => {
  it.each<[string, OpenApiDocument, OpenApiDocument, string[]]>([
    ['an operation that goes', documentOf(), { ...documentOf(), paths: {} }, ['book  is gone']],
    ['a new operationId', documentOf(), documentOf({ operationId: 'make' }), ['book  is now called make']],
    ['a sign-in', documentOf(), documentOf({ security: [{ bearer: [] }] }), ['book  needs a sign-in']],
    [
      'another sign-in',
      documentOf({ security: [{ bearer: [] }, { key: [] }] }),
      documentOf({ security: [{ bearer: [] }] }),
      ['book  no longer takes key'],
    ],
    ['a parameter that goes', documentOf(query(string)), documentOf(), ['book query.q is gone']],
    ['a parameter that is required', documentOf(), documentOf(query(string, true)), ['book query.q is required']],
    ['a status that goes', documentOf(), documentOf({ responses: {} }), ['book 201 is no longer answered']],
    [
      'a media type that goes',
      documentOf(),
      documentOf({ responses: { 201: { content: { 'text/plain': { schema: string } } } } }),
      ['book 201 is no longer application/json'],
    ],
    [
      'a field of an answer that goes',
      documentOf(),
      documentOf({}, { Booked: object({ id: { type: 'integer' } }, ['id']) }),
      ['book 201.note is gone'],
    ],
    [
      'a field of an answer that may be missing or null, or is of another type',
      documentOf({}, { Booked: object({ a: string, b: string, c: string }, ['a']) }),
      documentOf({}, { Booked: object({ a: string, b: { type: ['string', 'null'] }, c: { type: 'integer' } }) }),
      [
        'book 201.b was string and is null',
        'book 201.c was string and is integer',
        'book 201.a is no longer always there',
      ],
    ],
    [
      'a field deep in an answer',
      documentOf({}, { Booked: object({ items: { type: 'array', items: object({ id: string }) } }) }),
      documentOf({}, { Booked: object({ items: { type: 'array', items: object({}) } }) }),
      ['book 201.items[].id is gone'],
    ],
    ['a body that is required', documentOf(body(string, false)), documentOf(body(string)), ['book body is required']],
    [
      'a field of a body that goes or is required',
      documentOf(body(object({ a: string, b: string }))),
      documentOf(body(object({ b: string, c: string }, ['b', 'c']))),
      ['book body.a is gone', 'book body.b is required', 'book body.c is required'],
    ],
    [
      'null that is no longer taken',
      documentOf(body(object({ a: { anyOf: [string, { type: 'null' }] } }))),
      documentOf(body(object({ a: string }))),
      ['book body.a was null and is string'],
    ],
    [
      'values that are no longer taken',
      documentOf(body({ type: 'string', enum: ['a', 'b'] })),
      documentOf(body({ type: 'string', enum: ['b', 'c'] })),
      ['book body no longer takes a'],
    ],
    [
      'limits that tighten or are new',
      documentOf(query({ type: 'integer', maximum: 100 })),
      documentOf(query({ type: 'integer', maximum: 50, minimum: 1 })),
      ['book query.q has minimum 1', 'book query.q has maximum 50'],
    ],
    [
      'a new pattern',
      documentOf(query(string)),
      documentOf(query({ ...string, pattern: '^a' })),
      ['book query.q has another pattern'],
    ],
    [
      'unknown fields that are refused',
      documentOf(body(object({}))),
      documentOf(body(object({}, [], { additionalProperties: false }))),
      ['book body takes no other fields'],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected)
    expect(changes(after, after)).toEqual([])
  })
})

describe('what breaks no client', () => {
  it.each<[string, OpenApiDocument, OpenApiDocument]>([
    ['an operation', { ...documentOf(), paths: {} }, documentOf()],
    [
      'a field of an answer',
      documentOf(),
      documentOf({}, { Booked: object({ id: { type: 'integer' }, note: string, more: string }, ['id', 'more']) }),
    ],
    ['an optional field of a body', documentOf(body(object({}))), documentOf(body(object({ a: string })))],
    ['an optional parameter', documentOf(), documentOf(query(string))],
    ['a value that is taken', documentOf(query({ enum: ['a'] })), documentOf(query({ enum: ['a', 'b'] }))],
    ['an answer to all', documentOf({ security: [{ bearer: [] }] }), documentOf({ security: [{ bearer: [] }, {}] })],
    [
      'words for what a field of a part is',
      documentOf({}, { Booked: object({ code: string }) }),
      documentOf({}, { Booked: { allOf: [object({ code: string }), object({ code: { enum: ['a'] } })] } }),
    ],
    ['a wider limit', documentOf(query({ ...string, maxLength: 5 })), documentOf(query({ ...string, maxLength: 9 }))],
    ['a body that takes more types', documentOf(body(string)), documentOf(body({ type: ['string', 'null'] }))],
    [
      'a refusal',
      documentOf(),
      documentOf({ responses: { ...documentOf().paths['/appointments']?.post?.responses, 409: {} } }),
    ],
  ])('more: %s', (_what, before, after) => {
    expect(changes(before, after)).toEqual([])
  })
})

describe('the changelog', () => {
  const broken = [
    { operationId: 'book', field: 'body.a', what: 'is required' },
    { operationId: 'move', field: 'body.a', what: 'is required' },
  ]

  it('owes a line for what its version does not name, with the words to add', () => {
    expect(owedLines(broken, '## 2.0.0\n\n- Other news.\n', '2.0.0')).toEqual([
      '- `book`, `move`: `body.a` is required.',
    ])
    expect(owedLines(broken, '## 2.0.0\n\n- `book` and\n  `move`: `body.a`\n', '2.0.0')).toEqual([])
  })

  it('owes it under this version, whatever an older one says', () => {
    const changelog = '## 2.0.0\n\n- News.\n\n## 1.0.0\n\n- `book`, `move`: `body.a` is required.\n'
    expect(owedLines(broken, changelog, '2.0.0')).toHaveLength(1)
  })
})
