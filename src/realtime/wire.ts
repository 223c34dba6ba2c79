import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/**
 * Frames encoded once and written past `ws` to the connection beneath it: one write where `ws` takes two buffers and a `writev`
 * for each socket. This relies on `ws` writing each frame whole and at once when there are no extensions (tested).
 */
export interface Wire {
  readonly socket: WebSocket
  /** The connection beneath; undefined where an extension changes the bytes: then frames go through `ws`. */
  readonly raw: Duplex | undefined
}

export const wireOf = (socket: WebSocket, raw: Duplex): Wire => ({
  socket,
  raw: socket.extensions === '' ? raw : undefined,
})

/** A text frame as a server sends it: final, unmasked (RFC 6455 §5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(head + length)
  bytes[0] = 0x81
  if (head === 2) bytes[1] = length
  else if (head === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  bytes.write(text, head)
  return bytes
}

/** Writes whole frames; `written` is called when they have left the process, or never will. */
export function writeFrames({ socket, raw }: Wire, frames: Buffer, written?: () => void): void {
  if (raw) {
    if (written) raw.write(frames, written)
    else raw.write(frames)
    return
  }
  for (let at = 0; at < frames.length;) {
    const short = (frames[at + 1] ?? 0) & 0x7f
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    const length =
      head === 2 ? short : head === 4 ? frames.readUInt16BE(at + 2) : Number(frames.readBigUInt64BE(at + 2))
    const end = at + head + length
    socket.send(frames.subarray(at + head, end), { binary: false }, end === frames.length ? written : undefined)
    at = end
  }
}

/** Bytes that were written and have not left the process. */
export const unsentBytes = ({ socket, raw }: Wire): number => raw?.writableLength ?? socket.bufferedAmount
