import { errorLayers, sqlState } from './transaction.ts'

/** Prisma's: unreachable, refused, timed out, closed; no connection, or no end of a transaction, in time. Node's. PostgreSQL's: 57P0x, 08xxx, 53300. */
const codes =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|57P0[1-5]|08\w{3}|53300)$/
/** While the embedded database starts or stops. */
const noSocket = /connect ENOENT/
/** `@prisma/adapter-pg`'s classes of socket errors: below Prisma's P2010 for raw statements, bare for BEGIN, COMMIT and ROLLBACK. */
const kinds = new Set(['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout'])
/** pg's own errors have no code, and Prisma wraps PostgreSQL's in its P2010 for raw statements. */
const words =
  /Unable to start a transaction|expired transaction|Transaction already closed|Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Query read timeout|terminating connection|database system is (shutting down|starting up|in recovery mode)|Code: `(57P0[1-5]|08\w{3}|53300)`/i

/** Whether an error of any layer says that the database is unavailable. A commit whose answer was lost may have happened. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return (
    errorLayers(error).some(({ kind }) => kinds.has(String(kind))) ||
    codes.test(String(code)) ||
    words.test(String(message)) ||
    noSocket.test(String(message))
  )
}

/** SQLSTATE 53100: nothing was written. */
export const isDiskFull = (error: unknown): boolean =>
  sqlState(error) === '53100' || /No space left on device|could not extend file/.test(String((error as Error).message))
