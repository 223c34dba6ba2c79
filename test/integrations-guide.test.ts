import { existsSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { parseEnv } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { providers } from '../src/cli/providers.ts'
import { cleanEnv, coreVariables, loadConfig } from '../src/config/config.ts'
import { inspect, variablesOf } from '../src/config/provider.ts'
import { openS3 } from '../src/storage/s3.ts'
import { type Signed, startApp, type TestApp, until } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { type FakeS3, fakeS3, keys } from './fakes/s3.ts'
import { twilioServer } from './fakes/twilio.ts'
import { appointmentOf } from './files.ts'
import { mailServer } from './mail.ts'
import { anchorOf, blocksOf, headingsOf, runBlock, withoutCode } from './markdown.ts'
import { cli } from './process.ts'
import { connect } from './sockets.ts'

// docs/INTEGRACOES.md is run, not read: whatever it shows works as it is printed there.

const read = (path: string) => readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8')
const guide = read('INTEGRACOES.md')

const blocks = blocksOf(guide)
const blocksIn = (language: string) => blocks.filter((block) => block.language === language)
const named = (language: string, wanted: string) => blocksIn(language).find(({ name }) => name === wanted)?.code ?? ''

let server: TestApp
let patient: Signed
let psychologist: Signed
let appointmentId: number

beforeAll(async () => {
  server = await startApp({ keep: true })
  patient = await server.person('paciente', { name: 'João Silva', phone: '+5511999999999' })
  psychologist = await server.person('psicologo')
  appointmentId = await appointmentOf(server, patient, psychologist, 48)
})
afterAll(() => server.close())

/** The same keys, and values of the same types. */
const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
    : typeof value

const image = async () => {
  const png = sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } }).png()
  return new File([new Uint8Array(await png.toBuffer())], 'eu.png')
}

type Run = (where: TestApp, known?: Record<string, unknown>, wanted?: string) => ReturnType<typeof runBlock>

/** What each block of TypeScript does when it is run. One without an expectation here fails. */
const expectations: Record<string, (run: Run, code: string) => Promise<void>> = {
  'WebSocket (Tempo Real) › Conexão': async (run) => {
    const { held: ws, printed } = await run(server, { token: patient.accessToken }, 'ws')
    onTestFinished(() => ws.close())
    const got = (type: string) => until(type, () => printed.find(([, data]) => data.type === type))
    await got('welcome')
    const message = { userId: patient.id, title: 'Nova Notificação', message: 'Você tem uma nova mensagem' }
    expect((await psychologist.call('POST', '/notifications', message)).status).toBe(202)
    expect((await patient.call('POST', `/appointments/${appointmentId}/confirm`)).status).toBe(200)
    for (const heading of ['Notificações', 'Agendamentos']) {
      const example = JSON.parse(named('json', `WebSocket (Tempo Real) › ${heading}`)) as { type: string }
      const [words, event] = await got(example.type)
      expect(words).toBe('Mensagem recebida:')
      expect(shapeOf(event)).toEqual(shapeOf(example))
    }
  },
  'WebSocket (Tempo Real) › Conexão (2)': async (run) => {
    await psychologist.call('POST', '/notifications', { userId: patient.id, title: 'Enquanto fora', message: 'Oi' })
    const { held: ws } = await run(server, { token: patient.accessToken, lastEventId: 0 }, 'ws')
    onTestFinished(() => ws.close())
    const titles: string[] = []
    ws.onmessage = ({ data }: { data: string }) => titles.push(JSON.parse(data).data.title)
    await until('what was missed', () => titles.includes('Enquanto fora'))
    expect(ws.url).not.toContain(patient.accessToken)
  },
  'Email (SMTP) › Exemplo de Uso': async (run) => {
    const { mails, env } = await mailServer()
    await run(await startApp({ env }))
    const [mail] = mails
    expect(mail?.to).toMatchObject({ value: [{ address: 'patient@email.com', name: 'João Silva' }] })
    expect(mail?.text).toContain('segunda-feira, 20 de janeiro de 2025, às 14:00')
  },
  'SMS (Twilio) › Exemplo de Uso': async (run) => {
    const { messages, env } = await twilioServer()
    await run(await startApp({ env }))
    const body = 'BluRosiere: lembrete da sua consulta em 20/01 as 14:00.'
    expect(messages).toMatchObject([{ to: '+5511999999999', body }])
  },
  'Storage (AWS S3 / Local) › Upload de Avatar': async (run) => {
    const { held: avatar } = await run(server, { token: patient.accessToken, file: await image() }, 'avatar')
    const shown = await fetch(avatar.url as string)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(server.logs.map(({ msg }) => msg)).toContainEqual(
      expect.stringMatching(/^☁️ Arquivo salvo: \/uploads\/avatars\/.+\.webp$/u),
    )
  },
  'Storage (AWS S3 / Local) › Upload de Anexo': async (run) => {
    const file = new File(['recibo'], 'recibo.txt')
    const { held } = await run(server, { token: patient.accessToken, file, appointmentId }, 'attachment')
    expect(held).toMatchObject({ kind: 'attachment', filename: 'recibo.txt', size: 6, appointmentId })
    expect(await (await fetch(held.url as string)).text()).toBe('recibo')
    expect((await psychologist.call('GET', `/files/${held.id}`)).status).toBe(200)
  },
  'Storage (AWS S3 / Local) › Upload Múltiplo': async (run) => {
    const files = [new File(['um'], 'um.txt'), new File([new Uint8Array(10 * 1024 ** 2 + 1)], 'grande.bin')]
    const { held, printed } = await run(server, { token: patient.accessToken, files }, 'answer')
    expect(held.status).toBe(207)
    expect(printed).toEqual([
      [201, 'um.txt'],
      [413, 'file_too_large'],
    ])
  },
  'IA (OpenAI / HuggingFace) › Exemplo de Uso': async (run) => {
    const { url, requests } = await chatServer(() => 'Pelo aplicativo.')
    const { printed } = await run(await startApp({ env: { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: url } }))
    expect(printed).toEqual([['openai', 'nenhum', 'Pelo aplicativo.']])
    expect(requests[0]?.messages.at(-1)?.content).toMatch(/^Como agendar uma consulta\?[^]*Paciente novo/)
  },
  'Sistema de Notificações Integrado › Exemplo Completo': async (run) => {
    const [mail, phone] = [await mailServer(), await twilioServer()]
    const clinic = await startApp({ env: { ...mail.env, ...phone.env } })
    const [maria, ana] = [
      await clinic.person('paciente', { phone: '+5511988887777' }),
      await clinic.person('psicologo'),
    ]
    const socket = connect(clinic.url, maria.accessToken)
    await socket.got('welcome')
    await run(clinic, { appointmentId: await appointmentOf(clinic, maria, ana) })
    expect((await socket.got('notification:new')).data).toMatchObject({ type: 'lembrete' })
    expect((await maria.call('GET', '/notifications')).body.items).toMatchObject([{ type: 'lembrete' }])
    await until('the e-mail', () => mail.mails.find(({ subject }) => subject?.startsWith('Lembrete de consulta')))
    await until('the SMS', () => phone.messages.find(({ to }) => to === '+5511988887777'))
  },
  'Monitoramento › Logs': async (run, code) => {
    const clinic = await startApp({ env: { ...(await mailServer()).env, ...(await twilioServer()).env } })
    await run(clinic)
    const comments = [...code.matchAll(/ \/\/ (.+)$/gm)].map(([, comment]) => comment)
    expect(comments).toHaveLength(2)
    expect(clinic.logs.map(({ msg }) => msg)).toEqual(expect.arrayContaining(comments))
  },
  'Monitoramento › Health Check': async (run, code) => {
    const { printed } = await run(server)
    expect(printed[0]).toEqual(['ok'])
    const listed = /integrations\) \/\/ (.+)$/m.exec(code)?.[1]?.split(', ')
    expect(Object.keys(printed[1]?.[0] as object)).toEqual(listed)
  },
  'Troubleshooting › WebSocket desconecta': async (run) => {
    const { printed } = await run(server, { token: 'vencido' })
    expect(await until('the close', () => printed[0]?.[0])).toMatch(/^fechado com 4401: .+/)
  },
}

describe('every block of TypeScript does what it says', () => {
  test.each(blocksIn('ts').map((block) => [block.name, block] as const))('%s', async (name, block) => {
    const expected = expectations[name]
    if (!expected) expect.fail(`nothing is expected of ${name}`)
    await expected((...how) => runBlock(block, ...how), block.code)
  })

  test('and none is expected that is not there', () => {
    expect(blocksIn('ts').map(({ name }) => name)).toEqual(Object.keys(expectations))
    // In another language it would go unseen.
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['ts', 'json', 'env', 'http', 'bash']))
  })
})

/** Which providers each configuration asks for. */
const configurations: Record<string, string[]> = {
  'Email (SMTP) › Configuração': ['smtp'],
  'Email (SMTP) › Receita: SendGrid': ['smtp'],
  'Email (SMTP) › Receita: Amazon SES': ['smtp'],
  'Email (SMTP) › Receita: Mailgun': ['smtp'],
  'SMS (Twilio) › Configuração': ['twilio'],
  'SMS (Twilio) › Receita: Messaging Service': ['twilio'],
  'SMS (Twilio) › AWS SNS': ['sns'],
  'Storage (AWS S3 / Local) › Configuração Local': [],
  'Storage (AWS S3 / Local) › Configuração AWS S3': ['s3'],
  'Storage (AWS S3 / Local) › Receita: Google Cloud Storage': ['s3'],
  'Storage (AWS S3 / Local) › Receita: MinIO': ['s3'],
  'IA (OpenAI / HuggingFace) › Configuração OpenAI': ['openai'],
  'IA (OpenAI / HuggingFace) › Configuração HuggingFace': ['huggingface'],
  'IA (OpenAI / HuggingFace) › Receita: Servidor compatível com a OpenAI': ['openai'],
  'Deploy e Produção › Variáveis Obrigatórias': [],
}

describe('every configuration is accepted in production', () => {
  const mandatory = {
    NODE_ENV: 'production',
    SECRET_KEY: 'w7Xq1zP0mN4cV8bK2jH6gF3dS9aL5tR1yU7iO3pE',
    DATABASE_URL: 'postgresql://u:p@db.internal/clinic',
    CORS_ORIGINS: 'https://clinica.example',
  }
  const known = new Set([...Object.keys(coreVariables.shape), ...providers.flatMap(variablesOf)])

  test.each(blocksIn('env').map(({ name, code }) => [name, code] as const))('%s', (name, code) => {
    const given = parseEnv(code)
    for (const variable of Object.keys(given)) expect(known).toContain(variable)
    // A copied block must not sign tokens with a published key.
    expect(given.SECRET_KEY ?? '').toBe('')
    const env = { ...mandatory, ...cleanEnv(given) }
    expect(loadConfig(env, providers).production).toBe(true)
    const ready = providers.filter((provider) => inspect(provider, env).state === 'ready')
    expect(ready.map((provider) => provider.name)).toEqual(configurations[name])
  })

  test('and what production cannot start without stands among them', () => {
    expect(Object.keys(parseEnv(named('env', 'Deploy e Produção › Variáveis Obrigatórias')))).toEqual(
      expect.arrayContaining(Object.keys(mandatory)),
    )
  })
})

/** The permission that AWS asks for a request (docs.aws.amazon.com, "Required permissions for Amazon S3 API operations"). */
function permissionFor({ method, url: { pathname, searchParams } }: FakeS3['requests'][number]): string {
  const ofTheBucket = pathname.split('/').filter(Boolean).length === 1
  if (ofTheBucket) return searchParams.has('uploads') ? 's3:ListBucketMultipartUploads' : 's3:ListBucket'
  if (method === 'DELETE') return searchParams.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject'
  return method === 'GET' || method === 'HEAD' ? 's3:GetObject' : 's3:PutObject'
}

test('the policy for S3 allows all that is asked of a bucket, and nothing else', async () => {
  const fake = await fakeS3()
  const storage = await openS3({
    AWS_S3_BUCKET: fake.bucket,
    AWS_REGION: 'sa-east-1',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_S3_ENDPOINT: fake.endpoint,
  })
  onTestFinished(() => storage.close().then(() => fake.close()))
  await storage.check()
  for (const size of [1, 6 * 1024 ** 2]) await storage.put(`attachments/${size}`, Readable.from([Buffer.alloc(size)]))
  await storage.exists('attachments/1')
  ;(await storage.open('attachments/1'))?.resume()
  await storage.remove('attachments/1')
  for await (const { key } of storage.list()) expect(key).toBe(`attachments/${6 * 1024 ** 2}`)
  fake.unfinished.set('cut', { key: 'attachments/cut', at: new Date(0), contentType: '', parts: new Map() })
  expect(await storage.removeUnfinished(new Date())).toBe(1)

  const policy = JSON.parse(named('json', 'Storage (AWS S3 / Local) › Configuração AWS S3')) as {
    Statement: { Action: string[] }[]
  }
  expect(new Set(fake.requests.map(permissionFor))).toEqual(new Set(policy.Statement.flatMap(({ Action }) => Action)))
})

test('every command of the command line that it names exists', async () => {
  const { output } = await cli(['--help'])
  const commands = [...output.matchAll(/^ {2}([a-z -]+?)((?: [<[].+?)?) {2,}/gm)]
  expect(commands.length).toBeGreaterThan(5)
  const mentions = [...guide.matchAll(/npm run cli -- ([^`#\n]+)/g)].map(([, mention = '']) => mention.trim())
  expect(mentions.length).toBeGreaterThan(5)
  for (const mention of mentions) {
    const [, name, usage = ''] = commands.find(([, name = '']) => `${mention} `.startsWith(`${name} `)) ?? []
    expect(name, mention).toBeDefined()
    const given = mention.split(' ').length - (name ?? '').split(' ').length
    expect(given, mention).toBeGreaterThanOrEqual(usage.split('<').length - 1)
  }
})

test('every address of the API that it names exists', () => {
  const calls = [...guide.matchAll(/\b(GET|POST|PUT|DELETE) `?(\/(?:api|health|metrics)[^\s`?]*)/g)]
  expect(calls.length).toBeGreaterThan(10)
  for (const [call, method = '', url = ''] of calls) expect(server.app.hasRoute({ method, url }), call).toBe(true)
})

test('every link of its own leads somewhere', () => {
  const links = [...withoutCode(guide).matchAll(/\]\((?!https:|mailto:)([^)#]*)(?:#([^)]+))?\)/g)]
  expect(links.length).toBeGreaterThan(10)
  for (const [link, path, anchor] of links) {
    const file = path || 'INTEGRACOES.md'
    expect(existsSync(new URL(`../docs/${file}`, import.meta.url)), link).toBe(true)
    if (anchor) expect(headingsOf(read(file)).map(anchorOf), link).toContain(anchor)
  }
  expect(guide).toContain('integrations@blurosiere.com')
})

test('it has every heading of the guide, in its order', () => {
  const expected = `# 🔌 Guia de Integrações - BluRosiere Backend
    ## 📋 Visão Geral
    ## 🌐 WebSocket (Tempo Real) ### Conexão ### Eventos Disponíveis #### Notificações #### Agendamentos
    ## 📧 Email (SMTP) ### Configuração ### Funcionalidades ### Exemplo de Uso
    ## 📱 SMS (Twilio) ### Configuração ### Instalação ### Funcionalidades ### Exemplo de Uso
    ## ☁️ Storage (AWS S3 / Local) ### Configuração Local ### Configuração AWS S3 ### Instalação
      ### Endpoints #### Upload de Avatar #### Upload de Anexo #### Upload Múltiplo ### Limites
    ## 🤖 IA (OpenAI / HuggingFace) ### Configuração OpenAI ### Configuração HuggingFace ### Instalação
      ### Funcionalidades ### Exemplo de Uso
    ## 🔔 Sistema de Notificações Integrado ### Canais Disponíveis ### Exemplo Completo
    ## 🚀 Deploy e Produção ### Variáveis Obrigatórias ### Variáveis Opcionais ### Recomendações de Produção
    ## 📊 Monitoramento ### Logs ### Health Check
    ## 🔒 Segurança ### Boas Práticas ### Rate Limiting
    ## 🆘 Troubleshooting ### Email não envia ### SMS não envia ### Upload falha ### WebSocket desconecta
    ## 📞 Suporte`.split(/\s+(?=##)/)
  const ours = [/^### Receita: /, /^### AWS SNS$/]
  expect(headingsOf(guide).filter((heading) => !ours.some((own) => own.test(heading)))).toEqual(expected)
})
