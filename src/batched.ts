/**
 * Look-ups of one kind that are asked for one by one and made together: those of one turn, and while `atOnce` batches are
 * under way all that come meanwhile, leave as one. `load` gives a value for each key, in their order; where it fails, each of
 * its askers hears so. At most `most` keys go into one batch.
 */
export function batched<Key, Value>(
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { atOnce = 2, most = 200 }: { atOnce?: number; most?: number } = {},
): (key: Key) => Promise<Value> {
  interface Asked {
    readonly key: Key
    readonly resolve: (value: Value) => void
    readonly reject: (error: unknown) => void
  }
  const waiting: Asked[] = []
  let running = 0
  let due = false

  const start = () => {
    due = false
    while (waiting.length > 0 && running < atOnce) void run(waiting.splice(0, most))
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
      start()
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (due || running >= atOnce) return
      due = true
      queueMicrotask(start)
    })
}
