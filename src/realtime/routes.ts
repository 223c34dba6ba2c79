import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'

/**
 * Whether a request that offers an upgrade means one of our sockets. All others are answered as if they had offered none
 * (RFC 9110 §7.8): Java's and curl's clients offer `Upgrade: h2c` with every request.
 */
export const isSocketRequest = ({ url = '', headers: { upgrade } }: IncomingMessage): boolean =>
  /^\/ws\//.test(url) && upgrade?.toLowerCase() === 'websocket'

/** `/ws/:token` (contract §5). A wrong token is refused by close code, which a browser sees; only a wrong origin gets no socket. */
export const socketRoutes: Routes<{ config: Config }> = async (app, { config }) => {
  const { realtime } = app
  const allowed = config.corsOrigins

  app.route({
    method: 'GET',
    url: '/ws/:token',
    schema: { params: z.object({ token: z.string() }), querystring: z.looseObject({ since: z.string().optional() }) },
    onRequest: async (request) => {
      if (!request.ws) return
      const { origin } = request.headers
      // Browsers always send it; what sends none acts for no page.
      if (origin !== undefined && allowed !== '*' && !allowed.includes(origin))
        throw new AppError('forbidden', { detail: 'this origin is not among CORS_ORIGINS' })
      realtime.admit(request)
    },
    handler: async () => {
      throw new AppError('upgrade_required', {
        detail:
          'A WebSocket handshake is expected here. Behind a proxy (nginx, Caddy), it has to pass on the Upgrade and Connection headers.',
        headers: { upgrade: 'websocket', connection: 'Upgrade' },
      })
    },
    wsHandler: (socket, request) => realtime.accept(socket, request.raw, request.params.token, request.query.since),
  })
}
