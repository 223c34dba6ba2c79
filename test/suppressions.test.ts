import { expect, test } from 'vitest'
import { isFinal } from '../src/email/suppressions.ts'
import { startApp, until } from './app.ts'
import { mailServer } from './mail.ts'

test.each([
  ['550 5.1.1', true],
  ['550 5.1.2', true],
  ['553 5.1.3', true],
  ['551 5.1.6', true],
  ['556 5.1.10', true],
  ['550 5.2.1', true],
  ['552 5.2.2', false],
  ['550 5.7.1', false],
  ['554 5.1.8', false],
  ['550', false],
  ['450 4.1.1', false],
  ['EENVELOPE', false],
  [undefined, false],
])('%s is the mailbox’s end: %s', (code, end) => {
  expect(isFinal(code)).toBe(end)
})

test('a mailbox refused for good gets nothing more, until an admin lifts it', async () => {
  const refused = new Set(['gone@example.com', 'full@example.com'])
  const { mails, env } = await mailServer((address) =>
    refused.has(address)
      ? address.startsWith('gone')
        ? { code: 550, message: '5.1.1 no such user' }
        : { code: 552, message: '5.2.2 mailbox full' }
      : undefined,
  )
  const { app, person } = await startApp({ env })
  const admin = await person('admin')
  const [gone, full] = [
    await person('paciente', { email: 'gone@example.com' }),
    await person('paciente', { email: 'full@example.com' }),
  ]
  const send = async (userId: number, ...ended: string[]) => {
    const { body } = await admin.call('POST', '/notifications', { userId, title: 'Olá', message: 'Oi' })
    return until('its end', async () => {
      const { body: deliveries } = await admin.call('GET', `/notifications/${body.id}/deliveries`)
      return deliveries.items.find(
        (item: { channel: string; status: string }) => item.channel === 'email' && ended.includes(item.status),
      ) as { reason: string; attempts: unknown[] } | undefined
    })
  }
  await send(gone.id, 'falhou')
  await send(full.id, 'falhou')
  const again = await send(gone.id, 'suprimida')
  expect(again).toMatchObject({ attempts: [], reason: expect.stringContaining('550 5.1.1') })
  // A full mailbox is emptied some day.
  await send(full.id, 'falhou')

  const { items } = (await admin.call('GET', '/admin/suppressions')).body
  expect(items).toEqual([
    { id: expect.any(Number), address: 'gone@example.com', code: '550 5.1.1', createdAt: expect.any(String) },
  ])
  expect((await gone.call('GET', '/admin/suppressions')).status).toBe(403)
  expect((await gone.call('DELETE', `/admin/suppressions/${items[0].id}`)).status).toBe(403)
  expect((await admin.call('DELETE', `/admin/suppressions/${items[0].id}`)).status).toBe(204)
  expect((await admin.call('DELETE', `/admin/suppressions/${items[0].id}`)).status).toBe(404)
  refused.clear()
  await send(gone.id, 'enviada')
  expect(mails).toHaveLength(1)

  // An address is suppressed, not a person.
  await app.db.emailSuppression.create({ data: { address: 'old@example.com', code: '550 5.1.1' } })
  const mover = await person('paciente', { email: 'old@example.com' })
  await send(mover.id, 'suprimida')
  await app.db.user.update({ where: { id: mover.id }, data: { email: 'new@example.com' } })
  await send(mover.id, 'enviada')
})
