import { isUtf8 } from 'node:buffer'
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'

/** What windows-1252 has at 0x80 to 0x9F, where Latin-1 has controls. By hand: TextDecoder of early Node 24 has them wrong. */
const win1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Bytes as UTF-8, whatever they were: what is no UTF-8 is windows-1252. Before and after, each character is a byte. */
function asUtf8(bytes: string): string {
  if (isUtf8(Buffer.from(bytes, 'latin1'))) return bytes
  const text = bytes.replace(/[\x80-\x9f]/g, (byte) => win1252[byte.charCodeAt(0) - 0x80] ?? byte)
  return Buffer.from(text).toString('latin1')
}

const parameter = /;[ \t]*([\w*-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"?|[^;]*)/g
const quoted = /"(?:[^"\\]|\\.)*"?|[^"]+/g

/** Each quoted value by itself, as clients may have put them together; and of two names the one that says its charset. */
function mended(disposition: string): string {
  const extended = [...disposition.matchAll(parameter)].some(
    ([, name = '', value = '']) => /^filename\*$/i.test(name) && /^"?[\w-]+'[\w-]*'./.test(value),
  )
  return disposition
    .replace(parameter, (all, name: string) => (extended && /^filename$/i.test(name) ? '' : all))
    .replace(quoted, asUtf8)
}

/** As far as we know @fastify/busboy from within; anything may be missing after an update. */
interface Busboy {
  readonly _parser?: { readonly parser?: EventEmitter }
}

/**
 * Lets file names in Latin-1 through: @fastify/busboy reads part headers as UTF-8, with no option for it, and what is not is
 * lost. It is caught as it is piped to, and each header mended before it is read. Without effect where its insides change.
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
