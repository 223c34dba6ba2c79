import { availableParallelism } from 'node:os'
import { AppError } from '../errors.ts'
import { overloaded } from '../http/overload.ts'

/** Questions of one person that are answered at once. */
const perPerson = 2
/** Questions that are answered at once on this node: mostly they wait for a model or for the database. */
const inAll = 16 * availableParallelism()

/** A concurrency limit: 429 beyond a user's own, 503 beyond the node's. Returns the function that releases the place. */
export function questionLimit(): (userId: number) => () => void {
  const taken = new Map<number, number>()
  let all = 0
  return (userId) => {
    const own = taken.get(userId) ?? 0
    if (own >= perPerson)
      throw new AppError('rate_limited', {
        detail: `${perPerson} questions of yours are being answered already`,
        headers: { 'retry-after': '1' },
      })
    if (all >= inAll) throw overloaded()
    taken.set(userId, own + 1)
    all++
    let left = false
    return () => {
      if (left) return
      left = true
      all--
      const others = (taken.get(userId) ?? 1) - 1
      if (others > 0) taken.set(userId, others)
      else taken.delete(userId)
    }
  }
}
