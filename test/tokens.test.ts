import { readFileSync } from 'node:fs'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, test } from 'vitest'
import { estimateTokens, latestThatFit } from '../src/assistant/tokens.ts'

const read = (name: string) =>
  (JSON.parse(readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8')) as { text: string }[]).map(
    ({ text }) => text,
  ) // our own files

test('the estimate of everyday text lies a little above what OpenAI counts, and hardly ever below', () => {
  const texts = ['risk', 'questions', 'model-sentences'].flatMap(read)
  const sum = (count: (text: string) => number) => texts.reduce((total, text) => total + count(text), 0)
  const ratio = sum(estimateTokens) / sum((text) => countTokens(text))
  expect(ratio).toBeGreaterThan(1.05)
  expect(ratio).toBeLessThan(1.4)
  const under = texts.filter((text) => estimateTokens(text) < countTokens(text) * 0.8 - 2)
  expect(under).toEqual([])
})

test.each(['a', '😀', 'consulta ', '漢字', '1', '.,;', '\u0301', 'Ж'])('nor of odd text: %s', (piece) => {
  const text = piece.repeat(1000)
  expect(estimateTokens(text)).toBeGreaterThanOrEqual(countTokens(text) * 0.75)
})

test('the oldest turns are left out first, an answer goes with its question, and the last turn stays whatever it takes', () => {
  const turns = [1, 2, 3].flatMap((n) => [
    { role: 'user' as const, content: `pergunta ${n} ${'palavra '.repeat(50)}` },
    { role: 'assistant' as const, content: `resposta ${n} ${'palavra '.repeat(50)}` },
  ])
  const asked = [...turns, { role: 'user' as const, content: 'e agora?' }]
  const each = estimateTokens(turns[0]?.content ?? '') + 4
  expect(latestThatFit(asked, 100_000)).toEqual(asked)
  expect(latestThatFit(asked, each * 3 + 20)).toEqual(asked.slice(4))
  expect(latestThatFit(asked, 1)).toEqual(asked.slice(-1))
})
