import type { ChatTurn } from './chat.ts'

/** What of a conversation is put to a model, in estimated tokens; with its answer it fits into the smallest windows (8,192). */
const contextTokens = 3_000
/** What a turn costs besides its words. */
const turnTokens = 4

/**
 * How many tokens a text takes, not fewer than o200k_base makes of it in all but odd cases and seldom twice as many. Counting
 * them takes a table of 77 MB and a tenth of a second for four thousand emoji, and each vendor's table is another.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const [run, word, digits, space] of text.matchAll(
    /([a-z\u00c0-\u00ff]+)|(\d+)|(\s+)|[^a-z\u00c0-\u00ff\d\s]+/giu,
  )) {
    if (word) tokens += Math.ceil(run.length / 4)
    else if (digits) tokens += Math.ceil(run.length / 2)
    // A space belongs to the word behind it.
    else if (space) tokens += Math.floor(run.length / 4)
    // Letters of other scripts and emoji are one or two each, and so is a piece of punctuation.
    else tokens += run.charCodeAt(0) < 0x80 ? run.length : Math.ceil(run.length * 1.5)
  }
  return tokens
}

/** The latest turns that fit, oldest first; the last one whole, whatever it takes. An answer whose question is gone goes with it. */
export function latestThatFit(turns: readonly ChatTurn[], budget = contextTokens): ChatTurn[] {
  let left = budget
  let from = turns.length
  while (from > 0) {
    left -= estimateTokens(turns[from - 1]?.content ?? '') + turnTokens
    if (left < 0 && from < turns.length) break
    from--
  }
  while (from < turns.length - 1 && turns[from]?.role === 'assistant') from++
  return turns.slice(from)
}
