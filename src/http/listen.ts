import { createServer, type Server } from 'node:net'
import type { FastifyInstance, FastifyListenOptions } from 'fastify'

/**
 * libuv (since 1.45) accepts one connection per listener and turn of the event loop: under load, when turns are long, connections
 * would wait for seconds. Several listeners of one port accept as many at once.
 */
const listeners = 16
/** Beyond it the kernel drops connections, and clients retry seconds later. */
const backlog = 4_096

const listening = (server: Server, options: { port: number; host: string; reusePort?: boolean }): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...options, backlog }, () => resolve(server))
  })
const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

/** Listens; on Linux with several listeners. Throws `EADDRINUSE` also where the port is held by a process that shares it. */
export async function listen(app: FastifyInstance, { port, host }: { port: number; host: string }): Promise<void> {
  if (process.platform !== 'linux') return void (await app.listen({ port, host, backlog }))
  const others: Server[] = []
  let gone: Promise<unknown> | undefined
  app.addHook('preClose', async () => void (gone = Promise.all(others.map(closed))))
  app.addHook('onClose', () => gone)
  await app.ready()
  // With SO_REUSEPORT a second server would start on the same port without an error.
  if (port !== 0) await closed(await listening(createServer(), { port, host }))
  const shared: FastifyListenOptions & { reusePort: boolean } = { port, host, backlog, reusePort: true }
  await app.listen(shared)
  const address = app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server listens at no port')
  for (let index = 1; index < listeners; index++) {
    // The options of http's own listener.
    const other = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      app.server.emit('connection', socket),
    )
    others.push(await listening(other, { port: address.port, host: address.address, reusePort: true }))
  }
}
