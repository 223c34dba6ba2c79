/** What another reader would take the tail of a picture for: archives, documents, programs, pages. */
const foreign = [
  'PK\x03\x04',
  '%PDF-',
  '<html',
  '<!doctype',
  '<script',
  '<svg',
  '<?php',
  '<?xml',
  '\x7fELF',
  '7z\xbc\xaf',
  'Rar!',
]

/**
 * Whether a JPEG, PNG or WebP is something else as well: a document, archive or page behind its end, or a PDF from its
 * beginning on (readers look for its mark in the first kilobyte). Phones too write behind the end (motion photos, second
 * pictures): that alone is no polyglot.
 */
export function isPolyglot(image: Buffer, type: string): boolean {
  if (image.subarray(0, 1024).includes('%PDF-')) return true
  const end = endOf(image, type)
  if (end === undefined || end >= image.length) return false
  const tail = image.subarray(end).toString('latin1').toLowerCase()
  return foreign.some((mark) => tail.includes(mark.toLowerCase()))
}

/** Where the picture's own bytes end; undefined if it breaks off, which its decoder will say. */
function endOf(image: Buffer, type: string): number | undefined {
  if (type === 'image/webp') return image.length < 12 ? undefined : 8 + image.readUInt32LE(4)
  return type === 'image/jpeg' ? endOfJpeg(image) : endOfPng(image)
}

function endOfPng(image: Buffer): number | undefined {
  for (let at = 8; at + 12 <= image.length;) {
    const next = at + 12 + image.readUInt32BE(at)
    if (image.toString('latin1', at + 4, at + 8) === 'IEND') return next
    at = next
  }
  return undefined
}

function endOfJpeg(image: Buffer): number | undefined {
  for (let at = 2; at + 2 <= image.length;) {
    if (image[at] !== 0xff) {
      // Entropy-coded data: on to the next byte that could begin a marker.
      const next = image.indexOf(0xff, at)
      if (next === -1) return undefined
      at = next
      continue
    }
    const marker = image[at + 1] ?? 0
    if (marker === 0xd9) return at + 2
    if (marker === 0xff) at += 1
    // A stuffed zero, a restart or a stand-alone marker: no length follows.
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (at + 4 > image.length) return undefined
    else at += 2 + image.readUInt16BE(at + 2)
  }
  return undefined
}
