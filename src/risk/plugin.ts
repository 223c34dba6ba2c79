import { setTimeout as sleep } from 'node:timers/promises'
import fp from 'fastify-plugin'
import { fairLimit } from '../async/fair-limit.ts'
import type { RiskAssessment, RiskReader } from './risk.ts'

declare module 'fastify' {
  interface FastifyInstance {
    risk: RiskReader
  }
}

/**
 * Assesses one text at a time, round robin by author, and yields the event loop after each for as long as it took: every
 * message is read for a risk to life, and a flood of them must not block other requests.
 */
function lexicalReader(): RiskReader {
  const oneAtATime = fairLimit(1)
  return {
    async assess(text, { earlier, author = '' } = {}) {
      // With the first text: the phrases take some 12 MB.
      const { assessRisk } = await import('./lexical-reader.ts')
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

// Another reader is one file beside this one, chosen here.
export default fp(async (app) => void app.decorate('risk', lexicalReader()), { name: 'risk' })
