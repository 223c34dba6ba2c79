import { z } from 'zod'
import { AppError } from '../errors.ts'
import { parseJson } from './json.ts'

/** The query of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(300).optional(),
})

/** `{items, nextCursor}` around the items' schema. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** An opaque cursor that holds the sort key of the last row given. */
const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** 422 `invalid_cursor` for what this server did not make. */
export function decodeCursor<Key>(cursor: string | undefined, schema: z.ZodType<Key>): Key | undefined {
  if (cursor === undefined) return undefined
  try {
    return schema.parse(parseJson(Buffer.from(cursor, 'base64url')))
  } catch (error) {
    throw new AppError('invalid_cursor', { cause: error })
  }
}

/** The page of a list that was read with one row more than `limit`. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
  toItem: (row: Row) => Item,
) {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return {
    items: kept.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  }
}
