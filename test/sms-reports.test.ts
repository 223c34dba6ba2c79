import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { until } from './app.ts'
import { hour, minute, startClinic } from './clinic.ts'
import { delivery, notify, phone, settled } from './deliveries.ts'
import { twilioServer, twilioSignature } from './fakes/twilio.ts'

type Twilio = Awaited<ReturnType<typeof twilioServer>>

/** A clinic with Twilio and a patient, who is sent messages. */
async function sending(refuse?: Parameters<typeof twilioServer>[0], env: Record<string, string> = {}) {
  const twilio = await twilioServer(refuse)
  const clinic = await startClinic({ ...twilio.env, ...env })
  const patient = await clinic.person('paciente', { phone })
  const send = () => notify(clinic, { userId: patient.id, type: 'lembrete' })
  const sent = async () => {
    const id = await send()
    await settled(clinic, id, 'sms', 'enviada')
    return { id, message: last(twilio) }
  }
  return { twilio, clinic, patient, send, sent, of: (id: number) => delivery(clinic, id, 'sms') }
}

const last = ({ messages }: Twilio) => {
  const message = messages.at(-1)
  if (!message) throw new Error('nothing was sent')
  return message
}

describe('a report that Twilio has signed', () => {
  test('in a form or in JSON takes the delivery forward, which staff see with segments and price', async () => {
    const { twilio, clinic, sent, of } = await sending()
    const { id, message } = await sent()
    expect(await of(id)).toMatchObject({ status: 'enviada', providerId: message.sid, segments: 1, price: null })
    expect((await twilio.report(message, 'sent')).status).toBe(204)
    expect((await of(id)).status).toBe('enviada')
    expect((await twilio.reportJson(message, 'delivered')).status).toBe(204)
    expect((await of(id)).status).toBe('entregue')
    // The price comes a while after.
    Object.assign(message, { status: 'delivered', price: '-0.06500', price_unit: 'USD' })
    clinic.clock.advance(2 * minute)
    expect(await clinic.app.notifications.smsReports.ask()).toBe(1)
    expect(await clinic.app.notifications.smsReports.ask()).toBe(0)
    const { body } = await clinic.admin.call('GET', `/notifications/${id}/deliveries`)
    const [sms] = body.items.filter(({ channel }: { channel: string }) => channel === 'sms')
    expect(sms).toMatchObject({ status: 'entregue', segments: 1, price: { amount: '-0.065', currency: 'USD' } })
    expect(sms.attempts).toMatchObject([{ outcome: 'enviada', providerId: message.sid }])
    expect(body.timeline).toContainEqual(
      expect.objectContaining({ event: 'relatada', channel: 'sms', outcome: 'entregue' }),
    )
  })

  test('of a failure for good leaves it `falhou` with the carrier’s code, of one that may pass tries it again', async () => {
    const { twilio, clinic, sent, of } = await sending()
    const gone = await sent()
    await twilio.report(gone.message, 'undelivered', 30005)
    expect(await of(gone.id)).toMatchObject({ status: 'falhou', reason: 'a operadora não entregou (30005)' })
    expect((await of(gone.id)).attempts).toMatchObject([
      { outcome: 'permanente', error: expect.stringMatching(/^30005/) },
    ])

    const off = await sent()
    await twilio.report(off.message, 'undelivered', 30003)
    expect(await of(off.id)).toMatchObject({ status: 'pendente', reason: expect.stringContaining('(30003)') })
    clinic.clock.advance(5 * minute)
    await settled(clinic, off.id, 'sms', 'enviada', 2)
    const second = last(twilio)
    expect(second.sid).not.toBe(off.message.sid)
    // What comes late about the first says nothing of the second; that the telephone has it, does.
    await twilio.report(off.message, 'undelivered', 30005)
    expect((await of(off.id)).status).toBe('enviada')
    await twilio.report(off.message, 'delivered')
    expect((await of(off.id)).status).toBe('entregue')
    await twilio.report(second, 'undelivered', 30003)
    expect((await of(off.id)).status).toBe('entregue')
  })

  test('that may pass is tried three times, no more: each is paid for', async () => {
    const { twilio, clinic, send, of } = await sending()
    const id = await send()
    for (let attempt = 1; attempt <= 3; attempt++) {
      await settled(clinic, id, 'sms', 'enviada', attempt)
      await twilio.report(last(twilio), 'failed', 30008)
      clinic.clock.advance(hour)
    }
    expect(await of(id)).toMatchObject({
      status: 'falhou',
      reason: 'a operadora não entregou (30008), em 3 tentativas',
    })
  })

  test('comes to the same in whatever order, and however often, it comes', async () => {
    const { twilio, sent, of } = await sending()
    const states = ['queued', 'sending', 'sent', 'undelivered', 'delivered'] as const
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...states, ...states], { minLength: 1 }), async (order) => {
        const { id, message } = await sent()
        const seen: string[] = []
        for (const state of order) {
          expect((await twilio.report(message, state, state === 'undelivered' ? 30005 : undefined)).status).toBe(204)
          seen.push((await of(id)).status)
        }
        const expected = order.includes('delivered') ? 'entregue' : order.includes('undelivered') ? 'falhou' : 'enviada'
        expect(seen.at(-1)).toBe(expected)
        const ranks = seen.map((status) => ['enviada', 'falhou', 'entregue'].indexOf(status))
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      }),
      // Ten in an hour, of one person.
      { numRuns: 9 },
    )
  })

  test('settles an attempt of unknown outcome: no second message leaves', async () => {
    const { twilio, clinic, send, of } = await sending((to) => (to === phone ? 'lost' : undefined))
    const id = await send()
    await settled(clinic, id, 'sms', 'pendente', 1)
    expect((await of(id)).attempts).toMatchObject([{ outcome: 'incerta' }])
    const message = last(twilio)
    expect((await twilio.report(message, 'sent')).status).toBe(204)
    expect(await of(id)).toMatchObject({ status: 'enviada', providerId: message.sid, nextAttemptAt: null })
    expect((await of(id)).attempts).toMatchObject([{ outcome: 'enviada', providerId: message.sid }])
    clinic.clock.advance(hour)
    await twilio.report(message, 'delivered')
    expect((await of(id)).status).toBe('entregue')
    expect(twilio.messages).toHaveLength(1)
  })

  test('that never comes is asked for', async () => {
    const { twilio, clinic, sent, of } = await sending()
    const { id, message } = await sent()
    const { ask } = clinic.app.notifications.smsReports
    clinic.clock.advance(9 * minute)
    expect(await ask()).toBe(0)
    Object.assign(message, {
      status: 'undelivered',
      error_code: 30006,
      error_message: 'Landline or unreachable carrier',
    })
    clinic.clock.advance(2 * minute)
    expect(await ask()).toBe(1)
    expect(await of(id)).toMatchObject({ status: 'falhou', reason: 'a operadora não entregou (30006)' })
    expect(twilio.messages).toHaveLength(1)
  })

  test('of an alert that failed lets its e-mail leave at once', async () => {
    const { twilio, clinic, of } = await sending()
    const psychologist = await clinic.person('psicologo', { phone: '+5521987654321' })
    const id = await notify(clinic, { userId: psychologist.id, type: 'alerta', title: 'Alerta de risco' })
    await settled(clinic, id, 'sms', 'enviada')
    expect(last(twilio)).toMatchObject({ to: '+5521987654321', body: 'BluRosiere: Urgente. Abra o aplicativo.' })
    expect((await delivery(clinic, id, 'email')).status).toBe('adiada')
    await twilio.report(last(twilio), 'undelivered', 30006)
    expect((await of(id)).status).toBe('falhou')
    await settled(clinic, id, 'email', 'enviada')
  })
})

describe('a call', () => {
  test('without Twilio’s signature over PUBLIC_URL is refused, and changes nothing', async () => {
    const { twilio, clinic, sent, of } = await sending()
    const { id, message } = await sent()
    const fields = { MessageSid: message.sid, MessageStatus: 'delivered' }
    const address = message.statusCallback ?? ''
    const right = twilioSignature(address, fields)
    for (const signature of [
      '',
      'x',
      right.slice(0, -2),
      twilioSignature(address, fields, 'another-token'),
      twilioSignature(`${address}&x=1`, fields),
      twilioSignature(address, { ...fields, MessageStatus: 'failed' }),
      twilioSignature(address.replace('http:', 'https:'), fields),
    ]) {
      const refused = await twilio.post(address, fields, { 'x-twilio-signature': signature })
      expect([refused.status, JSON.parse(refused.text).code]).toEqual([403, 'invalid_signature'])
    }
    expect((await twilio.post(address, { ...fields, To: '1' }, { 'x-twilio-signature': right })).status).toBe(403)
    expect((await twilio.reportJson(message, 'delivered', 'another-token')).status).toBe(403)
    // A JSON body that is not the one whose hash was signed.
    const json = await fetch(`${address}&bodySHA256=${'0'.repeat(64)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-twilio-signature': right },
      body: JSON.stringify(fields),
    })
    expect(json.status).toBe(403)
    expect((await of(id)).status).toBe('enviada')
    expect((await clinic.call('POST', '/webhooks/twilio/inbound', { Body: 'SIM' })).status).toBe(403)
  })

  test('is checked against PUBLIC_URL, whatever a proxy has made of the address', async () => {
    const { twilio, clinic, patient } = await sending(undefined, { PUBLIC_URL: 'https://api.example.com' })
    const id = await notify(clinic, { userId: patient.id, type: 'lembrete' })
    await settled(clinic, id, 'sms', 'enviada')
    const message = last(twilio)
    expect(message.statusCallback).toMatch(/^https:\/\/api\.example\.com\/api\/v1\/webhooks\/twilio\/status\?delivery=/)
    const fields = { MessageSid: message.sid, MessageStatus: 'delivered' }
    const signature = twilioSignature(message.statusCallback ?? '', fields)
    const here = (message.statusCallback ?? '').replace('https://api.example.com', clinic.url)
    const answer = await twilio.post(here, fields, { 'x-twilio-signature': signature, 'x-forwarded-proto': 'https' })
    expect(answer.status).toBe(204)
    expect((await delivery(clinic, id, 'sms')).status).toBe('entregue')
  })

  test('about a message that is not ours is 404, and logged', async () => {
    const { twilio, clinic } = await sending()
    const address = `${clinic.url}/api/v1/webhooks/twilio/status`
    const fields = { MessageSid: `SM${'9'.repeat(32)}`, MessageStatus: 'delivered' }
    const answer = await twilio.post(address, fields)
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([404, 'not_found'])
    await until('the log', () => clinic.logs.find(({ providerId }) => providerId === fields.MessageSid))
    // Nor is what says nothing that we know, or is no call at all, an error of ours.
    const others: Record<string, string>[] = [
      { MessageSid: 'SM1', MessageStatus: 'dreaming' },
      { a: 'b' },
      { MessageStatus: 'delivered' },
    ]
    for (const body of others) expect((await twilio.post(address, body)).status).toBe(204)
    expect((await twilio.post(`${address}?delivery=nonsense`, fields)).status).toBe(404)
    expect((await clinic.call('GET', '/webhooks/twilio/status')).status).toBe(405)
  })

  test('without Twilio configured is not answered', async () => {
    const clinic = await startClinic()
    expect(
      (
        await clinic.call('POST', '/webhooks/twilio/inbound', '', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(404)
  })

  test('that is no text is answered once and breaks nothing', async () => {
    const { twilio, clinic } = await sending()
    expect(await twilio.write(clinic.url, phone, '')).toHaveLength(1)
    for (const text of [
      '',
      '\0',
      '\u{1F469}\u200D'.repeat(500),
      '<Response>&amp;',
      'a'.repeat(20_000),
      '__proto__',
      '%00',
    ])
      expect(await twilio.write(clinic.url, phone, text)).toEqual([])
    expect(await twilio.write(clinic.url, 'MARKETING', 'SIM')).toEqual([])
    const address = `${clinic.url}/api/v1/webhooks/twilio/inbound`
    expect((await twilio.post(address, { Body: 'SIM' })).status).toBe(200)
    expect((await twilio.post(address, { __proto__x: 'a', constructor: 'b' })).status).toBe(200)
  })
})

test('a link in an SMS leads to the page of the appointment, acts only there, and is kept out of the log', async () => {
  const { clinic, patient, twilio } = await sending()
  const booking = {
    patientId: patient.id,
    psychologistId: clinic.psychologist.id,
    startsAt: '2027-03-04T17:00:00.000Z',
  }
  const { body: made } = await clinic.admin.call('POST', '/appointments', { ...booking, durationMinutes: 50 })
  const message = await until('the SMS', () => twilio.messages.at(-1))
  const [, code = ''] = /\/a\/(\S+)$/.exec(message.body) ?? []
  expect(message.body.length).toBeLessThanOrEqual(160)
  const look = await fetch(`${clinic.url}/a/${code}`, { redirect: 'manual' })
  expect([look.status, look.headers.get('cache-control')]).toEqual([303, 'no-store'])
  const page = await fetch(`${clinic.url}/a/${code}`)
  expect(await page.text()).toContain('Confirmar presença')
  const status = async () => (await patient.call('GET', `/appointments/${made.id}`)).body.status
  expect(await status()).toBe('agendado')
  expect((await fetch(page.url, { method: 'POST' })).status).toBe(200)
  expect(await status()).toBe('confirmado')
  for (const wrong of [
    'x',
    `${code.slice(0, 13)}x${code.slice(14)}`,
    code.replace(/\.\w+\./, '.zzzzzz.'),
    code.replace(/\d$/, '2'),
    '%00',
    'a'.repeat(64),
  ])
    expect([wrong, (await fetch(`${clinic.url}/a/${wrong}`)).status]).not.toContain(200)
  expect(JSON.stringify(clinic.logs)).not.toContain(code)
})
