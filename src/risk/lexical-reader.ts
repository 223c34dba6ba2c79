import { setTimeout as sleep } from 'node:timers/promises'
import { fairLimit } from '../async/fair-limit.ts'
import type { RiskAssessment, RiskReader } from './risk.ts'

/**
 * Reads risk from words and phrases, in this process. One text at a time, round robin by author, and it yields the event loop
 * after each for as long as it took: every message is read for a risk to life, and a flood of them must not block other requests.
 */
export function lexicalReader(): RiskReader {
  const oneAtATime = fairLimit(1)
  return {
    async assess(text, { earlier, author = '' } = {}) {
      // With the first text: the phrases take some 12 MB.
      const { assessRisk } = await import('./lexical-assessment.ts')
      return new Promise<RiskAssessment>((resolve) => {
        void oneAtATime(
          async () => {
            const began = performance.now()
            resolve(Promise.try(assessRisk, text, earlier))
            await sleep(performance.now() - began)
          },
          { key: author },
        )
      })
    },
  }
}
