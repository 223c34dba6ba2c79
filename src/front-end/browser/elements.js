/**
 * An element with attributes (a function is a listener of an event) and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | undefined | ((event: Event) => void)>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value)
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children)
  return made
}

/**
 * The element of a selector, which the page has.
 *
 * @template {HTMLElement} Kind
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(selector, kind) {
  const found = document.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`)
  return found
}

/**
 * Markdown as the documents use it: paragraphs, lists and `code`.
 *
 * @param {string} [text]
 * @returns {HTMLElement[]}
 */
export function prose(text = '') {
  return text.split(/\n{2,}/).flatMap((block) => {
    const items = block.split(/^[-*] /m)
    const [first = '', ...others] = items.map((item) => inline(item.replace(/\s*\n\s*/g, ' ').trim()))
    const parts = []
    if (first.length > 0) parts.push(element('p', {}, ...first))
    if (others.length > 0) parts.push(element('ul', {}, ...others.map((item) => element('li', {}, ...item))))
    return parts
  })
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export const inline = (text) =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part))
    .filter((part) => part !== '')

/** @param {unknown} value */
export const json = (value) => JSON.stringify(value, null, 2)
