import { expect, test } from 'vitest'
import { differences } from '../src/database/nodes.ts'
import { secondNode, startApp, until } from './app.ts'
import { notify, settled } from './deliveries.ts'
import { mailServer } from './mail.ts'

test('a node without SMTP leaves mail to one that has it, and prints it where no living node has', async () => {
  const { env, mails } = await mailServer()
  const server = await startApp()
  const { app, call, person, url } = server
  const [patient, other] = [await person(), await person()]
  const before = await notify(server, { userId: patient.id, type: 'seguranca' })
  expect((await settled(server, before, 'email', 'enviada')).provider).toBe('console')

  const { node } = await secondNode(server, env)
  const ids = []
  for (let nth = 0; nth < 12; nth++) ids.push(await notify(server, { userId: patient.id, type: 'seguranca' }))
  for (const id of ids) expect((await settled(server, id, 'email', 'enviada')).provider).toBe('smtp')
  expect(mails).toHaveLength(12)
  for (const { email } of [patient, other]) await call('POST', '/auth/forgot-password', { email })
  await until('the letters', () => mails.length === 14, 30_000)
  const { integrations } = (await (await fetch(`${url}/health`)).json()) as {
    integrations: { notifications: { detail: string } }
  }
  expect(integrations.notifications.detail).toContain('nodes differ; email is console on 1, smtp on 1')

  await node.close()
  const after = await notify(server, { userId: patient.id, type: 'seguranca' })
  expect((await settled(server, after, 'email', 'enviada')).provider).toBe('console')
  expect(app.email.chosen.fallback).toBe(true)
})

test('nodes are alike, or differ by integration', () => {
  const [mail, none] = [
    { providers: { email: 'smtp', sms: 'console' } },
    { providers: { email: 'console', sms: 'console' } },
  ]
  expect(differences([mail, mail])).toEqual([])
  expect(differences([mail, none, mail])).toEqual(['email is console on 1, smtp on 2'])
})
