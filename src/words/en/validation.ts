import type { Catalogue } from '../pt-BR/catalogue.ts'
import { type Bound, limitOf, list, shown } from '../validation.ts'

const types: Record<string, string> = {
  string: 'text',
  number: 'a number',
  nan: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  date: 'a date',
  array: 'a list',
  tuple: 'a list',
  set: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  file: 'a file',
  null: 'null',
  undefined: 'left out',
}

const formats: Record<string, string> = {
  email: 'must be a valid e-mail address',
  url: 'must be a valid URL',
  uuid: 'must be a UUID',
  guid: 'must be a UUID',
  datetime: 'must be a date and time with a zone, such as 2026-03-20T14:30:00Z',
  date: 'must be a date, such as 2026-03-20',
  time: 'must be a time, such as 14:30',
  duration: 'must be a duration, such as PT50M',
  ipv4: 'must be an IP address',
  ipv6: 'must be an IP address',
}

function bound(issue: Bound): string {
  const { origin, exact, inclusive, code } = issue
  const limit = limitOf(issue)
  const few = code === 'too_small'
  const unit = origin === 'string' ? 'character' : origin === 'array' || origin === 'set' ? 'item' : undefined
  if (!unit) {
    const than = few ? (inclusive ? 'at least' : 'greater than') : inclusive ? 'at most' : 'less than'
    return `must be ${than} ${shown(limit, origin)}`
  }
  const units = limit === 1 ? unit : `${unit}s`
  if (exact) return `must have exactly ${limit} ${units}`
  if (few && limit === 1 && unit === 'character') return 'must not be blank'
  return few ? `must have at least ${limit} ${units}` : `must have at most ${limit} ${units}`
}

export const validation: Catalogue['validation'] = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${types[issue.expected] ?? 'of another type'}`
    case 'too_small':
    case 'too_big':
      return bound(issue)
    case 'invalid_format':
      return formats[issue.format] ?? 'is not in the expected format'
    case 'not_multiple_of':
      return issue.divisor === 1 ? 'must be a whole number' : `must be a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return `${issue.keys.length === 1 ? 'unknown field' : 'unknown fields'}: ${list(issue.keys)}`
    case 'invalid_value':
      if (issue.input === undefined) return 'is required'
      return issue.values.length === 1 ? `must be ${list(issue.values)}` : `must be one of: ${list(issue.values)}`
    case 'invalid_union':
      return issue.input === undefined ? 'is required' : 'has none of the accepted forms'
    case 'invalid_key':
      return 'has an invalid field name'
    case 'invalid_element':
      return 'has an invalid item'
    case 'custom':
      return issue.message
  }
}
