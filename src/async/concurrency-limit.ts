/** Whose work it is, and how many of the same key may wait: all that there is room for, unless said. */
export interface Line {
  readonly key: string
  readonly longest?: number
}

/**
 * Runs work so that at most `atOnce` of it is under way; what comes beyond that waits: in order among work of the same `key`,
 * and round robin over the keys, so that one that asks for much is in nobody else's way. Where `longest` already wait in all
 * (or `longest` of that key), what `refuse` makes is thrown instead; a full waiting room is made room in at the cost of the key
 * that takes most of it.
 */
export function inTurn(
  atOnce: number,
  room?: { readonly longest: number; readonly refuse: () => Error },
): <T>(work: () => Promise<T>, line?: Line) => Promise<T> {
  interface Waiting {
    start(): void
    reject(error: Error): void
  }
  let running = 0
  let count = 0
  // The key whose turn is next comes first.
  const lines = new Map<string, Waiting[]>()

  const next = (): Waiting | undefined => {
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
    if (room && own.length >= longest) throw room.refuse()
    if (room && count >= room.longest) {
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

  return async (work, line = { key: '' }) => {
    if (running >= atOnce) await wait(line)
    else running++
    try {
      return await work()
    } finally {
      // The turn is handed on as it is, so that nobody slips in between.
      const one = next()
      if (one) one.start()
      else running--
    }
  }
}
