import type { WebSocket } from 'ws'

export const closeCodes = {
  malformed: 4400,
  unauthenticated: 4401,
  sessionEnded: 4403,
  tooSlow: 4408,
  tooManySockets: 4409,
  frameTooLarge: 4413,
  tooManyMessages: 4429,
  fault: 1011,
  restarting: 1012,
} as const

export const maxUnsentBytes = 1024 * 1024
/** How long a peer has to answer a close frame; a slow one has unsent data before it. */
const closeGraceMs = { usual: 2_000, slow: 10_000 }

const closedWith = new WeakMap<WebSocket, number>()

/** The code that this server closed a socket with. */
export const ownCloseCode = (socket: WebSocket): number | undefined => closedWith.get(socket)

/** Closes a socket, and terminates it if its peer does not answer. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState >= socket.CLOSING) return
  closedWith.set(socket, code)
  socket.close(code, reason)
  const timer = setTimeout(
    () => socket.terminate(),
    code === closeCodes.tooSlow ? closeGraceMs.slow : closeGraceMs.usual,
  )
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
}

/** False if the socket is not open. A socket with too much unsent is closed. */
export function sendFrame(socket: WebSocket, frame: string | Buffer): boolean {
  if (socket.readyState !== socket.OPEN) return false
  socket.send(frame, { binary: false })
  if (socket.bufferedAmount > maxUnsentBytes) closeSocket(socket, closeCodes.tooSlow, 'too slow')
  return true
}
