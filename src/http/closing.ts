import type { FastifyInstance } from 'fastify'

/** How often a server that closes looks for what holds it for nothing. */
const lookMs = 100

/**
 * Ends the connections that would hold a close for nothing. Node ends those that are idle once, as the close begins. Left are
 * those whose answer was still on its way, for their keep-alive time (72 s), and those that never asked for anything, for
 * ever: browsers open some ahead of their requests. Where no request is under way, all are ended.
 */
export function endConnectionsOnClose(app: FastifyInstance): void {
  let underWay = 0
  app.server.on('request', (_request, response) => {
    underWay++
    response.once('close', () => underWay--)
  })
  app.addHook('preClose', async () => {
    const looking = setInterval(() => {
      if (underWay === 0) app.server.closeAllConnections()
    }, lookMs)
    app.server.once('close', () => clearInterval(looking))
  })
}
