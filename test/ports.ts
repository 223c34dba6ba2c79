import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** A port that nothing listens on: below those that the system hands out, or a connection of the next moment could take it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 27_000)
    const server = createServer()
    const listens = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!listens) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}
