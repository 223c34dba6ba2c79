import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { Histogram } from 'prom-client'
import { AppError } from '../errors.ts'
import { overloaded } from '../http/overload.ts'
import { fairLimit, type Line } from '../async/fair-limit.ts'
import { networkOf } from '../limits/network.ts'
import { weakWords } from './weak-words.ts'

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane. Runs on libuv's threads, off the main one.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const

const argon2Async = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)
/** In whose queue a hash waits: the signed-in account's, else the address's. */
type Asker = { readonly userId: number } | { readonly address: string }

/** The most hashes of one address that wait: enough for a clinic that signs in together, and a bound on a flood. */
const perAddress = 32

/** One core stays free, however many sign in together; the rest wait, for some seconds at most. */
const oneOfFew = fairLimit(Math.max(1, availableParallelism() - 1), { longest: 100, refuse: overloaded })

/** Of the process, like the limit above; the plugin adds it to the application's metrics. */
export const hashDuration = new Histogram({
  name: 'blurosiere_password_hash_duration_seconds',
  help: 'From the wish for a password hash to the hash, the wait for a turn included',
  buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [],
})
const derive = async (parameters: Argon2Parameters, asker: Asker | undefined): Promise<Buffer> => {
  const observed = hashDuration.startTimer()
  return oneOfFew(() => argon2Async('argon2id', parameters), lineOf(asker)).finally(observed)
}
const lineOf = (asker: Asker | undefined): Line => {
  if (!asker) return { key: 'this process' }
  return 'userId' in asker ? { key: `user:${asker.userId}` } : { key: networkOf(asker.address), longest: perAddress }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** The PHC string of a password under argon2id (19 MiB, t=2, p=1). 503 `overloaded` where too many wait, of this asker or in all. */
export async function hashPassword(password: string, asker?: Asker): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive({ message: normalise(password), nonce, ...cost }, asker)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** The hash of a discarded random password, at the cost above: verifying against it takes as long as against a real one. */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$dgayyC1aNNybLsdjI4mu2Q$KOiRIcW9AK4N9XHrex1RsbScFbu2RtawiAsyQKCj5fI'

/**
 * Whether the password is the one that was hashed. With no hash (an unknown e-mail, an invitation not taken up) it takes
 * as long and is false, so that the time tells nothing. 503 as `hashPassword`.
 */
export async function verifyPassword(
  password: string,
  hash: string | null | undefined,
  asker: Asker,
): Promise<boolean> {
  const stored = hash ?? decoy
  const match = phc.exec(stored)
  if (!match) throw new Error('a stored password hash is not an argon2id PHC string')
  const [, memory, passes, parallelism, salt = '', expected = ''] = match
  const tag = Buffer.from(expected, 'base64')
  const derived = await derive(
    {
      message: normalise(password),
      nonce: Buffer.from(salt, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: tag.length,
    },
    asker,
  )
  return timingSafeEqual(derived, tag) && hash != null
}

/** Whether a stored hash has another cost than new ones. */
export const isOutdatedHash = (hash: string | null): boolean =>
  hash !== null && !hash.startsWith(`$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`)

/** The same password typed on two keyboards may differ in composition (NIST SP 800-63B §3.1.1.2 asks for normalisation). */
const normalise = (password: string): string => password.normalize('NFKC')

let common: Promise<Set<string>> | undefined

/** What others know of a password's owner makes no secret. */
interface PasswordOwner {
  readonly email: string | null
  readonly name: string
  readonly clinicName: string | undefined
}

/**
 * Refuses (422 `weak_password`) what is on the list of common passwords, and what holds little but words that people in Brazil
 * make passwords of, or the account's own: its name and mailbox, the practice's name. Digits and signs in or around it, also
 * in the place of letters (`s3nh@2024`), make it no better. Nor is a date, a telephone or a CPF any secret.
 */
export async function refuseWeakPassword(password: string, owner: PasswordOwner): Promise<void> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map(String).filter((entry) => entry.length >= 6)),
  )
  const lower = normalise(password).toLowerCase()
  // `password123!` is as common as `password12`: the list is asked without the trimmings, too.
  const bare = lower.replace(/^[^a-z]+|[^a-z]+$/g, '')
  const list = await common
  if (
    list.has(lower) ||
    list.has(bare) ||
    owner.email === lower ||
    isPattern(lower) ||
    isPattern(unshifted(lower)) ||
    isKnownNumber(lower) ||
    (!isPassphrase(password, owner) && isMadeOf([...weakWords, ...ownWords(owner)], plain(password)))
  )
    throw new AppError('weak_password')
}

/** Lower case without accents. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const ownWords = ({ email, name, clinicName = '' }: PasswordOwner): string[] => {
  const texts = [name, email?.split('@')[0] ?? '', clinicName, 'BluRosiere'].map(plain)
  const whole = texts.map((text) => text.replace(/[^a-z0-9]/g, ''))
  return [...whole, ...texts.flatMap((text) => text.split(/[^a-z]+/))].filter((word) => word.length >= 4)
}

/** Four words or more are a secret by their choice and order, however common each is: not one word again, nor what the owner is called. */
function isPassphrase(password: string, owner: PasswordOwner): boolean {
  const own = new Set(ownWords(owner))
  const words = plain(password).match(/\p{L}{4,}/gu) ?? []
  return new Set(words.filter((word) => !own.has(word))).size >= 4
}

/** Signs that are written for letters, and below each its letter. */
const signs = '0345789@$!|+'
const letters = 'oeastbgasilt'
const spelling = (text: string, one: string): string =>
  Array.from(text, (char) => (char === '1' ? one : (letters[signs.indexOf(char)] ?? char))).join('')

/** What stands on the keys of digits, by them: `1qaz@WSX` goes down the same keys as `1qaz2wsx`. */
const digitSigns = ')!@#$%^&*('
const unshifted = (text: string): string =>
  Array.from(text, (char) => (digitSigns.includes(char) ? String(digitSigns.indexOf(char)) : char)).join('')

/** Letters that may stand beside known words before a password is more than those. */
const fewLetters = 3

/** Whether a text holds such words and hardly another letter: the longest words first, and only letters are counted as left. */
function isMadeOf(words: readonly string[], text: string): boolean {
  const joined = text.replace(/[\s._-]+/g, '')
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length)
  return [joined, spelling(joined, 'i'), spelling(joined, 'l'), unshifted(joined)].some((spelt) => {
    const left = Array.from(joined)
    let found = false
    for (const word of longestFirst) {
      for (let at = spelt.indexOf(word); at >= 0; at = spelt.indexOf(word, at + 1)) {
        if (left.slice(at, at + word.length).includes('')) continue
        left.fill('', at, at + word.length)
        found = true
      }
    }
    return found && left.filter((char) => /\p{L}/u.test(char)).length <= fewLetters
  })
}

/** What is short but for being repeated, the last time perhaps in part (`12341234123`), or runs, each once or doubled (`aabbccddee`). */
function isPattern(text: string): boolean {
  for (let period = 1; period < 10 && period * 2 <= text.length; period++)
    if (text.startsWith(text.slice(period))) return true
  return isRun(text) || isRun(text.replace(/(.)\1+/g, '$1'))
}

/** `1234567890`, `abcdefghij` and the like, up or down. */
function isRun(text: string): boolean {
  const steps = new Set(Array.from(text.slice(1), (char, index) => char.charCodeAt(0) - text.charCodeAt(index)))
  steps.delete(-9) // …9, 0: the digit row wraps
  return steps.size <= 1 && (steps.has(1) || steps.has(-1) || steps.has(0))
}

const year = '(19|20)\\d\\d'
const dayAndMonth = ['(0[1-9]|[12]\\d|3[01])', '(0[1-9]|1[0-2])']
const either = `(${dayAndMonth.join('')}|${dayAndMonth.toReversed().join('')})`
/** One with a four-figure year and four more digits at most, or a short one alone. */
const date = new RegExp(
  `^(?=\\d{8,12}$)\\d*(${either}${year}|${year}${either})|^${either.replaceAll('0[1-9]', '0?[1-9]')}(${year}|\\d\\d)$`,
)
/** Of Brazil: with or without 55, 0 and the area code, of eight digits or nine. */
const telephone = /^(0?0?55)?0?([1-9]{2})?(9\d{8}|[2-9]\d{7})$/

/** Whether there is no letter, and the digits are of a kind that others know or guess: a date, a telephone, a CPF, a sequence. */
function isKnownNumber(text: string): boolean {
  // Beside what numbers are written with, two other signs at most: `15081990!!`.
  if (/\p{L}/u.test(text) || new Set(text.match(/[^\d\s()+./-]/g)).size > 2) return false
  const digits = text.replace(/\D/g, '')
  return date.test(digits) || telephone.test(digits) || isCpf(digits) || (digits.length >= 6 && isPattern(digits))
}

/** Whether eleven digits end with the two that prove a CPF. */
function isCpf(digits: string): boolean {
  if (digits.length !== 11) return false
  return [9, 10].every((length) => {
    const sum = Array.from(digits.slice(0, length)).reduce(
      (all, digit, at) => all + Number(digit) * (length + 1 - at),
      0,
    )
    return ((sum * 10) % 11) % 10 === Number(digits[length])
  })
}
