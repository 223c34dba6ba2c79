import { element, inline } from './elements.js'

/**
 * @typedef {import('./types.d.ts').Document} Document
 * @typedef {import('./types.d.ts').Reference} Reference
 * @typedef {import('./types.d.ts').Schema} Schema
 */

/**
 * What a node is: itself, or what stands where it refers to.
 *
 * @template {object} Kind
 * @param {Document} document
 * @param {Kind | Reference} node
 * @returns {Kind}
 */
export function resolve(document, node) {
  if (!('$ref' in node)) return node
  const names = node.$ref.replace(/^#\//, '').split('/')
  /** @type {unknown} */
  let found = document
  for (const name of names) {
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined
  }
  if (typeof found !== 'object' || found === null) throw new Error(`the document has no ${node.$ref}`)
  return resolve(document, /** @type {Kind | Reference} */ (found))
}

/**
 * A few words: `integer`, `"sim" | "nao"`, `string (date-time) or null`.
 *
 * @param {Document} document
 * @param {Schema | Reference} node
 * @returns {string}
 */
function kindOf(document, node) {
  const schema = resolve(document, node)
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map((one) => kindOf(document, one)))].join(' or ')
  if (schema.type === 'array') return `list of ${kindOf(document, schema.items ?? {})}`
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  const bounds = [
    schema.format,
    range(schema.minimum ?? schema.exclusiveMinimum, schema.maximum),
    range(schema.minLength, schema.maxLength, ' characters'),
  ].filter(Boolean)
  return bounds.length > 0 ? `${type} (${bounds.join(', ')})` : type
}

/** @param {number} [min] @param {number} [max] @param {string} [unit] */
function range(min, max, unit = '') {
  // That an integer is a safe one says nothing.
  const top = max !== undefined && max < Number.MAX_SAFE_INTEGER ? max : undefined
  const bottom = min !== undefined && min > Number.MIN_SAFE_INTEGER ? min : undefined
  if (top !== undefined) return `${bottom ?? 0} to ${top}${unit}`
  return bottom === undefined ? undefined : `from ${bottom}${unit}`
}

/**
 * The objects within a schema: itself, what a list holds, what it may be.
 *
 * @param {Document} document
 * @param {Schema | Reference} node
 * @returns {Schema[]}
 */
function objectsOf(document, node) {
  const schema = resolve(document, node)
  if (schema.properties) return [schema]
  if (schema.items) return objectsOf(document, schema.items)
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return parts.flatMap((one) => objectsOf(document, one))
}

/**
 * The properties of a schema as lists within lists.
 *
 * @param {Document} document
 * @param {Schema | Reference} node
 * @param {number} [depth] A schema may hold itself.
 * @returns {HTMLElement[]}
 */
export function properties(document, node, depth = 0) {
  if (depth > 5) return []
  return objectsOf(document, node).map((schema) =>
    element(
      'ul',
      { class: 'properties' },
      ...Object.entries(schema.properties ?? {}).map(([name, value]) =>
        element(
          'li',
          {},
          ...[element('code', {}, name), schema.required?.includes(name) ? ' ' : '? '],
          element('span', { class: 'kind' }, kindOf(document, value)),
          ' ',
          ...inline(resolve(document, value).description ?? ''),
          ...properties(document, value, depth + 1),
        ),
      ),
    ),
  )
}
