import { readFileSync } from 'node:fs'
import type { Words } from '../text/normalize.ts'

/**
 * A second reader beside the phrases: two logistic regressions over words, their stems, neighbours and parts, trained on
 * lines as many kinds of people might write them (`npm run risk:model`). It also finds what no phrase foresaw; it gives no
 * reason, so the phrases have the last word where they match ("não quero me matar").
 */
interface RiskOdds {
  /** Log-odds, less the threshold, that the words tell of any risk: above 0 they do. */
  any: number
  /** The same for risk to life now. */
  alto: number
}

/** One weight of each of the two per bucket: 2 × 64 Ki bytes. */
export const BUCKETS = 1 << 16
const SHIFT = 32 - 16
const STEM = 5
const LONGEST_STRETCH = 40
/** A clause of fewer words is judged only with those about it, and a message of fewer not at all: "não" says nothing. */
const SHORTEST_ALONE = 4
const SHORTEST = 3
/** Of a clause that does not end, so many words at a time, each time these further: a cry may begin anywhere in it. */
const PIECE = 10
const STRIDE = 2

/** What `scripts/risk-model.ts` writes: SHA-256 of what it was trained on, scale, intercept less threshold of each head, weights. */
export interface RiskModel {
  digest: string
  scale: number
  bias: { any: number; alto: number }
  any: Int8Array | Float64Array
  alto: Int8Array | Float64Array
}
const DIGEST_BYTES = 32
const HEAD_BYTES = DIGEST_BYTES + 3 * 4

export function encodeModel({ digest, scale, bias, any, alto }: RiskModel): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(digest, 'hex')
  for (const [i, value] of [scale, bias.any, bias.alto].entries()) head.writeFloatLE(value, DIGEST_BYTES + 4 * i)
  return Buffer.concat([head, Buffer.from(any.buffer), Buffer.from(alto.buffer)])
}

export function decodeModel(file: Buffer): RiskModel {
  if (file.length !== HEAD_BYTES + 2 * BUCKETS) throw new Error('risk-model.bin is not what this version reads')
  const number = (i: number) => file.readFloatLE(DIGEST_BYTES + 4 * i)
  const weights = (i: number) => Int8Array.from(file.subarray(HEAD_BYTES + i * BUCKETS, HEAD_BYTES + (i + 1) * BUCKETS))
  return {
    digest: file.toString('hex', 0, DIGEST_BYTES),
    scale: number(0),
    bias: { any: number(1), alto: number(2) },
    any: weights(0),
    alto: weights(1),
  }
}

export const modelFile = new URL('risk-model.bin', import.meta.url)
let loaded: RiskModel | undefined

/**
 * Reads words that `mendWords` gave (those from `from` to before `to`), each clause alone, with those about it, and long ones
 * also piece by piece, and keeps the gravest: a story around it hardly thins a cry, and no sentence is torn from what
 * qualifies it. Linear.
 */
export function riskOdds(
  words: Words,
  { from: first = 0, to: last = words.tokens.length, model = (loaded ??= decodeModel(readFileSync(modelFile))) } = {},
): RiskOdds {
  if (last - first < SHORTEST) return { any: 0, alto: 0 }
  const { any, alto, known } = running(words, model, first, last)
  const gravest = { any: -Infinity, alto: -Infinity }
  const judge = (from: number, to: number) => {
    const sum = (of: Float64Array) => (of[to - first] ?? 0) - (of[from - first] ?? 0)
    const scale = model.scale / Math.sqrt(sum(known) || 1)
    gravest.any = Math.max(gravest.any, model.bias.any + sum(any) * scale)
    gravest.alto = Math.max(gravest.alto, model.bias.alto + sum(alto) * scale)
  }
  let begun = first
  for (let from = first; from < last;) {
    const to = endOfClause(words, from, last)
    if (to - begun > LONGEST_STRETCH && from > begun) {
      judge(begun, from)
      begun = from
    }
    if (to - from >= SHORTEST_ALONE) judge(from, to)
    for (let at = from; at + PIECE < to; at += STRIDE) judge(at, at + PIECE)
    if (to - from > PIECE) judge(to - PIECE, to)
    from = to
  }
  judge(begun, last)
  return gravest
}

/** What the features up to each word add up to, so that any piece is judged by two look-ups. */
function running(words: Words, model: RiskModel, first: number, last: number) {
  const sums = () => new Float64Array(last - first + 1)
  const [any, alto, known] = [sums(), sums(), sums()]
  const hashes = hashTokens(words.tokens, first, last)
  let [a, b, count] = [0, 0, 0]
  const take = (bucket: number) => {
    const one = model.any[bucket] ?? 0
    const other = model.alto[bucket] ?? 0
    if (one === 0 && other === 0) return
    a += one
    b += other
    count++
  }
  for (let i = first; i < last; i++) {
    featuresOf(words, hashes, i, first, last, take)
    any[i - first + 1] = a
    alto[i - first + 1] = b
    known[i - first + 1] = count
  }
  return { any, alto, known }
}

function endOfClause({ clause }: Words, from: number, last: number): number {
  let to = from + 1
  while (to < last && clause[to] === clause[from]) to++
  return to
}

interface Hashes {
  /** Of the word at this index come the first entries. */
  first: number
  whole: Int32Array
  stem: Int32Array
}

/** FNV-1a of each of these words and of its first letters. */
function hashTokens(tokens: readonly string[], first: number, last: number): Hashes {
  const whole = new Int32Array(last - first)
  const stem = new Int32Array(last - first)
  for (let i = first; i < last; i++) {
    const word = tokens[i] ?? ''
    let hash = FNV_OFFSET
    let start = hash
    for (let at = 0; at < word.length; at++) {
      hash = Math.imul(hash ^ word.charCodeAt(at), FNV_PRIME)
      if (at <= STEM) start = hash
    }
    whole[i - first] = hash
    stem[i - first] = start
  }
  return { first, whole, stem }
}
const FNV_OFFSET = 0x811c9dc5 | 0
const FNV_PRIME = 0x01000193

const join = (salt: number, a: number, b: number) =>
  Math.imul(Math.imul(a ^ salt, 0x9e3779b1 | 0) ^ (b + salt), 0x85ebca6b | 0)
const bucketOf = (hash: number) => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> SHIFT

/** Calls `take` with the bucket of each feature that ends at word `i` of those from `from` to before `to`. */
function featuresOf(
  { tokens, clause }: Words,
  { first, whole, stem }: Hashes,
  i: number,
  from: number,
  to: number,
  take: (bucket: number) => void,
): void {
  const stemAt = (at: number) => stem[at - first] ?? 0
  const within = (back: number) => i - back >= from && clause[i - back] === clause[i]
  const here = stemAt(i)
  take(bucketOf(whole[i - first] ?? 0))
  take(bucketOf(join(1, 0, here)))
  take(bucketOf(join(2, within(1) ? stemAt(i - 1) : 0, here)))
  if (i + 1 === to || clause[i + 1] !== clause[i]) take(bucketOf(join(2, here, 0)))
  if (within(2)) {
    take(bucketOf(join(3, join(3, stemAt(i - 2), stemAt(i - 1)), here)))
    take(bucketOf(join(4, stemAt(i - 2), here)))
  }
  if (within(3)) take(bucketOf(join(4, stemAt(i - 3), here)))
  forEachGram(tokens[i] ?? '', take)
}

/** The buckets of every feature of these words, for training. */
export function featuresOfAll(words: Words): number[] {
  const hashes = hashTokens(words.tokens, 0, words.tokens.length)
  const buckets: number[] = []
  const { length } = words.tokens
  for (let i = 0; i < length; i++) featuresOf(words, hashes, i, 0, length, (bucket) => buckets.push(bucket))
  return buckets
}

/** Runs of three and four letters, the word's ends among them: a misspelt word still has most of its own. */
function forEachGram(word: string, take: (bucket: number) => void): void {
  const at = (i: number) => (i < 0 || i >= word.length ? 95 : word.charCodeAt(i))
  for (let i = -1; i + 2 <= word.length; i++) {
    const three = join(5, join(5, at(i), at(i + 1)), at(i + 2))
    take(bucketOf(three))
    if (i + 3 <= word.length) take(bucketOf(join(6, three, at(i + 3))))
  }
}
