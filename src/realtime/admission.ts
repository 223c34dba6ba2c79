import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import type { Caller } from '../auth/callers.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { limits as limitTable } from '../limits/limits.ts'
import { type Arrival, type Connections, socketsPerUser } from './connections.ts'
import { frame, maxFrameBytes } from './frames.ts'
import { handshakeLimit } from './handshake-limit.ts'
import { frameReader, type HandledFrame } from './incoming-frames.ts'
import type { EventLog, LogState } from './log.ts'
import type { Connection } from './log-feed.ts'
import type { RealtimeMetrics } from './metrics.ts'
import type { Pass, Realtime } from './realtime.ts'
import { closeCodes, closeSocket, ownCloseCode, sendFrame } from './socket.ts'
import { heartbeatSeconds } from './ticker.ts'
import { textFrame, wireOf, writeFrames } from './wire.ts'

/** Enough for a clinic behind one address that reconnects after a restart. */
export const handshakesPerAddress = 256

interface Context {
  readonly app: FastifyInstance
  readonly hub: Connections
  readonly events: EventLog
  readonly meters: RealtimeMetrics
  readonly handlers: ReadonlyMap<string, HandledFrame>
  readonly isEnded: (sessionId: string) => boolean
  readonly failed: (error: unknown) => void
}

/** Lets sockets in: by a token's signature before the upgrade, by its session after it. */
export function admission(context: Context): Pick<Realtime, 'admit' | 'accept'> {
  const { app, hub, events, failed } = context
  const handshakes = handshakeLimit(handshakesPerAddress)
  let draining = false
  app.addHook('preClose', async () => void (draining = true))

  return {
    admit(token, addressOf, raw) {
      if (draining) throw new AppError('unavailable', { headers: { 'retry-after': '1' } })
      let claims: Pass['claims']
      try {
        if (token.includes('.')) claims = app.auth.claims(token)
      } catch {
        // `accept` refuses it by a close code.
      }
      if (!claims && !handshakes.admit(addressOf(), raw))
        throw new AppError('rate_limited', {
          detail: `more than ${handshakesPerAddress} sockets of this address have shown no valid token`,
          headers: { 'retry-after': '2' },
        })
      return { token, addressOf, claims }
    },

    async accept(socket, raw, { token, addressOf, claims }, given) {
      // Frames that come before the caller is known stay in the kernel's buffer.
      socket.pause()
      let arrival: Arrival | undefined
      try {
        const { userId, sessionId } = claims ?? (await claimsOf(app, token))
        arrival = hub.expect(userId)
        // What is no number counts as ahead of the log.
        const since = given === undefined ? undefined : /^\d{1,15}$/.test(given) ? Number(given) : Infinity
        const [caller, state] = await Promise.all([app.auth.caller(sessionId), events.state({ userId, since })])
        // No await from here on: a session that ends is either known as ended or closes a registered socket.
        if (context.isEnded(sessionId)) closeSocket(socket, closeCodes.sessionEnded, 'session ended')
        else if (socket.readyState === socket.OPEN) {
          handshakes.release(raw)
          register(context, socket, raw, { caller, arrival, since, state })
        }
      } catch (error) {
        if (error instanceof AppError && error.status === 401) {
          // The token was signed, but its session is over: it counts to its address after all.
          if (claims && !handshakes.admit(addressOf(), raw)) socket.terminate()
          closeSocket(socket, closeCodes.unauthenticated, error.detail ?? 'the token is invalid or has expired')
        } else {
          failed(error)
          closeSocket(socket, closeCodes.fault, 'internal error')
        }
      } finally {
        arrival?.end()
        socket.resume()
      }
    },
  }
}

/** Whose session a token of the path stands for: an access token, or a ticket, which is spent by it. */
async function claimsOf({ auth, db }: Context['app'], token: string): Promise<{ userId: number; sessionId: string }> {
  if (token.includes('.')) return auth.claims(token)
  // What cannot be a ticket costs no transaction.
  const ticket = /^[\w-]{43}$/.test(token)
    ? await transaction(db, (tx) => auth.accountTokens.spend(tx, 'socket_ticket', token))
    : undefined
  if (!ticket?.sessionId) throw new AppError('unauthenticated', { detail: 'the ticket is invalid, expired or used' })
  return { userId: ticket.userId, sessionId: ticket.sessionId }
}

interface Arriving {
  readonly caller: Caller
  readonly arrival: Arrival
  /** From where on it wants the log; only new events where undefined. */
  readonly since: number | undefined
  readonly state: LogState
}

/** Welcomes an authenticated socket and hands it to the hub, which sends what it missed. */
function register(
  { app, hub, meters, handlers, failed }: Context,
  socket: WebSocket,
  raw: Duplex,
  { caller, arrival, since, state: { lastId, reachesBack } }: Arriving,
): void {
  const gap = since !== undefined && !reachesBack
  const connection: Connection = {
    ...wireOf(socket, raw),
    caller,
    cursor: gap || since === undefined ? lastId : since,
    paused: false,
    alive: true,
  }
  const welcome = {
    userId: caller.id,
    lastEventId: lastId,
    heartbeatSeconds,
    limits: {
      messagesPerHour: limitTable['socket-message'].points,
      frameBytes: maxFrameBytes,
      sockets: socketsPerUser,
    },
  }
  writeFrames(connection, textFrame(frame('welcome', welcome)))
  const url = `${app.config.publicUrl}/api/v1/notifications`
  if (gap) sendFrame(socket, frame('sync:gap', { lastEventId: lastId, url }))
  else if (since !== undefined) meters.replayed.observe(lastId - since)
  socket.on('pong', () => (connection.alive = true))
  socket.on('close', (code) => {
    hub.remove(connection)
    meters.closed(ownCloseCode(socket), code)
  })
  // Made with the first frame: most sockets never send one.
  let read: ReturnType<typeof frameReader> | undefined
  socket.on('message', (data, binary) => {
    read ??= frameReader(app, { socket, caller, handlers, failed })
    read(data, binary)
  })
  hub.add(connection, arrival, lastId)
}
