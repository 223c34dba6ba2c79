/** How long a batch waits behind a slow one before it starts beside it. */
const maxWaitMs = 20

/**
 * Batches single look-ups: those of one turn of the event loop, and then those that arrive while a batch is under way or within
 * `spacingMs` of its start, so that batches grow with the load. At most `atOnce` run, of at most `most` keys. `load` gives a value
 * for each key, in order. Not dataloader, which knows neither the wait for a batch under way nor the spacing.
 */
export function batched<Key, Value>(
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { atOnce = 4, most = 200, spacingMs = 0 }: { atOnce?: number; most?: number; spacingMs?: number } = {},
) {
  const waiting: { key: Key; resolve: (value: Value) => void; reject: (error: unknown) => void }[] = []
  let running = 0
  let lastStart = -Infinity
  let cancel: (() => void) | undefined

  const schedule = () => {
    if (cancel || waiting.length === 0 || running >= atOnce) return
    const wait = running === 0 ? lastStart + spacingMs - performance.now() : waiting.length < most ? maxWaitMs : 0
    if (wait > 0) {
      const timer = setTimeout(start, wait)
      cancel = () => clearTimeout(timer)
    } else {
      const turn = setImmediate(start)
      cancel = () => clearImmediate(turn)
    }
  }
  const start = () => {
    cancel = undefined
    lastStart = performance.now()
    void run(waiting.splice(0, most))
    schedule()
  }
  const run = async (batch: typeof waiting) => {
    running++
    try {
      const values = await load(batch.map(({ key }) => key))
      for (const [index, { resolve }] of batch.entries()) resolve(values[index] as Value) // one for each key
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running--
      cancel?.()
      cancel = undefined
      schedule()
    }
  }

  return (key: Key) =>
    new Promise<Value>((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}
