import fp from 'fastify-plugin'
import { lexicalReader } from './lexical-reader.ts'
import type { RiskReader } from './risk.ts'

declare module 'fastify' {
  interface FastifyInstance {
    risk: RiskReader
  }
}

// Another reader is one file beside this one, chosen here.
export default fp(async (app) => void app.decorate('risk', lexicalReader()), { name: 'risk' })
