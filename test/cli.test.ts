import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApp, until } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { twilioServer } from './fakes/twilio.ts'
import { certificate, cutWire, mailServer } from './mail.ts'
import { cli, scratch } from './process.ts'

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
  ['an unknown name', async () => ({ SMTP_HOST: 'nowhere.invalid' }), /✘ DNS/, /typing error in SMTP_HOST/],
  ['a closed port', async () => ({ SMTP_HOST: '127.0.0.1', SMTP_PORT: '9' }), /✘ connect/, /nothing listens/],
  [
    'an untrusted certificate',
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

test('doctor names what is not filled in, tries what is, shows no secret, and ends with 1 where something is wrong', async () => {
  const folder = await scratch()
  const folders = { DATA_DIR: join(folder, 'data'), UPLOAD_DIR: join(folder, 'uploads') }
  const model = await chatServer(() => 'pronto')
  const well = await cli(['doctor'], { ...folders, OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url })
  expect(well.output).toMatch(/OPENAI_API_KEY: set, 9 characters, not shown \(environment\)/)
  expect(well.output).toMatch(/✔ openai +it answers/)
  expect(well.output).toMatch(/✔ UPLOAD_DIR +writable/)
  expect(well.output).toContain('How long conversations are kept, in days.')
  expect(well.output).toContain('Nothing is wrong.')
  expect(well.code).toBe(0)
  const ill = await cli(['doctor'], {
    ...folders,
    ...{ TWILIO_ACCOUNT_SID: 'your-sid', OPENAI_API_KEY: 'sk-wrong-2', OPENAI_BASE_URL: model.url },
    ...{ SECRET_KEY: 'um-segredo-que-nao-aparece', DATABASE_URL: 'postgresql://u:segredinho@127.0.0.1:1/x' },
  })
  expect(ill.code).toBe(1)
  expect(ill.output).toMatch(/✘ twilio +half set; missing or not filled in: .*TWILIO_ACCOUNT_SID/)
  expect(ill.output).toMatch(/✘ openai/)
  expect(ill.output).toMatch(/✘ database/)
  for (const secret of ['sk-wrong-2', 'um-segredo', 'segredinho']) expect(ill.output).not.toContain(secret)
})

test('storage test stores, reads and removes; ai test asks each model', async () => {
  const uploads = await scratch()
  const stored = await cli(['storage', 'test'], { UPLOAD_DIR: uploads, DATA_DIR: await scratch() })
  expect(stored.output).toMatch(/✔ read +whole and in part/)
  expect(stored.code).toBe(0)
  expect((await readdir(uploads, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())).toEqual([])
  const model = await chatServer(() => 'pronto')
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url, DATA_DIR: await scratch() }
  const asked = await cli(['ai', 'test'], env)
  expect(asked.output).toMatch(/✔ openai +"pronto"/)
  expect(asked.code).toBe(0)
  const refused = await cli(['ai', 'test'], { ...env, OPENAI_API_KEY: 'sk-wrong-2' })
  expect(refused.output).toContain('mend OPENAI_API_KEY')
  expect(refused.code).toBe(1)
})

test('ws test says how long a socket takes, or why there is none; seed fills a running server once', async () => {
  const { url, person, call } = await startApp()
  const [admin, patient] = [await person('admin'), await person()]
  const env = { PUBLIC_URL: url, DATA_DIR: await scratch(), PORT: new URL(url).port }
  const open = await cli(['ws', 'test', patient.accessToken], env)
  expect(open.output).toMatch(/✔ ping +answered after \d+ ms/)
  expect(open.code).toBe(0)
  const closed = await cli(['ws', 'test', 'made-up'], env)
  expect(closed.output).toMatch(/✘ welcome +closed with 4401/)
  expect(closed.code).toBe(1)
  const asAdmin = { ...env, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password }
  const seeded = await cli(['seed'], asAdmin)
  expect(seeded.output).toMatch(/✔ people +2 psychologists, 4 patients/)
  expect(seeded.code).toBe(0)
  const ana = { email: 'ana.souza@example.com', password: 'demonstracao-2026' }
  expect((await call('POST', '/auth/login', ana)).status).toBe(200)
  expect((await admin.call('GET', '/appointments')).body.items).toHaveLength(4)
  expect((await cli(['seed'], { ...asAdmin, PORT: '1' })).output).toContain('no server answers on port 1')
})
