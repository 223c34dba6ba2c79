import type { PutOptions } from './storage.ts'

/** The smallest part that S3 takes, and so what one transfer has to hold. */
export const partSize = 5 * 1024 * 1024
/** So much is gathered before a transfer needs a buffer: small files and slow senders take none. */
const before = 128 * 1024

/** Transfers that have a buffer at once: with what it sends, each holds some 10 MB. */
const atOnce = 3
/** Whoever has waited so long gets one all the same (slow senders must not shut everybody out), up to `atMost`. */
const patienceMs = 15_000
const atMost = 64

let active = 0
const waiting: (() => void)[] = []
const spare: Buffer[] = []

async function take(): Promise<Buffer> {
  if (active < atOnce) active++
  else {
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setInterval(() => {
        if (active >= atMost) return
        waiting.splice(waiting.indexOf(go), 1)
        active++
        go()
      }, patienceMs)
      waiting.push(go)
    })
  }
  // One byte more than a part: what makes it overflow.
  return spare.pop() ?? Buffer.allocUnsafeSlow(partSize + 1)
}

function giveBack(buffer: Buffer | undefined): void {
  if (buffer) spare.push(buffer)
  // The place is handed on as it is, unless more are in than should be.
  const next = active <= atOnce ? waiting.shift() : undefined
  if (next) return next()
  active--
  if (active === 0) spare.length = 0
}

export interface Parts {
  readonly stream: ReadableStream<Uint8Array>
  /** When all is sent, or given up (then a request may still be reading the buffer, and it is not used again). */
  release(sent: boolean): void
}

/**
 * Bytes as lib-storage takes them with least memory: it cuts what comes into parts, and left to itself it keeps every chunk
 * and copies them together, some 15 MB for each transfer. Here each part comes in one piece from one buffer, which is filled
 * anew only when it has been sent. Beyond the first few, transfers wait, unread, once they have more than a little.
 */
export function inParts(bytes: AsyncIterable<Uint8Array>, written: PutOptions['written']): Parts {
  let buffer: Buffer | undefined

  async function* pieces(): AsyncGenerator<Uint8Array> {
    let held: Uint8Array[] = []
    let heldBytes = 0
    let used = 0
    // lib-storage sends a part when it has a byte more than that; this byte, at the buffer's end, it then holds on to.
    let room = partSize + 1
    for await (const chunk of bytes) {
      if (!buffer) {
        held.push(chunk)
        heldBytes += chunk.length
        if (heldBytes <= before) continue
        buffer = await take()
      } else held = [chunk]
      for (const one of held) {
        for (let at = 0; at < one.length;) {
          const piece = one.subarray(at, at + room - used)
          buffer.set(piece, used)
          used += piece.length
          at += piece.length
          if (used < room) continue
          yield buffer.subarray(0, used)
          used = 0
          room = partSize
        }
      }
      await written?.(held)
      held = []
    }
    if (buffer && used > 0) yield buffer.subarray(0, used)
    else if (!buffer && heldBytes > 0) {
      const whole = Buffer.concat(held)
      await written?.(held)
      yield whole
    }
  }

  const source = pieces()
  return {
    stream: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const next = await source.next()
          if (next.done) controller.close()
          else controller.enqueue(next.value)
        },
      },
      // Nothing ahead of time: that would fill the buffer while it is being sent.
      { highWaterMark: 0 },
    ),
    release(sent) {
      if (!buffer) return
      giveBack(sent ? buffer : undefined)
      buffer = undefined
    },
  }
}
