import { type Bound, type Issue, limitOf, list, shown } from '../validation.ts'

const types: Record<string, string> = {
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
const formats: Record<string, string> = {
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
function bound(issue: Bound): string {
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

/** What is wrong with one field, as a predicate of its name: "precisa ter ao menos 10 caracteres". Never its value. */
export function validation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'é obrigatório' : `precisa ser ${types[issue.expected] ?? 'de outro tipo'}`
    case 'too_small':
    case 'too_big':
      return bound(issue)
    case 'invalid_format':
      return formats[issue.format] ?? 'não está no formato esperado'
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
