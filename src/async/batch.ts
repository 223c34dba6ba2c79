/** How long a look-up waits behind one that is slow before it leaves beside it. */
const patienceMs = 20

/**
 * Look-ups of one kind that are asked for one by one and made together: those of one turn of the loop leave as one, and what
 * comes while it is under way, or within `spacingMs` of its start, waits and then leaves as one, so that the busier it is the
 * larger they are. Behind a slow one they wait 20 ms at most, while fewer than `atOnce` are under way. `load` gives a value for
 * each key, in their order; where it fails, each of its askers hears so. At most `most` keys go into one.
 */
export function batched<Key, Value>(
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { atOnce = 4, most = 200, spacingMs = 0 }: { atOnce?: number; most?: number; spacingMs?: number } = {},
): (key: Key) => Promise<Value> {
  interface Asked {
    readonly key: Key
    readonly resolve: (value: Value) => void
    readonly reject: (error: unknown) => void
  }
  const waiting: Asked[] = []
  let running = 0
  let lastStart = -Infinity
  let cancel: (() => void) | undefined

  const schedule = () => {
    if (cancel || waiting.length === 0 || running >= atOnce) return
    const wait = running === 0 ? lastStart + spacingMs - performance.now() : waiting.length < most ? patienceMs : 0
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
  const run = async (batch: readonly Asked[]) => {
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

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}
