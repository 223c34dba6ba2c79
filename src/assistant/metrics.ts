import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ModelError } from './chat.ts'
import type { Reply } from './question.ts'
import type { ReliableModel } from './reliable.ts'

/** What is counted of answers. */
export type AssistantEvents = ReturnType<typeof assistantMetrics>

/** No label comes from what people say. */
export function assistantMetrics(registry: Registry, models: () => readonly ReliableModel[]) {
  const registers = [registry]
  const answers = new Counter({
    name: 'blurosiere_ai_answers_total',
    help: "The assistant's answers, by who gave them and the risk that was read in the question",
    labelNames: ['provider', 'risk'],
    registers,
  })
  const failures = new Counter({
    name: 'blurosiere_ai_failures_total',
    help: 'Questions that a provider did not answer, by why: temporary, permanent, refused, or its circuit was open',
    labelNames: ['provider', 'reason'],
    registers,
  })
  const replaced = new Counter({
    name: 'blurosiere_ai_sentences_replaced_total',
    help: "Sentences of a model that broke the assistant's rules and were replaced, by rule",
    labelNames: ['rule'],
    registers,
  })
  const first = new Histogram({
    name: 'blurosiere_ai_first_piece_seconds',
    help: 'From the question to the first sentence that a model was let say',
    labelNames: ['provider'],
    buckets: [0.25, 0.5, 1, 2, 4, 8, 16, 30],
    registers,
  })
  new Gauge({
    name: 'blurosiere_ai_circuit_open',
    help: '1 while a provider is left alone since it failed, 0.5 while one question tries it again',
    labelNames: ['provider'],
    registers,
    collect() {
      const values = { closed: 0, 'half-open': 0.5, open: 1 }
      for (const model of models()) this.set({ provider: model.provider }, values[model.circuit().state])
    },
  })
  return {
    firstPiece: (provider: string, ms: number) => first.observe({ provider }, ms / 1000),
    failed: (provider: string, reason: ModelError['kind'] | 'circuit') => failures.inc({ provider, reason }),
    replaced: (rule: string) => replaced.inc({ rule }),
    answered: ({ provider, risk }: Reply) => answers.inc({ provider, risk }),
  }
}
