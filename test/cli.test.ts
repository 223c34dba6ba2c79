import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from './app.ts'
import { twilioServer } from './fakes/twilio.ts'
import { certificate, cutWire, mailServer } from './mail.ts'
import { project, scratch } from './process.ts'

/** Runs the command line as a process of its own, with these variables and nothing else. */
async function cli(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(project, 'src/cli/cli.ts'), ...args], {
    cwd: await scratch(),
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, output }
}

const login = { SMTP_USER: 'clinica', SMTP_PASSWORD: 'segredo-que-nao-aparece' }
const to = 'maria@example.com'

test('--help lists the commands; a wrong one is said to be so', async () => {
  const { code, output } = await cli(['--help'])
  expect(code).toBe(0)
  expect(output).toMatch(/email test <to> \[subject] \[body]/)
  expect(await cli(['email', 'tset'])).toMatchObject({
    code: 2,
    output: expect.stringContaining('no command "email tset"'),
  })
  expect(await cli(['email', 'test'])).toMatchObject({ code: 2, output: expect.stringContaining('Usage:') })
})

test('email preview writes every letter as HTML and text', async () => {
  const folder = await scratch()
  expect((await cli(['email', 'preview', folder])).code).toBe(0)
  const files = await readdir(folder)
  for (const name of ['recuperacao.pt-BR', 'boas-vindas.en.discreet', 'agendamento-paciente.en', 'mensagem.pt-BR'])
    expect(files).toEqual(expect.arrayContaining([`${name}.html`, `${name}.txt`]))
  expect(await readFile(join(folder, 'convite.en.txt'), 'utf8')).toContain('Accept and choose a password')
})

test('email test without SMTP says that it is the console, and prints the message', async () => {
  const { code, output } = await cli(['email', 'test', to, 'Assunto', 'Corpo'])
  expect(code).toBe(0)
  expect(output).toContain('SMTP_HOST is not set')
  expect(output).toContain('📧 Email (console) para: maria@example.com\n   Assunto: Assunto\n   Corpo')
  expect(output).toContain('Nothing was sent')
})

test('email test that arrives says each step, in the server’s words', async () => {
  const { env, mails } = await mailServer(undefined, {
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
  })
  const { code, output } = await cli(['email', 'test', to, 'Olá', 'Corpo'], { ...env, ...login })
  expect(code).toBe(0)
  for (const step of [/✔ configuration +127/, /✔ connect +220 /, /✔ TLS +none/, /✔ login +235 /, /✔ accepted +250 /])
    expect(output).toMatch(step)
  expect(output).not.toContain(login.SMTP_PASSWORD)
  expect(mails).toMatchObject([{ subject: 'Olá', text: expect.stringContaining('Corpo') }])
})

const server = (options: object) => mailServer(undefined, options).then(({ env }) => env)
const refusing = (code: number, message: string) => mailServer(() => ({ code, message })).then(({ env }) => env)
const secure = certificate()

test.each<[string, () => Promise<Record<string, string>>, RegExp, RegExp]>([
  ['a name that nobody knows', async () => ({ SMTP_HOST: 'nowhere.invalid' }), /✘ DNS/, /typing error in SMTP_HOST/],
  [
    'a port where nobody listens',
    async () => ({ SMTP_HOST: '127.0.0.1', SMTP_PORT: '9' }),
    /✘ connect/,
    /nothing listens/,
  ],
  [
    'a certificate that nobody vouches for',
    () => server({ ...secure, disabledCommands: [] }),
    /✔ connect[\s\S]*✘ TLS/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    'a wrong password',
    async () => ({
      ...login,
      ...(await server({
        authOptional: false,
        allowInsecureAuth: true,
        disabledCommands: ['STARTTLS'],
        onAuth: (_auth: unknown, _session: unknown, done: (error: Error) => void) =>
          done(Object.assign(new Error('5.7.8 Bad credentials'), { responseCode: 535 })),
      })),
    }),
    /✘ login +535 5\.7\.8 Bad credentials/,
    /SMTP_USER or SMTP_PASSWORD is wrong/,
  ],
  [
    'a recipient that is refused',
    () => refusing(550, '5.1.1 no such user'),
    /✘ recipient +550 5\.1\.1/,
    /check the address/,
  ],
  [
    'a connection that breaks',
    async () => {
      const { env } = await mailServer()
      return { ...env, SMTP_PORT: String(await cutWire(Number(env.SMTP_PORT), 'MAIL')) }
    },
    /✘ conversation/,
    /connection broke in the middle/,
  ],
  ['half of a configuration', async () => ({ SMTP_HOST: '127.0.0.1', SMTP_USER: 'x' }), /✘ configuration/, /set them/],
])('email test at %s stops there and says what to do', async (_, make, step, what) => {
  const env = { FROM_EMAIL: 'clinica@example.com', ...(await make()) }
  if (_ === 'half of a configuration') delete (env as { FROM_EMAIL?: string }).FROM_EMAIL
  const { code, output } = await cli(['email', 'test', to], env)
  expect(code).toBe(1)
  expect(output).toMatch(step)
  expect(output).toMatch(new RegExp(`What to do: .*${what.source}`))
})

test('email test by STARTTLS with a certificate that holds says so', async () => {
  const env = await server({ ...secure, disabledCommands: [] })
  const { writeFile } = await import('node:fs/promises')
  const file = join(await scratch(), 'ca.pem')
  await writeFile(file, secure.cert)
  const { code, output } = await cli(['email', 'test', to], {
    ...env,
    SMTP_HOST: 'localhost',
    NODE_EXTRA_CA_CERTS: file,
  })
  expect(output).toMatch(/✔ DNS +localhost is /)
  expect(output).toMatch(/✔ TLS +by STARTTLS/)
  expect(code).toBe(0)
})

const phone = '(11) 98765-4321'

test('sms test without Twilio says that it is the console; a number that takes no SMS is told of', async () => {
  const { code, output } = await cli(['sms', 'test', phone])
  expect(code).toBe(0)
  expect(output).toContain('✔ number         +5511987654321, America/Sao_Paulo')
  expect(output).toContain('TWILIO_ACCOUNT_SID is not set')
  expect(output).toContain('Nothing was sent')
  const landline = await cli(['sms', 'test', '(11) 3333-4444'])
  expect(landline).toMatchObject({ code: 1, output: expect.stringContaining('this is a landline') })
})

test('sms test that is taken and delivered says each step', async () => {
  const { env, messages } = await twilioServer()
  const running = cli(['sms', 'test', phone], { ...env, PUBLIC_URL: 'https://api.example.com' })
  const message = await until('the message', () => messages[0])
  message.status = 'delivered'
  const { code, output } = await running
  expect({ code, output }).toMatchObject({ code: 0 })
  for (const step of ['configuration', 'account', 'sender', 'message', 'delivery'])
    expect(output).toContain(`✔ ${step}`)
  expect(output).toContain('the telephone has it')
  expect(output).toContain('https://api.example.com/api/v1/webhooks/twilio/inbound')
  expect(output).not.toContain(env.TWILIO_AUTH_TOKEN)
})

test.each([
  ['the token is wrong', { TWILIO_AUTH_TOKEN: 'another' }, undefined, '✘ account', 'copy both from the console'],
  ['the number is refused', {}, { status: 400, code: 21608, message: 'unverified' }, '✘ message', 'a trial account'],
  ['Twilio does not answer', { TWILIO_API_BASE_URL: 'http://127.0.0.1:1' }, undefined, '✘ account', 'did not answer'],
])('sms test where %s says what to do', async (_case, change, refusal, step, advice) => {
  const { env } = await twilioServer(() => refusal)
  const { code, output } = await cli(['sms', 'test', phone], { ...env, ...change })
  expect(code).toBe(1)
  expect(output).toContain(step)
  expect(output).toContain(advice)
})
