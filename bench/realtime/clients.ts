// Many sockets from a process of their own: they speak our protocol, or Socket.IO's over the same `ws`.
import { WebSocket } from 'ws'

export type ClientOrder =
  | { do: 'open'; port: number; tokens: string[]; socketio: boolean; atOnce: number }
  | { do: 'received'; count: number }
  | { do: 'moments'; count: number }

let received = 0
const moments: [n: number, at: number][] = []
let look = () => {}
const until = (done: () => boolean) =>
  new Promise<void>((resolve) => {
    look = () => {
      if (done()) resolve()
    }
    look()
  })

const open = (port: number, token: string, socketio: boolean) =>
  new Promise<void>((resolve, reject) => {
    const url = socketio
      ? `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
      : `ws://127.0.0.1:${port}/ws/${token}`
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)))
    socket.on('message', (data: Buffer) => {
      if (socketio && data[0] !== 0x34) {
        // Engine.IO: 0 opens, 2 pings; 4 is a message, of which Socket.IO's 40 connects.
        if (data[0] === 0x30) socket.send(`40${JSON.stringify({ token })}`)
        else if (data[0] === 0x32) socket.send('3')
        return
      }
      if (data.includes('"welcome"')) return resolve()
      if (socketio && data[1] !== 0x32) return
      received++
      const n = /"n": ?(\d+)/.exec(data.toString('latin1'))?.[1]
      if (n) moments.push([Number(n), performance.timeOrigin + performance.now()])
      look()
    })
  })

async function obey(order: ClientOrder): Promise<unknown> {
  if (order.do === 'open') {
    let next = 0
    const opener = async () => {
      while (next < order.tokens.length) await open(order.port, order.tokens[next++] ?? '', order.socketio)
    }
    await Promise.all(Array.from({ length: order.atOnce }, opener))
    return undefined
  }
  await until(() => (order.do === 'received' ? received : moments.length) >= order.count)
  received = 0
  return moments.splice(0)
}

process.on('message', (order: ClientOrder) => void obey(order).then((answer) => process.send?.({ answer })))
