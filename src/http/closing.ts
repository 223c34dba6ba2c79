import type { FastifyInstance } from 'fastify'

/**
 * A response that is still on its way when the server closes leaves its connection idle afterwards, and that would hold the
 * close for all of its keep-alive time (72 s): downloads are the ones long enough to be met by it.
 */
export function endConnectionsOnClose(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections())
  })
}
