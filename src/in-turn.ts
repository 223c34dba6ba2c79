/**
 * Runs work so that at most `atOnce` of it is under way; what comes beyond that waits, in order. With a `line`, where so many
 * already wait it is not begun: what `refuse` makes is thrown.
 */
export function inTurn(
  atOnce: number,
  line?: { readonly longest: number; readonly refuse: () => Error },
): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const queue: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (line && queue.length >= line.longest) throw line.refuse()
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      // The turn is handed on as it is, so that nobody slips in between.
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
