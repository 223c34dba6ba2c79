/**
 * The names of tags that enclose a chain of thought: `<think>` (DeepSeek-R1, Qwen3, GLM), `<seed:think>`, `<thought>` (EXAONE),
 * `<thinking>`, `<reasoning>` and their kin.
 */
const names =
  '(?:[a-z]{1,12}:)?(?:think(?:ing|s)?|thoughts?|reason(?:ing|s)?|reasoning[_-]content|reflection|reflecting|scratch[_-]?pad|analysis|planning|deliberation|rationale|(?:inner|internal)[_-]?(?:monologue|thoughts?)|chain[_-]of[_-]thoughts?|cot)'
/** What may stand in a tag after its name; `>` may be missing before the next `<`, or for ever. */
const rest = '(?:(?<attributes>[^<>▷]{0,200}?)(?:>|&gt;|▷)|(?=[^<>▷]{0,200}<)|(?=[^<>▷]{200}))'

const marker = new RegExp(
  [
    `(?:<|&lt;|◁)\\s{0,8}(?<close>/?)\\s{0,8}${names}(?![\\w:-])${rest}`,
    // Magistral's.
    '\\[(?<bracketClose>/?)(?:think|thinking|reasoning)\\]',
    // Control tokens, which servers are to keep to themselves: of harmony (gpt-oss), Command A, Kimi and others.
    '<[|｜](?<token>[\\w▁/:.-]{1,40})[|｜]>',
    // Gemma's.
    '<(?<channelOpen>\\|channel)>|<(?<channelClose>channel\\|)>',
  ].join('|'),
  'iu',
)
/** A text whose end may be the beginning of a marker. */
const unfinished = /(?:<|◁|\[|&(?:lt;|l?t?$))[^<>◁▷[\]]{0,220}$/u
/** What a marker without its end is still known by, where the text ends. */
const cutMarker = new RegExp(`^(?:<|&lt;|◁)\\s{0,8}(?<close>/?)\\s{0,8}${names}(?![\\w:-])`, 'iu')

const opening = /^(?:(?:begin|start)_?(?:of)?_?)?(?:think|thinking|thought|reasoning)$|^inner_prefix$/i
const closing = /^(?:(?:end_?(?:of)?_?)|\/)(?:think|thinking|thought|reasoning)$|^inner_suffix$/i

/**
 * Takes a model's thinking out of its text, piece by piece: what stands in a tag of thought, nested or not, in a channel of
 * harmony other than `final`, or behind a tag that is never closed. `answer` is given the rest. A closing tag that nothing
 * opened means that all before it was thought (the opening one stood in the prompt): then `wasThought` is called.
 */
function thoughtFilter({ answer, wasThought }: { answer: (text: string) => void; wasThought: () => void }) {
  let waiting = ''
  let depth = 0
  let marked = false
  /** Where in harmony's messages we are; `none` until the first of its tokens. */
  let channel: 'none' | 'header' | 'shown' | 'hidden' = 'none'
  let header = ''

  const text = (part: string): void => {
    if (channel === 'header') header = (header + part).slice(0, 200)
    else if (part !== '' && depth === 0 && channel !== 'hidden') answer(part)
  }
  const close = () => {
    if (depth > 0) depth--
    else wasThought()
  }
  const tokenOfHarmony = (token: string): void => {
    if (token === 'start' || token === 'channel') {
      if (channel === 'none') wasThought()
      channel = 'header'
      header = token
    } else if (token === 'message') {
      if (channel === 'none') wasThought()
      channel = header.startsWith('channel') && !/^channel\s*final\b/i.test(header) ? 'hidden' : 'shown'
    } else if (channel !== 'none' && /^(?:end|return|call)$/.test(token)) channel = 'hidden'
  }
  const take = (groups: Record<string, string | undefined>): void => {
    const { token, attributes = '' } = groups
    marked ||= token === undefined || opening.test(token) || closing.test(token) || channel !== 'none'
    if (token !== undefined) {
      if (opening.test(token)) depth++
      else if (closing.test(token)) close()
      else tokenOfHarmony(token.toLowerCase())
    } else if (groups.channelOpen) depth++
    else if (groups.close === '/' || groups.bracketClose === '/' || groups.channelClose) close()
    else if (!attributes.trimEnd().endsWith('/')) depth++
  }

  return {
    push(piece: string): void {
      waiting += piece
      for (let found = marker.exec(waiting); found; found = marker.exec(waiting)) {
        text(waiting.slice(0, found.index))
        waiting = waiting.slice(found.index + found[0].length)
        take(found.groups ?? {})
      }
      const from = unfinished.exec(waiting)?.index ?? waiting.length
      text(waiting.slice(0, from))
      waiting = waiting.slice(from)
    },
    end(): void {
      const cut = cutMarker.exec(waiting)
      if (cut) {
        if (cut.groups?.close === '/') close()
      } else text(waiting)
      waiting = ''
    },
    /** Whether thought was marked as such anywhere. */
    marked: () => marked,
  }
}

/** Harmony whose control tokens the server has dropped (`analysis…assistantfinal…`), and Granite's, which writes its in words. */
function withoutHeadings(answer: string): string {
  const final = answer.lastIndexOf('assistantfinal')
  if (final >= 0) return answer.slice(final + 'assistantfinal'.length)
  if (/^\s*(?:analysis|commentary)(?=[\p{Lu}"'“])/u.test(answer)) return ''
  const granite = /^\s*here(?:'s| is) my thought process:[^]*?(?:here(?:'s| is) my response:|$)/i.exec(answer)
  return granite ? answer.slice(granite[0].length) : answer
}

/** Lets a model's answer through to `say`, and nothing of its thinking. */
export interface AnswerOnly {
  push(piece: string): void
  /** The rest. `cut`: the model met its greatest length. Whether anything but space was said. */
  end(options: { cut: boolean }): boolean
}

/** As it comes, for a server that is known to keep its models' thinking to itself: only what is marked as thought goes. */
export function streamedAnswer(say: (text: string) => void): AnswerOnly {
  let said = false
  const filter = thoughtFilter({
    answer(text) {
      said ||= text.trim() !== ''
      say(text)
    },
    wasThought() {},
  })
  return {
    push: filter.push,
    end() {
      filter.end()
      return said
    },
  }
}

/** More than anything listens to at once. */
const sliceCharacters = 1_000

/**
 * Held back to its end, for servers of open models: where the opening tag stands in the prompt, only the closing one tells that
 * all before it was thought, and what was shown cannot be taken back. `model` remembers that a model thinks in this way: then
 * a text that met its greatest length before any closing tag is thought, too.
 */
export function heldAnswer(say: (text: string) => void, model: { thinksFirst: boolean }): AnswerOnly {
  let held = ''
  const filter = thoughtFilter({
    answer: (text) => (held += text),
    wasThought() {
      held = ''
      model.thinksFirst = true
    },
  })
  return {
    push: filter.push,
    end({ cut }) {
      filter.end()
      if (cut && model.thinksFirst && !filter.marked()) return false
      const answer = withoutHeadings(held)
      if (answer.trim() === '') return false
      for (let at = 0; at < answer.length; at += sliceCharacters) say(answer.slice(at, at + sliceCharacters))
      return true
    },
  }
}
