import { z } from 'zod'
import { isTimezone } from '../config/values.ts'
import { Role, type User } from '../database/generated/client.ts'
import { instantOut, line } from '../http/validation.ts'
import { asciiMailbox, mailbox } from '../text/mailbox.ts'
import { readNumber, smsReaches, zoneOfNumber } from './phone-number.ts'

export const role = z.enum(Role)

/** Lower-case and with its domain in punycode, as it is stored and compared. */
export const email = mailbox({
  localPart: 'antes do @ só pode ter letras sem acento, números e sinais simples',
})
  .transform((value) => value.toLowerCase())
  .describe('An e-mail address; kept in lower case, its domain in punycode.')

/** An address to look an account up by: compared, never written to, so its form is not checked (`admin@localhost`). */
export const loginEmail = z
  .string()
  .trim()
  .min(1)
  .max(254)
  .transform((value) => asciiMailbox(value).toLowerCase())
  .describe('The e-mail address of the account, in any letter case.')

export const passwordLength = { min: 10, max: 128 } as const
export const password = z
  .string()
  .min(passwordLength.min)
  .max(passwordLength.max)
  .describe("Refused as `weak_password` where it is common, a pattern, or made of the owner's name or mailbox.")
export const personName = line(120)
export const timezone = z
  .string()
  .max(60)
  .refine(isTimezone, 'não é um fuso IANA, como America/Sao_Paulo')
  .describe('An IANA zone, such as `America/Manaus`.')

const refusals = {
  invalid: 'não é um telefone válido, com DDD, como (11) 98765-4321 ou +5511987654321',
  landline: 'é um telefone fixo; informe um celular, que recebe SMS',
  'not-mobile': 'não é um celular; informe um número que receba SMS',
} as const

/** Any way that people write a mobile number, Brazilian unless it says otherwise; kept as E.164. */
export const phone = z
  .string()
  .trim()
  .max(40)
  .transform((value, context) => {
    const read = readNumber(value)
    if ('number' in read) return read.number
    context.addIssue({ code: 'custom', message: refusals[read.refused] })
    return z.NEVER
  })
  .describe('A mobile number as people write it, Brazilian unless it says otherwise: `(11) 98765-4321`. Kept as E.164.')

/** The zone of a person: as they chose it, else of their number's area code; nothing where neither tells. */
export function zoneOf({ timezone, phone: number }: { timezone?: string; phone?: string | null }) {
  if (timezone !== undefined) return { timezone, timezoneChosen: true }
  const zone = number ? zoneOfNumber(number) : undefined
  return zone === undefined ? undefined : { timezone: zone, timezoneChosen: false }
}

const avatarUrlOut = z
  .string()
  .nullable()
  .describe('Absolute and signed, for `<img src>`; good until the picture is replaced.')

/** A user as they and staff see it. */
export const userOut = z
  .object({
    id: z.int(),
    name: z.string(),
    email: z.string().nullable().describe('Null once the account was erased.'),
    emailVerified: z.boolean().describe('Whether a link that was mailed there has been used.'),
    role,
    phone: z.string().nullable().describe('E.164.'),
    phoneVerified: z
      .boolean()
      .describe('By a code, by an answer from it, or because staff entered it. Until then SMS carry no links.'),
    smsReachable: z
      .boolean()
      .describe(
        "Whether SMS can go to `phone`: a mobile number, and a patient's of a country that the practice serves.",
      ),
    locale: z.string().describe('Of letters, SMS and notifications: `pt-BR` or `en`.'),
    timezone: z.string().describe('IANA zone, in which letters, SMS and the calendar say the time.'),
    avatarUrl: avatarUrlOut,
    discreet: z.boolean().describe('Whether letters, SMS and invitations name neither psychology nor titles.'),
    disabled: z
      .boolean()
      .describe('Whether an administrator has shut it: it cannot sign in, and nobody can book with it.'),
    createdAt: instantOut,
  })
  .meta({ id: 'User' })

/** What one person sees of another: `{id, name, avatarUrl}`. */
export const personOut = z.object({ id: z.int(), name: z.string(), avatarUrl: avatarUrlOut }).meta({ id: 'Person' })

/** The signed address of an avatar. Users hold the file's id only; the plugin of uploads decorates `app.avatarUrl`. */
type AvatarUrl = (fileId: string | null) => string | null

declare module 'fastify' {
  interface FastifyInstance {
    avatarUrl: AvatarUrl
  }
}

/** `smsCountries`: those whose numbers get SMS. */
export const toUser = (
  user: User,
  avatarUrl: AvatarUrl,
  smsCountries: readonly string[],
): z.output<typeof userOut> => ({
  id: user.id,
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  role: user.role,
  phone: user.phone,
  phoneVerified: user.phone !== null && user.phoneVerifiedAt !== null,
  smsReachable: smsReaches(user, smsCountries),
  locale: user.locale,
  timezone: user.timezone,
  avatarUrl: avatarUrl(user.avatarFileId),
  discreet: user.discreet,
  disabled: user.disabledAt !== null,
  createdAt: user.createdAt,
})

export const toPerson = (
  user: Pick<User, 'id' | 'name' | 'avatarFileId'>,
  avatarUrl: AvatarUrl,
): z.output<typeof personOut> => ({
  id: user.id,
  name: user.name,
  avatarUrl: avatarUrl(user.avatarFileId),
})
