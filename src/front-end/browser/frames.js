import { element, json, prose } from './elements.js'
import { properties, resolve } from './schema.js'

/**
 * @typedef {import('./types.d.ts').Document} Document
 * @typedef {import('./types.d.ts').Example} Example
 * @typedef {import('./types.d.ts').Frame} Frame
 * @typedef {import('./types.d.ts').Schema} Schema
 */

/**
 * The frames that go one way, seen from the server, as the document is: what it sends by itself and in reply, or what it receives.
 *
 * @param {Document} document
 * @param {'send' | 'receive'} action
 * @returns {Frame[]}
 */
export function framesOf(document, action) {
  const operations = Object.values(document.operations ?? {})
  const messages = new Set(
    operations
      .flatMap((operation) => [
        ...(operation.action === action ? operation.messages : []),
        ...(action === 'send' ? (operation.reply?.messages ?? []) : []),
      ])
      .map((reference) => resolve(document, reference)),
  )
  return [...messages].map((message) => {
    const { name, title, summary = title ?? '', description, payload = {}, examples } = message
    /** @type {Schema} */
    const schema = resolve(document, payload)
    const type = schema.properties?.type && resolve(document, schema.properties.type).const
    return {
      type: typeof type === 'string' ? type : name,
      summary,
      description,
      schema,
      examples: examples ?? schema.examples?.map((one) => ({ payload: one })) ?? [],
    }
  })
}

/**
 * One frame to read: what it is for, its fields, its examples.
 *
 * @param {Document} document
 * @param {Frame} frame
 * @param {(example: Example) => void} [use] Offers to put an example where it can be sent.
 */
export function frameEntry(document, { type, summary, description, schema, examples }, use) {
  return element(
    'details',
    { class: 'frame', id: `frame-${type}` },
    element('summary', {}, element('code', {}, type), ' ', summary),
    ...prose(description),
    ...properties(document, schema),
    ...examples.flatMap((example) => {
      const button =
        use && element('button', { type: 'button', class: 'quiet', click: () => use(example) }, 'Try this one')
      return [element('pre', {}, json(example.payload)), ...(button ? [button] : [])]
    }),
  )
}

/**
 * The close codes that the document names: what each means, and what a client does.
 *
 * @param {Document} document
 */
export function closeCodes(document) {
  const codes = Object.values(document.channels ?? {}).flatMap((channel) => channel['x-close-codes'] ?? [])
  return element(
    'dl',
    { class: 'codes' },
    ...codes.flatMap(({ code, meaning, client }) => [
      element('dt', {}, element('code', {}, String(code))),
      element('dd', {}, ...prose(meaning), ...prose(client)),
    ]),
  )
}
