/** What joins the words of a name. */
const joint = '[_:▁-]'
/**
 * Names of a chain of thought, with their prefixes and suffixes: `<think>` (DeepSeek-R1, Qwen3, GLM), `<seed:think>`,
 * `<thought_process>`, `<begin▁of▁think>`; MedGemma's pair of unused tokens. `no_think` says the opposite.
 */
const thought = [
  `(?!(?:no|non|not|without|skip|after|post)${joint})(?:[\\p{L}\\d]{1,20}${joint}){0,4}(?:(?:begin|start|end)(?:${joint}?of)?${joint}?|inner|internal)?`,
  '(?:think(?:ing|s)?|thoughts?|reason(?:ing|s)?|reflections?|reflect(?:ing)?|monologue|scratch[_-]?pad|cot)(?:process)?',
  `(?:${joint}[\\p{L}\\d]{1,20}){0,4}|unused9[45]`,
].join('')
/** The names of tags that enclose one; those of plainer words have nothing joined to them but a name space. */
const names = `(?<name>(?:[a-z]{1,12}:)?(?:analysis|planning|deliberation|rationale)|${thought})(?![\\w:▁-])`
/** What may stand in a tag after its name; `>` may be missing before the next `<`, or for ever. */
const rest = '(?:(?<attributes>[^<>▷]{0,200}?)(?:>|&gt;|▷)|(?=[^<>▷]{0,200}<)|(?=[^<>▷]{200}))'

const marker = new RegExp(
  [
    `(?:<|&lt;|◁)\\s{0,8}(?<close>/?)\\s{0,8}${names}${rest}`,
    // A box of Open WebUI's.
    '<(?<detailsClose>/?)details(?![\\w:-])(?<detailsAttributes>[^<>]{0,200})>',
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
const unfinished = /(?:<|◁|\[|&(?:lt;|l?t?$))[^<>◁▷[\]]{0,450}$/u
/** What a marker without its end is still known by, where the text ends. */
const cutMarker = new RegExp(`^(?:<|&lt;|◁)\\s{0,8}(?<close>/?)\\s{0,8}${names}`, 'iu')

/** A token of thought, which is closed by its slash or its name, as a tag is. */
const tokenOfThought = new RegExp(`^/?(?:${thought}|inner_prefix|inner_suffix)$`, 'iu')
const closing = /^\/|(?:^|[_:▁-])end(?:[_:▁-]|of|think|thought|reason|$)|^unused95$|^inner_suffix$/iu
const typeOfThought = /\b(?:type|class)\s{0,8}=\W{0,8}(?:think|thought|reason)/iu

/** The rest of a header that the prompt has begun, of a channel that is not shown. */
const hiddenByPrompt = /^\s*(?:assistant\s*)?(?:analysis|commentary|(?!final|assistant)\w+\s*$)/i

/**
 * Takes a model's thinking out of its text, piece by piece: what stands in a tag of thought, nested or not, in a channel of
 * harmony other than `final`, or behind a tag that is never closed. `answer` is given the rest. A closing tag that nothing
 * opened means that all before it was thought (the opening one stood in the prompt): then `wasThought` is called.
 */
function thoughtFilter({ answer, wasThought }: { answer: (text: string) => void; wasThought: () => void }) {
  let waiting = ''
  let depth = 0
  let marked = false
  /** Where in harmony's messages the text is; `none` until the first of its tokens. */
  let channel: 'none' | 'header' | 'shown' | 'hidden' = 'none'
  let header = ''
  /** Boxes of thought that are open. */
  let boxes = 0

  const text = (part: string): void => {
    // The prompt may have begun the first header.
    if (channel === 'none') header = (header + part).slice(0, 200)
    if (channel === 'header') header = (header + part).slice(0, 200)
    else if (part !== '' && depth === 0 && channel !== 'hidden') answer(part)
  }
  const open = () => {
    if (channel === 'header' && !header.startsWith('channel')) channel = 'shown'
    marked = true
    depth++
  }
  const close = () => {
    if (depth > 0) depth--
    else wasThought()
  }
  const tokenOfHarmony = (token: string): void => {
    if (token === 'start' || token === 'begin' || token === 'channel') {
      if (channel === 'none') wasThought()
      // A message begins, and no thought goes on from the one before.
      if (token !== 'channel') depth = 0
      channel = 'header'
      header = `${token} `
    } else if (token === 'message' || token === 'content') {
      if (channel === 'none') wasThought()
      const hides = channel === 'none' ? hiddenByPrompt : /^channel(?!\s*final\b)/i
      channel = hides.test(header) ? 'hidden' : 'shown'
    } else if (channel !== 'none' && /^(?:end|return|call)$/.test(token)) channel = 'hidden'
    else if (channel === 'header') header += ' '
  }
  const box = (closes: boolean, attributes: string): void => {
    if (closes && boxes > 0) {
      boxes--
      close()
    } else if (!closes && (boxes > 0 || typeOfThought.test(attributes))) {
      boxes++
      open()
    }
  }
  const take = (groups: Record<string, string | undefined>): void => {
    const { token, name = '', attributes = '', detailsAttributes } = groups
    if (detailsAttributes !== undefined) return box(groups.detailsClose === '/', detailsAttributes)
    const ofThought = token === undefined || tokenOfThought.test(token)
    if (!ofThought) tokenOfHarmony(token.toLowerCase())
    else if (groups.close === '/' || groups.bracketClose === '/' || groups.channelClose || closing.test(token ?? name))
      close()
    else if (!attributes.trimEnd().endsWith('/')) open()
    marked ||= ofThought || channel !== 'none'
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
        if (cut.groups?.close === '/' || closing.test(cut.groups?.name ?? '')) close()
      } else if (!/^<[|｜]/.test(waiting)) text(waiting)
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
  if (/^\s*(?:assistant)?(?:analysis|commentary)/.test(answer)) return ''
  if (/^\s*(?:assistant)?final(?=\p{Lu})/u.test(answer)) return answer.replace(/^\s*(?:assistant)?final/, '')
  const granite = /^\s*here(?:'s| is) my thought process:[^]*?(?:here(?:'s| is) my response:|$)/i.exec(answer)
  return granite ? answer.slice(granite[0].length) : answer
}

/** Lets a model's answer through to `say`, and nothing of its thinking. */
export interface AnswerOnly {
  push(piece: string): void
  /** The rest. `cut`: the model met its greatest length. Whether anything visible was said. */
  end(options: { cut: boolean }): boolean
}

/** A character that is neither space nor invisible, as U+200B is. */
const visible = /[^\s\p{Cc}\p{Cf}]/u

/** Streams the answer, for a server that does not send its models' thinking: only what is marked as thought is removed. */
export function streamedAnswer(say: (text: string) => void): AnswerOnly {
  let said = false
  const filter = thoughtFilter({
    answer(text) {
      said ||= visible.test(text)
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
      if (!visible.test(answer)) return false
      for (let at = 0; at < answer.length; at += sliceCharacters) say(answer.slice(at, at + sliceCharacters))
      return true
    },
  }
}
