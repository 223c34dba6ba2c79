import { socketsPerUser } from '../realtime/connections.ts'
import { maxFrameBytes } from '../realtime/frames.ts'
import { maxMalformed, maxRefused } from '../realtime/incoming-frames.ts'
import { pauseBytes, stalledMs } from '../realtime/log-feed.ts'
import { closeCodes, maxUnsentBytes } from '../realtime/socket.ts'

export interface CloseCode {
  readonly code: number
  readonly name: string
  readonly meaning: string
  /** What a client does now. */
  readonly client: string
}

type Words = Pick<CloseCode, 'meaning' | 'client'>

const kibibytes = (bytes: number) => `${bytes / 1024} KiB`

const ours: Readonly<Record<keyof typeof closeCodes, Words>> = {
  malformed: {
    meaning: `${maxMalformed} frames of this socket were binary or no JSON of the expected shape.`,
    client: 'Mend what it sends; until then each new socket ends in the same way.',
  },
  unauthenticated: {
    meaning:
      'The token is invalid, expired, of a session that has ended or, if it is a ticket, used. Nothing was registered.',
    client:
      'Take a new ticket, with a refreshed access token if need be, and connect again; sign in where refreshing fails.',
  },
  sessionEnded: {
    meaning:
      'The session has ended while the socket was open: signed out, another password or e-mail, another role, a disabled account, a used refresh token that came back.',
    client: 'Try to refresh once; where that is refused, show the sign-in. Do not reconnect with the same token.',
  },
  tooSlow: {
    meaning: `More than ${kibibytes(maxUnsentBytes)} were not taken, or nothing for ${stalledMs / 1000} s while more than ${kibibytes(pauseBytes)} waited.`,
    client: 'Connect again with `since`: nothing is lost.',
  },
  tooManySockets: {
    meaning: `The user has opened more than ${socketsPerUser} sockets on one node; the oldest was closed.`,
    client: 'Stay closed, or share one socket among tabs.',
  },
  frameTooLarge: {
    meaning: `A frame of more than ${kibibytes(maxFrameBytes)}.`,
    client: 'Connect again, and do not send that frame.',
  },
  tooManyMessages: {
    meaning: `More than ${maxRefused} frames in a row after the hour's limit was reached.`,
    client: 'Connect again after a minute, and send nothing before the `retryAfter` of the last `error` is over.',
  },
  fault: {
    meaning: 'The server could not let the socket in, such as while its database is away.',
    client: 'Connect again, with growing pauses.',
  },
  restarting: {
    meaning: 'The server restarts. The reason is JSON: `{"retryAfterMs": …}`, another for each socket.',
    client: 'Connect again with `since` after that time.',
  },
}

const names = Object.keys(closeCodes) as (keyof typeof closeCodes)[] // Object.keys forgets the keys it was given

/** Every code that a socket may be closed with, the protocol's own among them. */
export const closeCodeWords: readonly CloseCode[] = [
  ...names.map((name) => ({ code: closeCodes[name], name, ...ours[name] })),
  {
    code: 1006,
    name: 'abnormal',
    meaning: 'No close frame came: the network, a proxy, or a ping that was not answered.',
    client: 'Connect again with `since`, with growing pauses.',
  },
  {
    code: 1009,
    name: 'protocolTooLarge',
    meaning: `A frame of more than ${kibibytes(2 * maxFrameBytes)}, which is not read.`,
    client: 'As for 4413.',
  },
].sort((a, b) => a.code - b.code)
