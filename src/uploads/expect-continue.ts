import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Lets a client that asks (`Expect: 100-continue`) keep its body until it is let in. Node by itself answers 100 before any
 * hook has run; here it is sent once every onRequest hook has passed, and a refusal comes instead of it.
 */
export function expectContinue(app: FastifyInstance): void {
  const asking = new WeakSet<IncomingMessage>()
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    asking.add(request)
    app.server.emit('request', request, response)
  })
  app.addHook('preParsing', async (request, reply) => {
    // Where there is nothing to send a body to, the answer is the refusal.
    if (!request.is404 && asking.delete(request.raw)) reply.raw.writeContinue()
  })
  app.addHook('onSend', async (request, reply) => {
    // Refused before the 100: whether the body still comes is the client's guess, so nothing may follow on this connection.
    if (asking.has(request.raw)) reply.header('connection', 'close')
  })
}
