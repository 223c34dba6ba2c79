import { createServer, type Server } from 'node:net'
import type { FastifyInstance, FastifyListenOptions } from 'fastify'

/**
 * libuv (since 1.45) accepts one connection of a listener in each turn of the event loop: where turns are long, under load, new
 * connections wait for seconds without anybody knowing of them. So many listeners of one port accept so many.
 */
const listeners = 16
/** Connections that may wait to be accepted; beyond them the kernel drops some, and their callers try again seconds later. */
const backlog = 4_096

const listening = (server: Server, options: { port: number; host: string; reusePort?: boolean }): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...options, backlog }, () => resolve(server))
  })
const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

/**
 * Listens, with several listeners of the same port where the system is Linux. Throws `EADDRINUSE` where somebody has the port,
 * be it one that shares it with others.
 */
export async function listen(app: FastifyInstance, { port, host }: { port: number; host: string }): Promise<void> {
  if (process.platform !== 'linux') return void (await app.listen({ port, host, backlog }))
  const others: Server[] = []
  let gone: Promise<unknown> | undefined
  // Each stops accepting at once, and is done when its last connection is.
  app.addHook('preClose', async () => void (gone = Promise.all(others.map(closed))))
  app.addHook('onClose', () => gone)
  await app.ready()
  // Shared ports would let a second server in without a word.
  if (port !== 0) await closed(await listening(createServer(), { port, host }))
  const shared: FastifyListenOptions & { reusePort: boolean } = { port, host, backlog, reusePort: true }
  await app.listen(shared)
  const address = app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server listens at no port')
  for (let index = 1; index < listeners; index++) {
    // As http's own listeners are: without `noDelay` the pieces of an answer would wait for each other.
    const other = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      app.server.emit('connection', socket),
    )
    others.push(await listening(other, { port: address.port, host: address.address, reusePort: true }))
  }
}
