import type { PutOptions } from './storage.ts'

/** The smallest part that S3 takes. */
export const partSize = 5 * 1024 * 1024
/** Gathered before a transfer takes a buffer: small files and slow senders need none. */
const before = 128 * 1024

/** Transfers with a buffer at once; each holds some 10 MB. */
const atOnce = 3
/** After this wait a transfer gets a buffer all the same, up to `atMost`: slow senders do not block the others. */
const maxWaitMs = 15_000
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
      }, maxWaitMs)
      waiting.push(go)
    })
  }
  // lib-storage sends a part once it has a byte more.
  return spare.pop() ?? Buffer.allocUnsafeSlow(partSize + 1)
}

function giveBack(buffer: Buffer | undefined): void {
  if (buffer) spare.push(buffer)
  // The place is handed over, unless more than `atOnce` are taken.
  const next = active <= atOnce ? waiting.shift() : undefined
  if (next) return next()
  active--
  if (active === 0) spare.length = 0
}

/**
 * Feeds lib-storage with little memory: by itself it keeps every chunk and copies them together, some 15 MB for each transfer.
 * Here each part is one piece of one buffer, which is refilled once it has been sent. Transfers beyond `atOnce` wait, unread.
 */
export function inParts(bytes: AsyncIterable<Uint8Array>, written: PutOptions['written']) {
  let buffer: Buffer | undefined

  async function* pieces(): AsyncGenerator<Uint8Array> {
    let held: Uint8Array[] = []
    let heldBytes = 0
    let used = 0
    // The extra byte of the first part stays with lib-storage.
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
      // No read-ahead, which would refill the buffer while it is being sent.
      { highWaterMark: 0 },
    ),
    /** After a transfer. One that failed may still be reading its buffer, which is not used again. */
    release(sent: boolean) {
      if (!buffer) return
      giveBack(sent ? buffer : undefined)
      buffer = undefined
    },
  }
}
