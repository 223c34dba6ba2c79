// `npm run risk:model` makes src/risk/risk-model.bin of the lines in test/data; `-- check` says whether it is of these lines.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { plainText, splitWords } from '../src/text/normalize.ts'
import type { Words } from '../src/text/normalize.ts'
import { BUCKETS, decodeModel, encodeModel, featuresOfAll, modelFile, riskOdds } from '../src/risk/risk-model.ts'
import type { RiskModel } from '../src/risk/risk-model.ts'
import { mendWords } from '../src/risk/risk-words.ts'

interface Line {
  text: string
  expected: 'nenhum' | 'baixo' | 'alto'
  hand: string
  weight: number
  words: Words
  buckets: Int32Array
}
type Head = 'any' | 'alto'

/** Of harmless lines by hands that it was not trained on, how many may be above the threshold. */
const FALSE_ALARMS = { any: 0.1, alto: 0.025 }
const EPOCHS = 30
const RATE = 0.5
const DECAY = 5e-4

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../test/data/${name}.json`, import.meta.url), 'utf8')) as {
    text: string
    expected: Line['expected']
    hand?: string
    heldOut?: boolean
  }[] // our own files; the tests check their shape

/** What it may learn from: never what is kept aside, nor risk-unseen.json. */
function trainingLines(): Line[] {
  const line = (hand: string, weight: number) => (l: ReturnType<typeof read>[number]) => {
    const words = mendWords(splitWords(plainText(l.text), { leet: true }))
    return {
      text: l.text,
      expected: l.expected,
      hand: l.hand ?? hand,
      weight,
      words,
      buckets: Int32Array.from(featuresOfAll(words)),
    }
  }
  const harmless = (hand: string, l: ReturnType<typeof read>[number]) => line(hand, 1)({ ...l, expected: 'nenhum' })
  return [
    ...read('risk-lines').map(line('', 1)),
    ...read('risk')
      .filter(({ heldOut }) => !heldOut)
      .map(line('risk', 1)),
    ...read('risk-other-hand')
      .filter(({ heldOut }) => !heldOut)
      .map(line('other', 1)),
    // What people write every day, without a word of danger. Of each list a part stays unknown to it.
    ...read('questions')
      .filter(({ heldOut }) => !heldOut)
      .map((l) => harmless('questions', l)),
    ...read('sms-replies')
      .filter((_, at) => at % 2 === 0)
      .map((l) => harmless('replies', l)),
    // Many variants of few sentences: each says little.
    ...read('risk-variants').map(line('variants', 0.3)),
  ]
}

const holds = (line: Line, head: Head) => (head === 'alto' ? line.expected === 'alto' : line.expected !== 'nenhum')

/** Logistic regression by AdaGrad, over features scaled to unit length; the order of the lines is shuffled, always alike. */
function train(lines: readonly Line[], head: Head): { weights: Float64Array; bias: number } {
  const frequency = new Uint16Array(BUCKETS)
  for (const { buckets } of lines)
    for (const bucket of new Set(buckets)) frequency[bucket] = (frequency[bucket] ?? 0) + 1
  const examples = lines.map((line) => ({
    known: line.buckets.filter((bucket) => (frequency[bucket] ?? 0) > 1),
    target: holds(line, head) ? 1 : 0,
    weight: line.weight,
  }))
  const weights = new Float64Array(BUCKETS)
  const squares = new Float64Array(BUCKETS).fill(1e-6)
  let bias = 0
  let biasSquares = 1e-6
  let seed = 1
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = examples.length - 1; i > 0; i--) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      const j = seed % (i + 1)
      ;[examples[i], examples[j]] = [examples[j]!, examples[i]!]
    }
    for (const { known, target, weight } of examples) {
      const scale = 1 / Math.sqrt(known.length || 1)
      let odds = bias
      for (const bucket of known) odds += (weights[bucket] ?? 0) * scale
      const slope = (1 / (1 + Math.exp(-odds)) - target) * weight
      for (const bucket of known) {
        const step = slope * scale + DECAY * (weights[bucket] ?? 0)
        squares[bucket] = (squares[bucket] ?? 0) + step * step
        weights[bucket] = (weights[bucket] ?? 0) - (RATE * step) / Math.sqrt(squares[bucket] ?? 1)
      }
      biasSquares += slope * slope
      bias -= (RATE * slope) / Math.sqrt(biasSquares)
    }
  }
  return { weights, bias }
}

/** As the server will read it, with weights that are not rounded yet. */
function oddsOf({ words }: Line, { weights, bias }: ReturnType<typeof train>): number {
  const model = { digest: '', scale: 1, bias: { any: bias, alto: 0 }, any: weights, alto: NO_WEIGHTS }
  return riskOdds(words, { model }).any
}
const NO_WEIGHTS = new Float64Array(BUCKETS)

/** Each hand's harmless lines read by a model of all the other hands: the odds that only so many of them exceed. */
function threshold(lines: readonly Line[], head: Head): number {
  const hands = [...new Set(lines.map(({ hand }) => hand))].filter((hand) => hand !== 'variants')
  const harmless: number[] = []
  const grave: number[] = []
  for (const hand of hands) {
    const model = train(
      lines.filter((line) => line.hand !== hand),
      head,
    )
    for (const line of lines) {
      if (line.hand !== hand) continue
      if (line.expected === 'nenhum') harmless.push(oddsOf(line, model))
      else if (holds(line, head)) grave.push(oddsOf(line, model))
    }
  }
  harmless.sort((a, b) => b - a)
  const limit = harmless[Math.floor(harmless.length * FALSE_ALARMS[head])] ?? 0
  const found = grave.filter((odds) => odds > limit).length
  process.stdout.write(
    `${head}: by hands that it was not trained on, ${found} of ${grave.length} at ${FALSE_ALARMS[head] * 100} % of ${harmless.length} (odds ${limit.toFixed(2)})\n`,
  )
  return limit
}

function modelOf(lines: readonly Line[], digest: string): RiskModel {
  const any = train(lines, 'any')
  const alto = train(lines, 'alto')
  const largest = [...any.weights, ...alto.weights].reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  const scale = largest / 127
  const rounded = (weights: Float64Array) => Int8Array.from(weights, (weight) => Math.round(weight / scale))
  return {
    digest,
    scale,
    bias: { any: any.bias - threshold(lines, 'any'), alto: alto.bias - threshold(lines, 'alto') },
    any: rounded(any.weights),
    alto: rounded(alto.weights),
  }
}

const lines = trainingLines()
const digest = createHash('sha256')
for (const { text, expected, buckets } of lines) digest.update(`${expected} ${text}\n`).update(buckets)
const fingerprint = digest.digest('hex')
if (process.argv[2] === 'check') {
  const current = decodeModel(readFileSync(modelFile)).digest === fingerprint
  process.stdout.write(
    current
      ? `risk-model.bin is of these ${lines.length} lines\n`
      : 'risk-model.bin is of other lines or words: npm run risk:model\n',
  )
  process.exitCode = current ? 0 : 1
} else {
  writeFileSync(modelFile, encodeModel(modelOf(lines, fingerprint)))
  process.stdout.write(`risk-model.bin, of ${lines.length} lines\n`)
}
