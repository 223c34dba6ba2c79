import type { Json } from '../../src/front-end/operation.ts'
import type { OpenApiDocument, OperationObject } from '../../src/front-end/openapi.ts'
import { type DescribedOperation, operationsOf, resolved } from './operations.ts'

type Parameter = NonNullable<OperationObject['parameters']>[number]

/**
 * The files of a collection for the API client Bruno, by path: a folder for each tag, a request for each operation. Signing in
 * keeps the tokens in the environment, and every other request sends them.
 */
export function brunoCollection(document: OpenApiDocument): [path: string, text: string][] {
  const { tags } = document as unknown as { tags: { name: string; description: string }[] } // set by `openApiDocument`
  const operations = operationsOf(document)
  const folders = tags.flatMap(({ name, description }, index) => {
    const own = operations.filter(({ operation }) => operation.tags[0] === name)
    return [
      [`${name}/folder.bru`, file(dictionary('meta', { name, seq: index + 1 }), text('docs', description))] as const,
      ...own.map((one, at) => [`${name}/${one.operation.operationId}.bru`, request(document, one, at + 1)] as const),
    ]
  })
  const manifest = { version: '1', name: document.info.title, type: 'collection', ignore: [] }
  return [
    ['bruno.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ['collection.bru', file(text('docs', document.info.description))],
    [
      'environments/local.bru',
      file(
        dictionary('vars', { baseUrl: 'http://localhost:8000', accessToken: '', refreshToken: '', metricsToken: '' }),
      ),
    ],
    ...folders.map(([path, content]): [string, string] => [path, content]),
  ]
}

/** The variables that hold the tokens, by the security scheme. */
const tokens: Readonly<Record<string, string>> = { bearer: 'accessToken', metrics: 'metricsToken' }

function request(document: OpenApiDocument, { path, method, operation }: DescribedOperation, seq: number): string {
  const { operationId, summary, description, security, parameters = [] } = operation
  const of = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const query = of('query')
    .filter(({ required }) => required)
    .map((parameter) => `${parameter.name}=${sample(parameter)}`)
    .join('&')
  const url = `{{baseUrl}}${path.replace(/\{(\w+)\}/g, ':$1')}${query && `?${query}`}`
  const [kind, body] = bodyOf(operation)
  const token = security.flatMap((either) => Object.keys(either)).flatMap((scheme) => tokens[scheme] ?? [])[0]
  return file(
    dictionary('meta', { name: summary || operationId, type: 'http', seq }),
    dictionary(method, { url, body: kind, auth: token ? 'bearer' : 'none' }),
    dictionary('params:query', samples(of('query'))),
    dictionary('params:path', samples(of('path'))),
    dictionary('headers', samples(of('header'))),
    token ? dictionary('auth:bearer', { token: `{{${token}}}` }) : '',
    body,
    givesTokens(document, operation) ? text('script:post-response', keepTokens) : '',
    text('docs', description),
  )
}

/** Those that may be left out stand there disabled, by a tilde. */
const samples = (parameters: readonly Parameter[]) =>
  Object.fromEntries(
    parameters.map((parameter) => [`${parameter.required ? '' : '~'}${parameter.name}`, sample(parameter)]),
  )

function sample({ name, schema, example }: Parameter): string {
  const known = example ?? (schema.examples as unknown[] | undefined)?.[0] ?? schema.default
  if (known !== undefined) return typeof known === 'string' ? known : JSON.stringify(known)
  if (schema.type === 'integer') return '1'
  return (schema.enum as string[] | undefined)?.[0] ?? `{{${name}}}`
}

function bodyOf({ requestBody }: OperationObject): [kind: string, block: string] {
  const [[type, media] = []] = Object.entries(requestBody?.content ?? {})
  if (!type || !media) return ['none', '']
  if (/json/.test(type)) return ['json', text('body:json', JSON.stringify(media.example ?? {}, keepSecret, 2))]
  const fields = Object.entries((media.schema?.properties ?? {}) as Record<string, Json>)
  const kind = type.startsWith('multipart/') ? 'multipart-form' : 'form-urlencoded'
  const isFile = (schema: Json) => JSON.stringify(schema).includes('"binary"') || 'contentMediaType' in schema
  const required = (media.schema.required ?? []) as readonly string[]
  const values = fields.map(([name, schema]): [string, string] => [
    required.includes(name) ? name : `~${name}`,
    isFile(schema) ? '@file()' : `{{${name}}}`,
  ])
  return [
    kind === 'multipart-form' ? 'multipartForm' : 'formUrlEncoded',
    dictionary(`body:${kind}`, Object.fromEntries(values)),
  ]
}

/** The token that signing in has kept, instead of the one of the example. */
const keepSecret = (key: string, value: unknown) => (key === 'refreshToken' ? '{{refreshToken}}' : value)

function givesTokens(document: OpenApiDocument, { responses }: OperationObject): boolean {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const schema = success?.content?.['application/json']?.schema
  return schema !== undefined && 'refreshToken' in ((resolved(document, schema).properties as Json | undefined) ?? {})
}

const keepTokens = `
if (res.status < 300) {
  bru.setEnvVar('accessToken', res.body.accessToken)
  bru.setEnvVar('refreshToken', res.body.refreshToken)
}`.trim()

const file = (...blocks: readonly string[]) => `${blocks.filter(Boolean).join('\n\n')}\n`

function dictionary(name: string, values: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${value}`.trimEnd())
  return lines.length > 0 ? `${name} {\n${lines.join('\n')}\n}` : ''
}

/** Indented, so that no line of it ends the block. */
const text = (name: string, content: string) => (content ? `${name} {\n${content.replace(/^(?=.)/gm, '  ')}\n}` : '')
