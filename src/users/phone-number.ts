import { createRequire } from 'node:module'
import type { Role } from '../database/generated/client.ts'

/** With the first number: its hundred modules take 50 ms, which a start need not wait for. */
let library: typeof import('libphonenumber-js/max') | undefined
const parse = (text: string, country?: 'BR') => {
  library ??= createRequire(import.meta.url)('libphonenumber-js/max') as typeof import('libphonenumber-js/max') // by its name
  return library.parsePhoneNumberFromString(text, country)
}

/** A telephone number as it is kept, or why it is not. */
type ReadNumber =
  | { readonly number: string }
  /** No number that exists, or one that takes no text messages: a landline, a toll-free or a service number. */
  | { readonly refused: 'invalid' | 'landline' | 'not-mobile' }

/**
 * Brazilian mobile numbers had eight digits until 2016, and people still write them so: after the area code such a one begins
 * with 6 to 9, and 9 stands before it now (Anatel, Resolução 553/2010). Those of trunked radio (70, 77, 78, 79) had none.
 */
const withoutNinthDigit = /^\+55(\d\d)([689]\d{7}|7[1-6]\d{6})$/

/** `0xx11`, `0(xx)11`, `0**11`, `0xx-11`: where the code of a carrier of one's choice would stand before the area code. */
const anyCarrier = /0?[\s./-]*\(?(?:xx|\*\*)\)?[\s./-]*(?=[\d(])/i

/** `0021 351 …`: how Brazil dials abroad, with a carrier's code. */
const carrierAbroad = /^\s*00[\s./()-]*\d\d[\s./()-]*(?=[1-9])/

/** Mexican mobiles had a 1 until 2019, and 044 or 045 before it; people still write them so. */
const mexicanPrefix = /^\+52(?:1|01|044|045)(\d{10})$/

/**
 * Argentine mobiles are dialled with a 15 at home and a 9 from abroad, and differ from landlines in nothing else: without
 * either it was left out.
 */
function argentineMobile(number: string): string {
  const bare = number
    .slice(3)
    .replace(/^0/, '')
    .replace(/^9(?=\d{10})/, '')
    .replace(/^15(?=\d{10}$)/, '')
  const read = parse(`+54${bare}`)
  const mobile = read?.getType() === 'MOBILE' ? read : parse(`+549${bare}`)
  return mobile?.isValid() ? mobile.number : number
}

/**
 * Reads a number in any way that people write one, Brazilian unless it says otherwise: with or without `+55`, `0`, a carrier's
 * code or the ninth digit. Gives E.164 where text messages can reach it, in doubt also where they may.
 */
export function readNumber(text: string): ReadNumber {
  // 00 is how many dial abroad; in Brazil a carrier's code stands after it, and the library takes 55 for one.
  const international = text.replace(/^\s*00\s*(?=[1-9])/, '+').replace(anyCarrier, '')
  let parsed = parse(international, 'BR')
  const mexican = mexicanPrefix.exec(parsed?.number ?? '')
  if (mexican) parsed = parse(`+52${mexican[1]}`)
  if (parsed?.number.startsWith('+54') && parsed.getType() !== 'MOBILE') parsed = parse(argentineMobile(parsed.number))
  const short = withoutNinthDigit.exec(parsed?.number ?? '')
  if (short) parsed = parse(`+55${short[1]}9${short[2]}`)
  // What is no number after 00 in any way may be one after 00 and that code.
  if (!parsed?.isValid() && carrierAbroad.test(text)) return readNumber(text.replace(carrierAbroad, '+'))
  if (!parsed?.isValid() || parsed.ext) return { refused: 'invalid' }
  switch (parsed.getType()) {
    case 'MOBILE':
    case 'FIXED_LINE_OR_MOBILE':
    case 'VOIP':
    case 'PERSONAL_NUMBER':
    case undefined:
      return { number: parsed.number }
    case 'FIXED_LINE':
      return { refused: 'landline' }
    default:
      return { refused: 'not-mobile' }
  }
}

/** Whether text messages can reach a number, as far as its digits tell. */
export const takesSms = (number: string): boolean => 'number' in readNumber(number)

/** Whether a number is one of these countries' (ISO 3166-1). */
export const isOfCountry = (number: string, countries: readonly string[]): boolean => {
  // Brazil's numbers are known by their beginning; the others need the library.
  const country = number.startsWith('+55') ? 'BR' : parse(number)?.country
  return country !== undefined && countries.includes(country)
}

/** What decides whether a person may be sent an SMS. */
interface SmsReader {
  readonly phone: string | null
  readonly role: Role
}

/**
 * Whether a person's number takes SMS, and is of a country to which they may leave (`SMS_COUNTRIES`): otherwise a patient
 * could have messages sent to premium numbers abroad that pay them. Staff's numbers were entered by an admin, and may be of anywhere.
 */
export const smsReaches = ({ phone, role }: SmsReader, countries: readonly string[]): boolean =>
  phone !== null && takesSms(phone) && (role !== 'paciente' || isOfCountry(phone, countries))

const zones: readonly (readonly [zone: string, areaCodes: string])[] = [
  ['America/Rio_Branco', '68'],
  ['America/Porto_Velho', '69'],
  ['America/Manaus', '92 97'],
  ['America/Boa_Vista', '95'],
  ['America/Cuiaba', '65 66'],
  ['America/Campo_Grande', '67'],
  ['America/Belem', '91 94 96'],
  ['America/Santarem', '93'],
  ['America/Fortaleza', '83 84 85 86 88 89 98 99'],
  ['America/Recife', '81 87'],
  ['America/Maceio', '79 82'],
  ['America/Bahia', '71 73 74 75 77'],
  ['America/Araguaina', '63'],
  [
    'America/Sao_Paulo',
    '11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 64',
  ],
]
const zoneOfAreaCode = new Map(zones.flatMap(([zone, codes]) => codes.split(' ').map((code) => [code, zone] as const)))

/**
 * The zone of a Brazilian number's area code (DDD; Anatel's Plano Geral de Códigos Nacionais, the zones of IANA); nothing for
 * any other number. The west of 97 is an hour behind the rest of it.
 */
export const zoneOfNumber = (number: string): string | undefined =>
  number.startsWith('+55') ? zoneOfAreaCode.get(number.slice(3, 5)) : undefined
