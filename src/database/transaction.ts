import type { Prisma, PrismaClient } from './generated/client.ts'

/** An open transaction. */
export type Tx = Prisma.TransactionClient

const hooks = new WeakMap<Tx, (() => void)[]>()
const attempts = 4

/** After it the transaction's next statement fails, and it is rolled back. */
const usualMs = 10_000
/**
 * Prisma's own timeout comes later: it rolls back during a statement, and a nested write's next statements would then run outside
 * of any transaction.
 */
const graceMs = 5_000

/**
 * Runs `work` in one transaction: all of it commits, or none. A deadlock or serialisation failure is tried again, so `work`
 * has no effect outside the database; what it wants to happen afterwards goes through `afterCommit`.
 * `work` waits for no vendor or client, and uses only its `tx`.
 */
export async function transaction<T>(
  db: PrismaClient,
  work: (tx: Tx) => Promise<T>,
  { timeout = usualMs } = {},
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

/** A transaction that refuses statements after the deadline. */
const until = (deadline: number, tx: Tx): Tx =>
  new Proxy(tx, {
    get(target, name) {
      if (performance.now() > deadline)
        throw Object.assign(new Error('Transaction already closed: the database is too slow'), { code: 'P2028' })
      return Reflect.get(target, name) as unknown
    },
  })

/** Calls `hook` after the commit. A crash in between loses it. */
export function afterCommit(tx: Tx, hook: () => void): void {
  const list = hooks.get(tx)
  if (!list) throw new Error('afterCommit: not inside transaction()')
  list.push(hook)
}

interface ErrorLayer {
  code?: unknown
  originalCode?: unknown
  kind?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown; code?: unknown }
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
