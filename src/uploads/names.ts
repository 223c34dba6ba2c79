import { isVisible, visibleText } from '../text/visible-text.ts'

/** For names without a printable character. */
const nameless = 'arquivo'
const maxBytes = 255

/**
 * A client's file name, fit to be shown and sent back, never to be a path: NFC, without control and format characters
 * (bidi overrides among them, which turn `gpj.exe` into a picture), path separators or lone surrogates; 255 bytes of UTF-8
 * at most, cut between characters, keeping a short extension.
 */
export function cleanName(given: string | undefined): string {
  const name = visibleText(given ?? '')
    // The only escapes of browsers (HTML, "multipart/form-data encoding algorithm").
    .replace(/%22|%0D|%0A/gi, (escape) => (escape === '%22' ? '"' : ''))
    .toWellFormed()
    .normalize('NFC')
    // Cc: controls. Zl, Zp: line and paragraph separators.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '')
    // Path separators and their look-alikes.
    .replace(/[/\\\u2044\u2215\u29f8\uff0f\uff3c]/g, '_')
    .trim()
  if (!isVisible(name) || /^\.+$/.test(name)) return nameless
  if (Buffer.byteLength(name) <= maxBytes) return name
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  const room = maxBytes - Buffer.byteLength(extension)
  let stem = ''
  let used = 0
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - extension.length))) {
    used += Buffer.byteLength(segment)
    if (used > room) break
    stem += segment
  }
  return (stem || nameless) + extension
}

/** The name with another extension. */
export const renamed = (name: string, extension: string): string =>
  cleanName(`${name.replace(/\.[^.]{1,10}$/, '')}.${extension}`)
