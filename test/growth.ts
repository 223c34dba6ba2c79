/**
 * By how much work grows when its text grows eightfold: 8 where it is linear, 64 where it is quadratic. The two are measured in
 * turn, the fastest of a few runs each, and the best of several rounds counts: the machine may be busy, or change its pace. What
 * takes `slackMs` or less more is in step whatever the clock says.
 */
export function growth(work: (text: string) => void, piece: string, length: number, slackMs = 3): number {
  const text = (size: number) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
  const [short, long] = [text(length), text(8 * length)]
  const fastest = (given: string) => {
    let best = Infinity
    for (let run = 0; run < 4; run++) {
      const start = performance.now()
      work(given)
      best = Math.min(best, performance.now() - start)
    }
    return best
  }
  let least = Infinity
  for (let round = 0; round < 5; round++) {
    const once = fastest(short)
    least = Math.min(least, (fastest(long) - slackMs) / once)
    if (least < 16) break
  }
  return least
}
