import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { twilio } from '../../src/sms/twilio.ts'
import { twilioWebhooks } from '../../src/sms/twilio-webhooks.ts'
import { startApp, testClock, until } from '../app.ts'
import { freePort } from '../ports.ts'
import { minute } from '../clinic.ts'
import { delivery, notify } from '../deliveries.ts'
import { twilioServer } from '../fakes/twilio.ts'
import { prism, running } from './prism.ts'

// Twilio's published documents and a proxy that breaks HTTP, from beside the project.
const { CORPORA_DIR: corpora = '', RIGS_DIR: rigs = '' } = process.env
const document = join(corpora, 'twilio_api_v2010.json')
const fault = join(rigs, 'http-fault.mjs')
if (!corpora) console.log('skipped: CORPORA_DIR is not set')
if (!rigs) console.log('skipped: RIGS_DIR is not set')

describe.skipIf(!corpora)('what Twilio has published', () => {
  interface Vector {
    readonly name: string
    readonly authToken: string
    readonly url: string
    readonly params: Readonly<Record<string, string | string[]>>
    readonly signature: string | null
    readonly expect: boolean
  }

  test('decides as our check does about each of its signatures', async () => {
    const vectors = JSON.parse(await readFile(join(corpora, 'twilio-signature-vectors.json'), 'utf8')) as Vector[]
    expect(vectors).toHaveLength(13)
    for (const { name, authToken, url, params, signature, expect: expected } of vectors) {
      const body = new URLSearchParams(
        Object.entries(params).flatMap(([field, values]) =>
          [values].flat().map((value): [string, string] => [field, value]),
        ),
      )
      const { authentic } = await twilioWebhooks({ authToken, publicUrl: '' })
      const fields = authentic({
        path: url,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signature ?? undefined,
        },
        body: Buffer.from(body.toString()),
      })
      expect([name, fields !== undefined]).toEqual([name, expected])
    }
  })

  test('finds nothing wrong with any request of ours, in a mock made of its own document', async () => {
    const base = await prism(document)
    const accountSid = `AC${'0123456789abcdef'.repeat(2)}`
    const path = `${base}/2010-04-01/Accounts/${accountSid}/Messages.json`
    const authorization = `Basic ${Buffer.from(`${accountSid}:token`).toString('base64')}`
    // It does judge: without credentials and with a wrong field it refuses.
    const post = (headers: Record<string, string>, form: Record<string, string>) =>
      fetch(path, { method: 'POST', headers, body: new URLSearchParams(form) }).then(({ status }) => status)
    expect(await post({}, { To: '+5511987654321', Body: 'x' })).toBe(401)
    expect(await post({ authorization }, { Body: 'x' })).toBe(422)
    expect(await post({ authorization }, { To: '+5511987654321', Body: 'x', ValidityPeriod: 'soon' })).toBe(422)

    for (const sender of [
      { TWILIO_PHONE_NUMBER: '+5511900000000' },
      { TWILIO_MESSAGING_SERVICE_SID: `MG${'0123456789abcdef'.repeat(2)}` },
    ]) {
      const settings = {
        TWILIO_ACCOUNT_SID: accountSid,
        TWILIO_AUTH_TOKEN: 'token',
        TWILIO_API_BASE_URL: base,
        ...sender,
      }
      const sms = await twilio.open(settings, {
        log: pino({ level: 'silent' }),
        production: true,
        senderName: 'Clínica',
        publicUrl: 'https://api.example.com',
      })
      const message = { to: '+5511987654321', body: 'Lembrete', reference: '0197a2c4-0000-7000-8000-000000000000' }
      const { providerId } = await sms.send({ ...message, validSeconds: 86_400 })
      expect(providerId).toMatch(/^(SM|MM)/)
      expect(await sms.find?.(message, new Date())).toBeInstanceOf(Array)
      await sms.report?.(providerId ?? '')
      await sms.check()
    }
  })
})

test.skipIf(!existsSync(fault))(
  'of forty SMS through a proxy that loses answers, refuses and hangs, each leaves once',
  { timeout: 240_000 },
  async () => {
    const fake = await twilioServer()
    const [listen, control] = [await freePort(), await freePort()]
    const proxy = running(process.execPath, [fault, String(listen), new URL(fake.url).port, String(control)])
    await until('the proxy', () => (/fault/.test(proxy.output()) ? true : undefined))
    const rules = [
      { method: 'POST', path: 'Messages', dropBeforeReply: true, n: 12 },
      { method: 'POST', path: 'Messages', status: 503, body: '{}', n: 4 },
      { method: 'POST', path: 'Messages', status: 504, body: 'gateway', n: 4 },
      { method: 'POST', path: 'Messages', status: 429, body: '{"code":20429}', headers: { 'retry-after': '2' }, n: 3 },
      { method: 'GET', path: 'Messages', status: 500, body: '{}', n: 4 },
      { method: 'POST', path: 'Messages', hang: true, n: 2 },
    ]
    await fetch(`http://127.0.0.1:${control}`, { method: 'POST', body: JSON.stringify(rules) })
    const clock = testClock(new Date())
    const clinic = await startApp({ env: { ...fake.env, TWILIO_API_BASE_URL: `http://127.0.0.1:${listen}` }, clock })
    const ids: number[] = []
    for (let index = 0; index < 40; index++) {
      const person = await clinic.person('paciente', { phone: `+55119876501${String(index).padStart(2, '0')}` })
      // At any hour of the day.
      ids.push(await notify(clinic, { userId: person.id, type: 'mensagem', channels: ['sms'], immediate: true }))
    }
    const states = async () =>
      (await Promise.all(ids.map((id) => delivery(clinic, id, 'sms')))).map(({ status }) => status)
    // What hangs is given up after 15 s of the machine's clock.
    await until(
      'all have left',
      async () => {
        clock.advance(minute / 2)
        const found = await states()
        expect(found).not.toContain('falhou')
        await new Promise((resolve) => setTimeout(resolve, 200))
        return found.every((status) => status === 'enviada')
      },
      120_000,
    )
    const counts = Map.groupBy(fake.messages, ({ to }) => to)
    expect(counts.size).toBe(40)
    expect([...counts.values()].filter(({ length }) => length !== 1)).toEqual([])
    const attempts = await clinic.app.db.deliveryAttempt.findMany({ select: { outcome: true } })
    const outcomes = Map.groupBy(attempts, ({ outcome }) => outcome)
    console.log([...outcomes].map(([outcome, { length }]) => `${outcome}: ${length}`).join(', '))
    expect(outcomes.get('incerta')?.length).toBeGreaterThanOrEqual(12)
  },
)
