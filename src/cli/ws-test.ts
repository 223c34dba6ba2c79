import pTimeout from 'p-timeout'
import { loadConfig } from '../config/config.ts'
import type { Command } from './command.ts'

const patienceMs = 10_000

/** Opens a socket as a browser would, with this token, and waits for the welcome and the answer to a ping. */
export const wsTest: Command = {
  name: 'ws test',
  usage: '<token>',
  summary: 'opens a WebSocket with an access token or a ticket, and says what happened',
  async run({ env, passed, failed }, token = '') {
    const { publicUrl } = loadConfig(env, [])
    const address = `${publicUrl.replace(/^http/, 'ws')}/ws/`
    passed('address', `${address}…`)
    const socket = new WebSocket(address + encodeURIComponent(token))
    let closed: Closed | undefined
    socket.addEventListener('close', (event) => (closed = event))
    /** Whether a frame of this type comes. */
    const got = (type: string) =>
      pTimeout(
        new Promise<boolean>((resolve) => {
          socket.addEventListener('message', ({ data }) => {
            if ((JSON.parse(String(data)) as { type: string }).type === type) resolve(true)
          })
          socket.addEventListener('close', () => resolve(false))
          if (closed) resolve(false)
        }),
        { milliseconds: patienceMs, fallback: () => false },
      )
    try {
      const started = performance.now()
      if (!(await got('welcome'))) return failed('welcome', saidOf(closed), adviceFor(closed?.code))
      passed('welcome', `after ${Math.round(performance.now() - started)} ms`)
      const asked = performance.now()
      socket.send(JSON.stringify({ type: 'ping' }))
      if (!(await got('pong'))) return failed('ping', saidOf(closed), adviceFor(closed?.code))
      passed('ping', `answered after ${Math.round(performance.now() - asked)} ms`)
      return 0
    } finally {
      socket.close()
    }
  },
}

type Closed = Pick<CloseEvent, 'code' | 'reason'>

const saidOf = (closed: Closed | undefined) =>
  closed ? `closed with ${closed.code}${closed.reason ? ` (${closed.reason})` : ''}` : 'no answer within 10 s'

function adviceFor(code: number | undefined): string {
  switch (code) {
    case 4401:
      return 'the token is none of this server’s, or has run out: sign in again, or take a fresh ticket (POST /auth/ws-ticket; 60 s, once)'
    case 4403:
      return 'the session has ended: sign in again'
    case 1006:
    case 1002:
      return 'nobody answered as a WebSocket: see that the server runs, that PUBLIC_URL is its address, and that the proxy passes Upgrade and Connection on (docs/deploy.md)'
    default:
      return 'see that the proxy in front keeps connections open and passes Upgrade on (docs/deploy.md)'
  }
}
