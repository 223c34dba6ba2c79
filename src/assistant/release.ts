import { type Broken, brokenRule, type Known } from './output.ts'
import { plain, sentenceStream } from '../text/sentences.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'
import type { ClinicContact } from '../words/reply-facts.ts'

/** More than any answer of five hundred tokens; a server that goes on for ever is cut here. */
const mostCharacters = 8_000

/**
 * Passes a model's words on sentence by sentence: as plain text, checked, with placeholders put back. A sentence that breaks a
 * rule is replaced by the practice's own, once for each rule. The pieces given to `say` add up to the answer.
 */
export function release({
  known,
  restore,
  contact,
  say,
  broke,
}: {
  known: Known
  restore: (text: string) => string
  contact: ClinicContact & { readonly locale: Locale }
  say: (piece: string) => void
  broke: (rule: Broken) => void
}) {
  const words = wordsFor(contact.locale)
  const instead = words.assistant.instead(words.contact(contact))
  const replaced = new Set<Broken>()
  let length = 0
  let said = false
  let space = ''
  const out = (sentence: string): void => {
    const text = plain(sentence)
    const stripped = text.trim()
    if (stripped === '') {
      space += text
      return
    }
    const rule = brokenRule(stripped, known)
    if (rule) {
      broke(rule)
      if (replaced.has(rule)) return
      replaced.add(rule)
    }
    const before = (space + /^\s*/.exec(text)?.[0]).replace(/\n{3,}/g, '\n\n')
    say((said ? before : '') + (rule ? instead[rule] : restore(stripped)))
    said = true
    space = /\s*$/.exec(text)?.[0] ?? ''
  }
  const gathered = sentenceStream(out)
  return {
    /** False once the answer is long enough: nothing more is passed on. */
    push(piece: string): boolean {
      length += piece.length
      if (length > mostCharacters) return false
      gathered.push(piece)
      return true
    },
    /** Passes the last sentence on. Where the model could not finish, the answer says that there is more. */
    end({ whole }: { whole: boolean }): void {
      gathered.end({ whole })
      if (!whole) say(`${said ? space || ' ' : ''}${words.assistant.toBeContinued}`)
    },
    said: () => said,
  }
}
