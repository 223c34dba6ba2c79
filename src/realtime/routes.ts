import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { hostsOf } from '../http/odd-requests.ts'
import { answerRaw } from '../http/problem.ts'
import { overloaded } from '../http/overload.ts'
import type { Routes } from '../http/routes.ts'
import { callerAddress } from '../limits/network.ts'

/** Also in absolute form (RFC 9112 §3.2.2). */
const path = /^(?:[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#]*)?\/ws\/([^/?#]+)(?:\?([^#]*))?$/

/**
 * Whether a request that offers an upgrade means one of our sockets. All others are answered as if they had offered none
 * (RFC 9110 §7.8): Java's and curl's clients offer `Upgrade: h2c` with every request.
 */
export const isSocketRequest = ({ method, url = '', headers, rawHeaders }: IncomingMessage): boolean =>
  method === 'GET' && hostsOf(rawHeaders) === 1 && path.test(url) && headers.upgrade?.toLowerCase() === 'websocket'

/**
 * `/ws/:token`. A wrong token is refused by close code, which a browser sees; only a wrong origin, an address over its limit
 * and a closing server get no socket. An upgrade does not pass through Fastify's router: its request and reply would live as
 * long as the socket, and cost a third of a connect.
 */
export const socketRoutes: Routes = async (app) => {
  const { realtime, refusedUpgrades, websocketServer, origins, log, config } = app
  const addressOf = callerAddress(config.trustProxy)

  const enter = (request: IncomingMessage, token: string) => {
    if (app.isUnderPressure()) throw overloaded()
    if (!origins.allows(request.headers))
      throw new AppError('forbidden', { detail: 'this origin is not among CORS_ORIGINS' })
    return realtime.admit(token, () => addressOf(request), request.socket)
  }
  // What `ws` would answer by itself, as HTML.
  websocketServer.on('wsClientError', (error, socket) => {
    if (error.message.includes('Sec-WebSocket-Version'))
      answerRaw(socket, 'upgrade_required', { Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' })
    else answerRaw(socket, 'malformed_request')
  })
  const refusals = new WeakMap<IncomingMessage, unknown>()
  app.server.on('upgrade', (request, raw, head) => {
    try {
      const [, token = '', query] = path.exec(request.url ?? '') ?? []
      const pass = enter(request, token)
      websocketServer.handleUpgrade(request, raw, head, (socket) => {
        // The peer broke the protocol, and `ws` closes the socket: nothing for the operator.
        socket.on('error', (error) => log.debug({ err: error }, 'socket error'))
        void realtime.accept(socket, request.socket, pass, new URLSearchParams(query).get('since') ?? undefined)
      })
    } catch (error) {
      // Answered over HTTP by the route below.
      refusals.set(request, error)
      refusedUpgrades.emit('upgrade', request, raw, head)
    }
  })

  app.route({
    method: 'GET',
    url: '/ws/:token',
    config: { load: 'always' },
    schema: { params: z.object({ token: z.string() }) },
    onRequest: async (request) => {
      if (request.ws) throw refusals.get(request.raw)
    },
    handler: async () => {
      throw new AppError('upgrade_required', {
        detail:
          'A WebSocket handshake is expected here. Behind a proxy (nginx, Caddy), it has to pass on the Upgrade and Connection headers.',
        headers: { upgrade: 'websocket', connection: 'Upgrade' },
      })
    },
  })
}
