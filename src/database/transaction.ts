import type { Prisma, PrismaClient } from './generated/client.ts'

/** An open transaction. What must happen together shares one (house rule 6). */
export type Tx = Prisma.TransactionClient

const hooks = new WeakMap<Tx, (() => void)[]>()
const attempts = 4

/** How long a transaction may go on; what it begins later fails, and it is rolled back. */
const usualMs = 10_000
/**
 * Prisma's own timeout comes so much later: it rolls back under the statement that is on its way, whose further ones (of a nested
 * write) would then run on the connection by themselves, outside of any transaction.
 */
const graceMs = 5_000

/**
 * Runs `work` in one transaction: all of it commits, or none. A deadlock or serialisation failure is tried again, so `work`
 * has no effect outside the database; what it wants to happen afterwards goes through `afterCommit`.
 * Nothing in `work` may wait for a vendor or a client (house rule 7), or use anything but its `tx`.
 */
export async function transaction<T>(
  db: PrismaClient,
  work: (tx: Tx) => Promise<T>,
  /** Longest that it may take, where that is more than usual. */
  { timeout = usualMs }: { timeout?: number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let done: (() => void)[] = []
    try {
      const result = await db.$transaction(
        async (whole) => {
          done = []
          const tx = until(performance.now() + timeout, whole)
          hooks.set(tx, done)
          return work(tx)
        },
        { timeout: timeout + graceMs },
      )
      for (const hook of done) hook()
      return result
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error
    }
  }
}

/** The transaction, of which nothing more can be asked after the deadline. */
const until = (deadline: number, tx: Tx): Tx =>
  new Proxy(tx, {
    get(target, name) {
      if (performance.now() > deadline)
        throw Object.assign(new Error('Transaction already closed: the database is too slow'), { code: 'P2028' })
      return Reflect.get(target, name) as unknown
    },
  })

/** Calls `hook` once the transaction has committed; never if it rolls back. The process may die in between: nothing may depend on it. */
export function afterCommit(tx: Tx, hook: () => void): void {
  const list = hooks.get(tx)
  if (!list) throw new Error('afterCommit: not inside transaction()')
  list.push(hook)
}

interface ErrorLayer {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly kind?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly meta?: { readonly driverAdapterError?: unknown; readonly code?: unknown }
}

/** A database error and what it wraps: Prisma's, its adapter's (which may also come bare), and what the adapter made of pg's. */
export function errorLayers(error: unknown): ErrorLayer[] {
  const layers: ErrorLayer[] = []
  for (let current = error; typeof current === 'object' && current !== null && layers.length < 6;) {
    const layer: ErrorLayer = current
    layers.push(layer)
    current = layer.meta?.driverAdapterError ?? layer.cause
  }
  return layers
}

/** The SQLSTATE of a database error, wherever Prisma keeps it. */
export function sqlState(error: unknown): string | undefined {
  for (const { originalCode, code, meta } of errorLayers(error)) {
    if (typeof originalCode === 'string') return originalCode
    if (typeof meta?.code === 'string' && meta.code.length === 5) return meta.code
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code)) return code
  }
  return undefined
}

/** Whether the error is a violation of this unique or exclusion constraint. Without a name, of any. */
export function violates(error: unknown, constraint?: string): boolean {
  const state = sqlState(error)
  const known = (error as { code?: string }).code === 'P2002' || state === '23505' || state === '23P01'
  return known && (constraint === undefined || describe(error).includes(constraint))
}

const describe = (error: unknown): string => {
  const { message, meta, cause } = error as { message?: string; meta?: unknown; cause?: unknown }
  return `${message ?? ''} ${JSON.stringify(meta ?? {})} ${cause instanceof Error ? cause.message : ''}`
}

const isConflict = (error: unknown): boolean =>
  (error as { code?: string }).code === 'P2034' || ['40001', '40P01'].includes(sqlState(error) ?? '')
