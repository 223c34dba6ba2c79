import { isUtf8 } from 'node:buffer'
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'

/** windows-1252 at 0x80 to 0x9F. By hand: TextDecoder of early Node 24 decodes them as Latin-1. */
const win1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Converts windows-1252 to UTF-8, unless the bytes are UTF-8 already. Strings of one character per byte. */
function asUtf8(bytes: string): string {
  if (isUtf8(Buffer.from(bytes, 'latin1'))) return bytes
  const text = bytes.replace(/[\x80-\x9f]/g, (byte) => win1252[byte.charCodeAt(0) - 0x80] ?? byte)
  return Buffer.from(text).toString('latin1')
}

const parameter = /;[ \t]*([\w*-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"?|[^;]*)/g
const quoted = /"(?:[^"\\]|\\.)*"?|[^"]+/g

/** Converts each quoted value by itself, since encodings may differ, and drops `filename` beside `filename*`. */
function mended(disposition: string): string {
  const extended = [...disposition.matchAll(parameter)].some(
    ([, name = '', value = '']) => /^filename\*$/i.test(name) && /^"?[\w-]+'[\w-]*'./.test(value),
  )
  return disposition
    .replace(parameter, (all, name: string) => (extended && /^filename$/i.test(name) ? '' : all))
    .replace(quoted, asUtf8)
}

/** Internals of @fastify/busboy, which an update may change. */
interface Busboy {
  readonly _parser?: { readonly parser?: EventEmitter }
}

/**
 * Keeps file names that are not UTF-8: @fastify/busboy decodes part headers as UTF-8, without an option, so that they are converted
 * before it reads them. Without effect if its internals change.
 */
export function mendPartHeaders(raw: IncomingMessage): void {
  const { pipe } = raw
  raw.pipe = (destination, options) => {
    raw.pipe = pipe
    const { _parser } = destination as Busboy
    _parser?.parser?.prependListener('part', (part: EventEmitter) => {
      part.once('header', (header: Record<string, string[]>) => {
        const dispositions = header['content-disposition']
        if (dispositions) header['content-disposition'] = dispositions.map(mended)
      })
    })
    return raw.pipe(destination, options)
  }
}
