import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, test } from 'vitest'
import { providers } from '../src/cli/providers.ts'
import { checkEnvironment } from '../src/config/config.ts'

/** What production says of one secret, and of nothing else. */
function refusalOf(variable: string, value: string): string | undefined {
  const good = {
    SECRET_KEY: 'w7Xq1zP0mN4cV8bK2jH6gF3dS9aL5tR1yU7iO3pE',
    DATABASE_URL: 'postgresql://user:secret@db.example.com/clinic',
    CORS_ORIGINS: 'https://app.example.com',
    ADMIN_EMAIL: 'ana@example.com',
    ADMIN_PASSWORD: 'jR7-kw2Qm-x9Tz',
  }
  const { problems } = checkEnvironment({ NODE_ENV: 'production', ...good, [variable]: value }, providers)
  return problems.map(({ message }) => message).join('\n') || undefined
}

test.each([
  '12345678901234567890123456789012',
  'your-256-bit-secret-your-256-bit-secret',
  'CHANGE_THIS_TO_A_RANDOM_STRING_32CH',
  'sua-chave-secreta-aqui-32-caracteres',
  'qwertyuiopasdfghjklzxcvbnm123456',
  'super-secret-jwt-signing-key-for-production-2024',
  'ThisIsASecretKeyForJwtTokens1234567',
  'thisisaverysecretkeythatisverylong',
  'minhasenhamuitoseguradaclinica2024',
  'NaoEsquecerDeTrocarEstaChaveAntesDoDeploy',
  '0123456789abcdef0123456789abcdef',
  'deadbeefdeadbeefdeadbeefdeadbeef',
  'P@ssw0rdP@ssw0rd1234P@ssw0rd5678',
  '1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p',
  '31/12/2023-01/01/2024-15/06/1990',
  'abcabcabcabdabdabdabeabeabeabfabf',
  Buffer.from('secret-key-for-production-change-me').toString('base64'),
  Buffer.from('minha chave secreta do servidor').toString('hex'),
  Buffer.from('chave secreta do consultório').toString('base64'),
  Buffer.from(Buffer.from('chave secreta do consultório').toString('base64')).toString('base64'),
  '1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y',
  '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  'd41d8cd98f00b204e9800998ecf8427e',
  createHash('sha256').update('senha').digest('hex'),
])('production refuses the key %s, now or before, and names a command that makes a good one', (key) => {
  for (const variable of ['SECRET_KEY', 'SECRET_KEY_PREVIOUS']) {
    const words = refusalOf(variable, key)
    expect(words).toMatch(new RegExp(`^${variable} is weak: .*openssl rand -base64 48`))
    expect(words).not.toContain(key)
  }
})

test('production refuses a short key before, too', () => {
  expect(refusalOf('SECRET_KEY_PREVIOUS', 'x')).toMatch(/^SECRET_KEY_PREVIOUS is weak: under 32 characters/)
})

test.each([
  '1234567890',
  'senha12345',
  'mudar12345',
  'corinthians',
  'brasil2024',
  'Admin@2024!',
  'uma senha bem longa',
])('production refuses the first administrator with the password %s', (password) => {
  expect(refusalOf('ADMIN_PASSWORD', password)).toMatch(/^ADMIN_PASSWORD is weak: .*openssl rand -base64 18/)
})

const words = dictionary['diceware-common'].map(String)
const passphrase = (count: number, between: string) =>
  Array.from({ length: count }, () => words[randomInt(words.length)]).join(between)

test.each<[shape: string, make: () => string]>([
  ['16 bytes in hex', () => randomBytes(16).toString('hex')],
  ['32 bytes in capital hex', () => randomBytes(32).toString('hex').toUpperCase()],
  ['32 bytes in base64', () => randomBytes(32).toString('base64')],
  ['48 bytes in base64', () => randomBytes(48).toString('base64')],
  ['24 bytes in base64url', () => randomBytes(24).toString('base64url')],
  ['a pair of UUIDs', () => randomUUID() + randomUUID()],
  ['seven words and dashes', () => passphrase(7, '-')],
  ['eight words', () => passphrase(8, ' ')],
])('no random key is refused that is %s', (_shape, make) => {
  const refused = Array.from({ length: 1_000 }, make)
    .filter((key) => key.length >= 32)
    .filter((key) => refusalOf('SECRET_KEY', key))
  expect(refused).toEqual([])
})

test('no random password of the first administrator is refused', () => {
  const made = Array.from({ length: 1_000 }, () => randomBytes(12).toString('base64'))
  expect(made.filter((password) => refusalOf('ADMIN_PASSWORD', password))).toEqual([])
})
