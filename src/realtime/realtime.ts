import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { FrameHandler } from './incoming-frames.ts'

export interface Realtime {
  /** Sockets open on this node. */
  count(): number
  /** How many milliseconds a signal last took round the bus; nothing before the first, `silent` while none comes back. */
  busLag(): number | 'silent' | undefined
  /** Says who answers frames of this type. Each type has one handler. */
  on(type: string, handler: FrameHandler): void
  /**
   * Lets a connection through to `accept`, or refuses it: 503 while this node is on its way out, 429 where too many of its
   * address have shown no valid token. Its address is asked for only if its own token is not signed by us.
   */
  admit(token: string, addressOf: () => string, raw: Duplex): Pass
  /** Takes an upgraded socket in by its token, from `since` on, or closes it with 4401. Never rejects. */
  accept(socket: WebSocket, raw: Duplex, pass: Pass, since: string | undefined): Promise<void>
}

/** What `admit` found out of a connection. */
export interface Pass {
  readonly token: string
  readonly addressOf: () => string
  /** Of a token that is signed by us; then the connection was not counted to its address. */
  readonly claims: { userId: number; sessionId: string } | undefined
}
