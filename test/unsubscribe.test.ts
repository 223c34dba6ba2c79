import { expect, test } from 'vitest'
import { until } from './app.ts'
import { startClinic } from './clinic.ts'
import { mailServer } from './mail.ts'

const message = { title: 'Olá', message: 'Até amanhã.' }

test('a message carries RFC 8058’s headers; the POST turns messages by e-mail off, the GET only asks', async () => {
  const { mails, env } = await mailServer()
  const { admin, patient, call, url, app } = await startClinic({ ...env, PUBLIC_URL: 'https://api.example.com' })
  await admin.call('POST', '/notifications', { userId: patient.id, ...message })
  const mail = await until('the mail', () => mails[0])
  const [, link = ''] = /^<(https:\S+)>$/.exec(headerOf(mail, 'list-unsubscribe')) ?? []
  expect(headerOf(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(mail.text).toContain(link)
  const here = link.replace('https://api.example.com', url)
  const page = await call('GET', here)
  expect(page.body).toContain('<form method="post">')
  expect(await app.db.preference.count()).toBe(0)
  expect((await call('GET', here.replace(/s=.*/, `s=${'A'.repeat(22)}`))).status).toBe(404)
  expect((await call('POST', here.replace(/u=\d+/, 'u=1e3'), '', { 'content-type': 'text/plain' })).status).toBe(415)

  // As a mail program sends it: either form, no cookie, no page seen before.
  const multipart = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
  expect((await call('POST', here, multipart, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(200)
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await call('POST', here, 'List-Unsubscribe=One-Click', urlencoded)).status).toBe(200)
  expect(await app.db.preference.findMany()).toEqual([
    { userId: patient.id, type: 'mensagem', channel: 'email', enabled: false },
  ])
  const second = await admin.call('POST', '/notifications', { userId: patient.id, ...message })
  const { body } = await admin.call('GET', `/notifications/${second.body.id}/deliveries`)
  expect(body.items).toContainEqual(expect.objectContaining({ channel: 'email', status: 'suprimida' }))
  expect(mails).toHaveLength(1)
})

/** A header as it was sent; mailparser gathers the List- ones under names of its own. */
const headerOf = ({ headerLines }: { headerLines: readonly { key: string; line: string }[] }, name: string): string =>
  (headerLines.find(({ key }) => key === name)?.line ?? '').replace(/^[^:]+:\s*/, '').replace(/\r\n\s+/g, '')

test('what is no message carries no such header', async () => {
  const { mails, env } = await mailServer()
  const { admin, patient, psychologist } = await startClinic({ ...env, PUBLIC_URL: 'https://api.example.com' })
  const startsAt = '2027-03-03T12:00:00.000Z'
  await admin.call('POST', '/appointments', { patientId: patient.id, psychologistId: psychologist.id, startsAt })
  await until('both mails', () => mails.length === 2)
  for (const mail of mails) expect(headerOf(mail, 'list-unsubscribe')).toBe('')
})
