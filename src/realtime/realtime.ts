import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import type { Frames } from './frames.ts'
import type { FrameHandler, FrameType } from './incoming-frames.ts'

export interface Realtime {
  /** Sockets open on this node. */
  count(): number
  /** Milliseconds of the bus's last round trip; undefined before the first, `silent` while none comes back. */
  busLag(): number | 'silent' | undefined
  /** Takes frames of a type from browsers, whose data is read by its schema. Each type has one handler. */
  on<Data extends z.ZodType, Answers extends Frames>(
    type: string,
    frame: FrameType<Data, Answers>,
    handler: FrameHandler<Data, Answers>,
  ): void
  /** What browsers may send, by type. */
  readonly handled: ReadonlyMap<string, FrameType>
  /**
   * Refuses a connection with 503 while this node closes, and with 429 where too many of its address have shown no valid token.
   * The address is computed only where the token bears no signature of ours.
   */
  admit(token: string, addressOf: () => string, raw: Duplex): Pass
  /** Registers an upgraded socket, from the event `since` on, or closes it with 4401. Never rejects. */
  accept(socket: WebSocket, raw: Duplex, pass: Pass, since: string | undefined): Promise<void>
}

/** What `admit` knows of a connection. */
export interface Pass {
  readonly token: string
  readonly addressOf: () => string
  /** Of a signed token; then the connection was not counted to its address. */
  readonly claims: { userId: number; sessionId: string } | undefined
}
