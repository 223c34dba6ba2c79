// Many sockets in a process of their own, told what to do over its channel: some read all that comes, some stop reading once
// they are welcome.
import { WebSocket } from 'ws'

export type CrowdOrder =
  | { do: 'open'; url: string; tokens: string[]; silent: boolean }
  /** Answers once every reading socket has had so many events. */
  | { do: 'all-have'; events: number }
  | { do: 'let-silent-read' }

/** What became of the silent ones: how many closed by which code. */
export type Closed = Record<string, number>

const counts: number[] = []
let done = 0
let wanted = Infinity
let tell = () => {}
const silent: WebSocket[] = []
const closed: Closed = {}

const open = (url: string, token: string, isSilent: boolean) =>
  new Promise<void>((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/${token}`, { perMessageDeflate: false })
    const index = isSilent ? -1 : counts.push(0) - 1
    socket.on('error', reject)
    socket.on('close', (code) => {
      if (isSilent) closed[code] = (closed[code] ?? 0) + 1
      else throw new Error(`a reading socket was closed with ${code}`)
    })
    socket.on('message', (data: Buffer) => {
      if (data.includes('"welcome"')) {
        if (isSilent) {
          socket.pause()
          silent.push(socket)
        }
        return resolve()
      }
      if (isSilent || !data.includes('"id":')) return
      counts[index] = (counts[index] ?? 0) + 1
      if (counts[index] === wanted && ++done === counts.length) tell()
    })
  })

async function obey(order: CrowdOrder): Promise<unknown> {
  if (order.do === 'open') {
    let next = 0
    const opener = async () => {
      while (next < order.tokens.length) await open(order.url, order.tokens[next++] ?? '', order.silent)
    }
    await Promise.all(Array.from({ length: 50 }, opener))
    return undefined
  }
  if (order.do === 'all-have') {
    await new Promise<void>((resolve) => {
      tell = resolve
      wanted = order.events
      done = counts.filter((count) => count >= wanted).length
      if (done === counts.length) resolve()
    })
    return undefined
  }
  for (const socket of silent) socket.resume()
  while (Object.values(closed).reduce((sum, count) => sum + count, 0) < silent.length)
    await new Promise((resolve) => setTimeout(resolve, 50))
  return closed
}

process.on('message', (order: CrowdOrder) => void obey(order).then((answer) => process.send?.({ answer })))
