import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP balancer: each connection goes to one of the nodes that are ready, asked four times a second, and ends with it. */
export async function balancer(nodes: () => readonly string[]): Promise<{ url: string }> {
  let ready: string[] = []
  const ask = async () => {
    const found = await Promise.all(
      nodes().map(async (url) => {
        const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
        return answer?.ok ? [url] : []
      }),
    )
    ready = found.flat()
  }
  await ask()
  const asking = setInterval(() => void ask(), 250)
  let turn = 0
  const sockets = new Set<Socket>()
  const door = createServer((outer) => {
    const url = ready[turn++ % ready.length]
    if (!url) return void outer.destroy()
    const inner = connect(Number(new URL(url).port), '127.0.0.1')
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy()).on('close', () => (sockets.delete(one), other.destroy()))
    }
    outer.pipe(inner).pipe(outer)
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    clearInterval(asking)
    for (const socket of sockets) socket.destroy()
    door.close()
  })
  const address = door.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` }
}
