import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

/** What the variables' values may be. Each message says what to write instead, and never the value. */

export const blankless = z.string().trim().min(1)

export const toggle = z
  .enum(['true', 'false', '1', '0'], { error: 'use true or false' })
  .transform((value) => value === 'true' || value === '1')

/** The address of a site. Paths are put behind it, so it ends with its own. */
export const url = blankless
  .refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), {
    error: 'use an http:// or https:// address',
    abort: true,
  })
  // `https:u:p@host` and backslashes are read as `//` by some programs and not by others.
  .refine((value) => /^https?:\/\/[^/\\][^\\]*$/i.test(value), {
    error: 'use an address with // after http: or https:, and no backslash',
    abort: true,
  })
  .refine((value) => {
    const parsed = new URL(value)
    return !value.includes('?') && !/^[^/]*\/\/[^/]*@/.test(value) && !parsed.username && !parsed.password
  }, 'use the address alone, without ?query, user or password')
  .transform((value) => value.replace(/\/+$/, ''))

/** As `url`, but for servers, where `#` means nothing. A front end may route by it. */
export const serverUrl = url.refine((value) => !value.includes('#'), 'use the address alone, without #')

export const wholeNumber = (min: number, max: number) =>
  blankless
    .transform((value) => (/^\d+$/.test(value) ? Number(value) : Number.NaN))
    .refine((value) => value >= min && value <= max, `use a whole number from ${min} to ${max}`)

/** Whether `zone` is an IANA time zone that this runtime knows. */
export function isTimezone(zone: string): boolean {
  // Bare offsets such as +03:00 pass Intl, but know no daylight saving; UTC is the one zone without a slash that people mean.
  if (zone !== 'UTC' && !zone.includes('/')) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export const timezone = blankless.refine(isTimezone, 'use an IANA zone such as America/Sao_Paulo')

export const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }

/** `24h,2h` → milliseconds before the start, longest first. */
export const offsets = blankless
  .regex(/^\s*\d+[dhms]\s*(,\s*\d+[dhms]\s*)*$/, {
    error: 'use a comma list such as 24h,2h (units d h m s)',
    abort: true,
  })
  .transform((value) => {
    const parsed = [...value.matchAll(/(\d+)([dhms])/g)].map(
      ([, count, unit]) => Number(count) * unitMs[unit as keyof typeof unitMs], // the pattern has only these units
    )
    return [...new Set(parsed)].sort((a, b) => b - a)
  })
  .refine(
    (value) => value.every((ms) => ms > 0 && ms <= 30 * unitMs.d) && value.length <= 10,
    'from 1s to 30d, ten at most',
  )

/** The names that a comma list holds. */
export const namesIn = (list: string): string[] => list.split(',').map((name) => name.trim())

const listOf = (value: string): string[] => namesIn(value).filter(Boolean)

/** Domains below which strangers register theirs: a wildcard over one would let any of them in. */
const sharedSuffix = /^([^.]+|(com|net|org|gov|edu|co|ac|app|blog|med|psc)\.[a-z]{2})$/

/** One origin as a browser sends it (RFC 6454 §6.2), a wildcard for the subdomains of one, or an app's own scheme. */
function originOf(text: string): string | undefined {
  const bare = text.replace(/\/+$/, '').toLowerCase()
  const [, wild] = /^https?:\/\/\*\.([a-z0-9.-]+)(:\d+)?$/.exec(bare) ?? []
  if (wild !== undefined) return sharedSuffix.test(wild) ? undefined : bare
  if (/^https?:[^*]*$/.test(bare)) {
    const origin = URL.parse(bare)?.origin
    return origin === bare.replace(/:(80|443)$/, '') ? origin : undefined
  }
  return /^(?!(?:https?|wss?|ftp|file|data|blob|javascript|about):)[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(:\d+)?$/.test(
    bare,
  )
    ? bare
    : undefined
}

export const origins = blankless.transform((value, context) => {
  if (value === '*') return '*' as const
  const list = listOf(value)
  const found = list.map(originOf)
  if (list.length === 0 || found.includes(undefined))
    context.addIssue({
      code: 'custom',
      message:
        'use a comma list of origins such as https://app.example.com, https://*.example.com (its subdomains) or capacitor://localhost',
    })
  return found.filter((origin) => origin !== undefined)
})

/** The widest block that belongs to one network: 10.0.0.0/8, fc00::/7. */
const widest = { 4: 8, 6: 7 } as const

/** Whether an IPv6 block meets those that stand for IPv4 addresses (RFC 4291 §2.5.5.2): ::ffff:0:0/96. */
function isMapped(address: string, bits: number): boolean {
  const [block, mapped] = [new BlockList(), new BlockList()]
  block.addSubnet(address, bits, 'ipv6')
  mapped.addSubnet('::ffff:0:0', 96, 'ipv6')
  return block.check('::ffff:0:0', 'ipv6') || mapped.check(address, 'ipv6')
}

function isProxy(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/i.test(text)) return true
  const [address = '', prefix, ...more] = text.split('/')
  const family = address.includes('%') ? 0 : isIP(address)
  if ((family !== 4 && family !== 6) || more.length > 0) return false
  if (prefix === undefined) return true
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (bits < widest[family] || bits > (family === 4 ? 32 : 128)) return false
  // A block that reaches into the mapped ones is one of IPv4.
  return family === 4 || bits >= 96 + widest[4] || !isMapped(address, bits)
}

/** The proxies whose `X-Forwarded-For` is believed. */
export const proxies = blankless
  .transform(listOf)
  .refine(
    (list) => list.length > 0 && list.every(isProxy),
    'use a comma list of the addresses or CIDR blocks of your proxies, such as 10.0.0.0/8 or loopback; a number of hops, or a ' +
      'block as wide as everybody, would let anybody forge an address',
  )

export const databaseUrl = blankless
  .regex(/^postgres(ql)?:\/\/\S+$/, { error: 'use a postgresql:// address', abort: true })
  .refine((value) => !value.includes('#'), 'write # in the password as %23 (@ as %40, / as %2F, : as %3A, ? as %3F)')

export const redisUrl = blankless
  .regex(/^rediss?:\/\/\S+$/, { error: 'use a redis:// or rediss:// address', abort: true })
  .refine(
    (value) => URL.canParse(value) && !value.includes('#'),
    'use redis://user:password@host:6379, with # @ / : ? in the password as %23 %40 %2F %3A %3F',
  )

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
/** Of telephone numbers, by ISO 3166-1. */
export const countries = blankless
  .transform((value) => namesIn(value.toUpperCase()))
  .refine(
    (list) => list.every((code) => /^(?!ZZ|EU|EZ|UN|XA|XB)[A-Z]{2}$/.test(code) && regionNames.of(code) !== undefined),
    'use a comma list of ISO 3166-1 codes of countries, such as BR,PT,US',
  )
  // "UK" is an alias of GB, under which its numbers are known.
  .transform((list) => list.map((code) => new Intl.Locale(`und-${code}`).region ?? code))
