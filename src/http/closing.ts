import type { FastifyInstance } from 'fastify'

/** How often a closing server checks for idle connections. */
const checkMs = 100

/**
 * Ends all connections of a closing server once no request is under way. Node ends idle ones only as the close begins: those that
 * became idle later would last for their keep-alive time (72 s), and those without a request, which browsers open, for ever.
 */
export function endConnectionsOnClose(app: FastifyInstance): void {
  let underWay = 0
  app.server.on('request', (_request, response) => {
    underWay++
    response.once('close', () => underWay--)
  })
  app.addHook('preClose', async () => {
    const timer = setInterval(() => {
      if (underWay === 0) app.server.closeAllConnections()
    }, checkMs)
    app.server.once('close', () => clearInterval(timer))
  })
}
