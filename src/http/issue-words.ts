import type { z } from 'zod'

type Issue = z.core.$ZodIssue
type Bound = Extract<Issue, { code: 'too_small' | 'too_big' }>
type Words = (issue: Issue) => string

const list = (values: readonly unknown[]): string => values.map(String).join(', ')
const shown = (bound: number | bigint, origin: string): string =>
  origin === 'date' ? new Date(Number(bound)).toISOString() : String(bound)
const limitOf = (issue: Bound) => (issue.code === 'too_small' ? issue.minimum : issue.maximum)

const ptTypes: Record<string, string> = {
  string: 'um texto',
  number: 'um número',
  nan: 'um número',
  int: 'um número inteiro',
  bigint: 'um número inteiro',
  boolean: 'verdadeiro ou falso (true ou false)',
  date: 'uma data',
  array: 'uma lista',
  tuple: 'uma lista',
  set: 'uma lista',
  object: 'um objeto',
  record: 'um objeto',
  map: 'um objeto',
  file: 'um arquivo',
  null: 'nulo (null)',
  undefined: 'deixado de fora',
}
const enTypes: Record<string, string> = {
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

const ptFormats: Record<string, string> = {
  email: 'precisa ser um e-mail válido',
  url: 'precisa ser um endereço (URL) válido',
  uuid: 'precisa ser um UUID',
  guid: 'precisa ser um UUID',
  datetime: 'precisa ser data e hora com fuso, como 2026-03-20T14:30:00Z',
  date: 'precisa ser uma data, como 2026-03-20',
  time: 'precisa ser um horário, como 14:30',
  duration: 'precisa ser uma duração, como PT50M',
  ipv4: 'precisa ser um endereço IP',
  ipv6: 'precisa ser um endereço IP',
}
const enFormats: Record<string, string> = {
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

function ptBound(issue: Bound): string {
  const { origin, exact, inclusive, code } = issue
  const limit = limitOf(issue)
  const few = code === 'too_small'
  const unit = origin === 'string' ? 'caractere' : origin === 'array' || origin === 'set' ? 'item' : undefined
  if (!unit) {
    const than = few ? (inclusive ? 'maior ou igual a' : 'maior que') : inclusive ? 'menor ou igual a' : 'menor que'
    return `precisa ser ${than} ${shown(limit, origin)}`
  }
  const units = limit === 1 ? unit : unit === 'item' ? 'itens' : 'caracteres'
  if (exact) return `precisa ter exatamente ${limit} ${units}`
  if (few && limit === 1 && unit === 'caractere') return 'não pode ficar em branco'
  return few ? `precisa ter ao menos ${limit} ${units}` : `pode ter no máximo ${limit} ${units}`
}

function enBound(issue: Bound): string {
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

const pt: Words = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'é obrigatório' : `precisa ser ${ptTypes[issue.expected] ?? 'de outro tipo'}`
    case 'too_small':
    case 'too_big':
      return ptBound(issue)
    case 'invalid_format':
      return ptFormats[issue.format] ?? 'não está no formato esperado'
    case 'not_multiple_of':
      return issue.divisor === 1 ? 'precisa ser um número inteiro' : `precisa ser múltiplo de ${issue.divisor}`
    case 'unrecognized_keys':
      return `${issue.keys.length === 1 ? 'campo desconhecido' : 'campos desconhecidos'}: ${list(issue.keys)}`
    case 'invalid_value':
      if (issue.input === undefined) return 'é obrigatório'
      return issue.values.length === 1
        ? `precisa ser ${list(issue.values)}`
        : `precisa ser um destes: ${list(issue.values)}`
    case 'invalid_union':
      return issue.input === undefined ? 'é obrigatório' : 'não tem nenhum dos formatos aceitos'
    case 'invalid_key':
      return 'tem um nome de campo inválido'
    case 'invalid_element':
      return 'tem um item inválido'
    case 'custom':
      return issue.message
  }
}

const en: Words = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${enTypes[issue.expected] ?? 'of another type'}`
    case 'too_small':
    case 'too_big':
      return enBound(issue)
    case 'invalid_format':
      return enFormats[issue.format] ?? 'is not in the expected format'
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

/** What is wrong with one field, as a predicate of its name: "precisa ter ao menos 10 caracteres". Never its value. */
export const issueWords: Record<'pt-BR' | 'en', Words> = { 'pt-BR': pt, en }
