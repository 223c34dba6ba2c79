import { expect, test } from 'vitest'
import { startApp } from './app.ts'

const owner = { name: 'Maria Fonseca Lobato', email: 'mfonseca.lobato@example.com' }

test('passwords that Brazilians choose first are refused, and those made of what everybody knows of their owner', async () => {
  const { call } = await startApp({ env: { CLINIC_NAME: 'Clínica Serena' } })
  const common = ['senha12345', 'mudar12345', 'brasil2024', 'corinthians', 'Flamengo@2024', 'janeiro2024', 'deusefiel1']
  const disguised = [
    's3nh@12345',
    'C0r1nth14ns',
    '2024brasil!!',
    'segunda-feira',
    'senha senha',
    '1q2w3e4r5t6y',
    'te amo maria',
  ]
  const own = [
    'blurosiere2024',
    'blurosiere-app',
    'fonseca1985',
    'l0b4t0#2024',
    'mfonseca.lobato',
    'clinica.serena!',
    'serena2024!!',
  ]
  const patterns = [
    '1qaz@WSX3edc',
    '!QAZ2wsx#EDC',
    '12341234123',
    'aabbccddee',
    '112233445566',
    'ab3!xab3!x',
    '!@#$%12345',
  ]
  const numbers = [
    '15/08/2008',
    '15081990!!',
    '1990-08-15',
    '5/8/90!!!!!',
    '11987654321',
    '(11) 3333-4444',
    '+55 11 98765-4321',
    '123.456.789-09',
    '123.456.789.0',
  ]
  for (const password of [...common, ...disguised, ...own, ...patterns, ...numbers, 'maria fonseca lobato mfonseca']) {
    const { body } = await call('POST', '/auth/register', { ...owner, password })
    expect([password, body.code]).toEqual([password, 'weak_password'])
  }
})

test.each([
  'cachorro gato cavalo leao tigre',
  '8203 4471 9926 1058',
  '3#4!%9$^2&@',
  'uma senha bem longa',
  'correto cavalo bateria',
  'x7Kq!pZ2vLm9',
  'a Maria mora longe daqui',
])('the password %j is taken, although it may hold such a word', async (password) => {
  const { call } = await startApp()
  expect((await call('POST', '/auth/register', { ...owner, password })).status).toBe(201)
})

test('a new password is judged by the account that it is for', async () => {
  const { person } = await startApp({ env: { CLINIC_NAME: 'Clínica Serena' } })
  const patient = await person('paciente', owner)
  for (const password of ['Fonseca#1985', 'serena2024!!']) {
    const answer = await patient.call('POST', '/me/password', { current: patient.password, new: password })
    expect([password, answer.body.code]).toEqual([password, 'weak_password'])
  }
})
