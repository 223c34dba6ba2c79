/** Text with what identifies a person taken out, and the way back. */
export interface Pseudonyms {
  /** Replaces what identifies: the names given, CPF, phones, e-mails. The same thing gets the same placeholder. */
  hide(text: string): string
  /** Puts back what an answer quotes. */
  restore(text: string): string
}

const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['EMAIL', /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.\p{L}{2,}/gu],
  ['CPF', /\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b/g],
  ['TELEFONE', /(?:\+?55[\s.-]?)?\(?\b\d{2}\)?[\s.-]?9?\d{4}[\s.-]?\d{4}\b/g],
]

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Placeholders for one conversation with a provider: nothing that they stand for leaves this process. */
export function pseudonyms(names: readonly string[]): Pseudonyms {
  const real = new Map<string, string>()
  const placeholder = (kind: string, value: string): string => {
    for (const [mark, known] of real) if (known === value && mark.startsWith(`[${kind}_`)) return mark
    const mark = `[${kind}_${[...real.keys()].filter((key) => key.startsWith(`[${kind}_`)).length + 1}]`
    real.set(mark, value)
    return mark
  }
  // Whole names before their parts, or the rest of a name would stay behind. Particles such as "da" name nobody.
  const parts = [...new Set(names.flatMap((name) => [name.trim(), ...name.trim().split(/\s+/)]))]
    .filter((part) => part.length >= 3 && !/^(das|dos|dra?\.?)$/i.test(part))
    .sort((a, b) => b.length - a.length)
  const named =
    parts.length > 0
      ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.map(escape).join('|')})(?![\\p{L}\\p{N}])`, 'giu')
      : undefined
  return {
    hide(text) {
      let hidden = text
      for (const [kind, pattern] of patterns) hidden = hidden.replace(pattern, (value) => placeholder(kind, value))
      return named ? hidden.replace(named, (value) => placeholder('NOME', value)) : hidden
    },
    restore: (text) => text.replace(/\[(?:EMAIL|CPF|TELEFONE|NOME)_\d+\]/g, (mark) => real.get(mark) ?? mark),
  }
}
