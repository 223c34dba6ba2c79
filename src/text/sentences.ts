let made: Intl.Segmenter | undefined
/** With the first sentence: it takes some 25 ms to make. */
const segmenter = (): Intl.Segmenter => (made ??= new Intl.Segmenter('pt-BR', { granularity: 'sentence' }))

/** A text in its sentences, each with the space that follows it. */
export function* sentences(text: string): Generator<string> {
  for (const { segment } of segmenter().segment(text)) yield segment
}

/** Gathers pieces of any size into sentences: each is passed on once the next one has begun, or at the end. */
export function sentenceStream(give: (sentence: string) => void) {
  let waiting = ''
  return {
    push(piece: string): void {
      waiting += piece
      const found = [...sentences(waiting)]
      waiting = found.pop() ?? ''
      found.forEach(give)
    },
    /** Passes the rest on, if it is a finished sentence or the text is `whole`. */
    end({ whole }: { whole: boolean }): void {
      if (whole || /[.!?…:)"”]\s*$/.test(waiting)) give(waiting)
      waiting = ''
    },
  }
}

const invisible = /[^\P{Cc}\n\t]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** Plain text of what models write as Markdown or HTML: no emphasis, headings, code marks or tags; a link is its words. */
export const plain = (text: string): string =>
  text
    .replace(invisible, '')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, '')
    .replace(/!?\[([^[\]]{1,200})\]\([^()\s]{1,500}\)/g, '$1')
    .replace(/^(\s{0,8})#{1,6} +/gm, '$1')
    .replace(/^(\s{0,8})\* +/gm, '$1- ')
    .replace(/^(\s{0,8})(?:\*{3,}|-{3,}|_{3,})\s*$/gm, '$1')
    .replace(/\*\*|__|`+/g, '')
    .replace(/(?<![\p{L}\p{N}*])\*(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}.!?])\*(?![\p{L}\p{N}*])/gu, '')
