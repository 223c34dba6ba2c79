import { AppError } from '../errors.ts'

const maxDepth = 32
const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses a request's JSON body. Refuses with 400 `malformed_json` what later layers would repair, choke on or be fooled by:
 * invalid UTF-8, nesting beyond 32, `\u0000` and lone surrogates (PostgreSQL stores neither), `__proto__` keys.
 */
export function parseJson(body: Buffer): unknown {
  try {
    const text = decoder.decode(body)
    checkDepth(text)
    const value: unknown = JSON.parse(text)
    checkValue(value)
    return value
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('malformed_json')
  }
}

/** Before JSON.parse, whose recursion a hostile body could exhaust. One pass over the text, strings skipped. */
function checkDepth(text: string): void {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index)
    if (inString) {
      if (char === 0x5c) index++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > maxDepth) throw new AppError('malformed_json', { detail: `nested deeper than ${maxDepth}` })
    } else if (char === 0x5d || char === 0x7d) depth--
  }
}

function checkValue(value: unknown): void {
  if (typeof value === 'string') return checkText(value)
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw new AppError('malformed_json', { detail: 'the key __proto__ is not accepted' })
    checkText(key)
    checkValue(item)
  }
}

function checkText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new AppError('malformed_json', { detail: 'text holds \\u0000 or half of a surrogate pair' })
  }
}
