import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** Answers `Expect: 100-continue` after the onRequest hooks, so that a refusal comes before the body; Node does so before any hook. */
export function expectContinue(app: FastifyInstance): void {
  const asking = new WeakSet<IncomingMessage>()
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    asking.add(request)
    app.server.emit('request', request, response)
  })
  app.addHook('preParsing', async (request, reply) => {
    if (!request.is404 && asking.delete(request.raw)) reply.raw.writeContinue()
  })
  app.addHook('onSend', async (request, reply) => {
    // Refused before the 100: the client may send the body or not, so that the connection cannot be reused.
    if (asking.has(request.raw)) reply.header('connection', 'close')
  })
}
