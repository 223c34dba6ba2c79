/** The queue of one key, and how many may wait in it (by default as many as in all). */
export interface Line {
  readonly key: string
  readonly longest?: number
}

interface Waiting {
  start(): void
  reject(error: Error): void
}

const unbounded = { longest: Infinity, refuse: () => new Error('too many wait') }

/**
 * A concurrency limit that is fair: work of one key waits in order, and the keys take turns (round robin), so that one that asks
 * for much delays no other. Where `longest` wait in all, or of one key, `refuse` makes the error; a newcomer may push out the
 * last of the key that has most waiting. Not p-limit, whose queue knows no keys and gives nothing up.
 */
export function fairLimit(
  atOnce: number,
  room: { readonly longest: number; readonly refuse: () => Error } = unbounded,
) {
  let running = 0
  let count = 0
  // The key whose turn is next comes first.
  const lines = new Map<string, Waiting[]>()

  const next = () => {
    const [first] = lines
    if (!first) return undefined
    const [key, waiting] = first
    const one = waiting.shift()
    count--
    lines.delete(key)
    if (waiting.length > 0) lines.set(key, waiting)
    return one
  }
  const wait = ({ key, longest = Infinity }: Line) => {
    const own = lines.get(key) ?? []
    if (own.length >= longest) throw room.refuse()
    if (count >= room.longest) {
      const most = [...lines.values()].reduce((a, b) => (b.length > a.length ? b : a), own)
      if (most.length <= own.length + 1) throw room.refuse()
      most.pop()?.reject(room.refuse())
      count--
    }
    count++
    return new Promise<void>((start, reject) => {
      own.push({ start, reject })
      lines.set(key, own)
    })
  }

  return async <T>(work: () => Promise<T>, line: Line = { key: '' }): Promise<T> => {
    if (running >= atOnce) await wait(line)
    else running++
    try {
      return await work()
    } finally {
      // The place is handed over, not freed: new work cannot take it first.
      const one = next()
      if (one) one.start()
      else running--
    }
  }
}
