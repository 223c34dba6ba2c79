import { expect, test } from 'vitest'
import { startApp } from './app.ts'

test('a patient registers, signs in, refreshes and signs out', async () => {
  const { call } = await startApp()
  const made = await call('POST', '/auth/register', {
    name: 'João',
    email: 'Joao@Example.com',
    password: 'correto cavalo bateria',
  })
  expect(made.status).toBe(201)
  expect(made.body.user).toMatchObject({
    name: 'João',
    email: 'joao@example.com',
    role: 'paciente',
    locale: 'pt-BR',
    timezone: 'America/Sao_Paulo',
  })
  const login = await call('POST', '/auth/login', { email: 'joao@example.com', password: 'correto cavalo bateria' })
  expect(login.status).toBe(200)
  const refreshed = await call('POST', '/auth/refresh', { refreshToken: login.body.refreshToken })
  expect(refreshed.status).toBe(200)
  const bearer = { authorization: `Bearer ${refreshed.body.accessToken}` }
  expect((await call('GET', '/me', undefined, bearer)).body).toMatchObject({ name: 'João' })
  expect((await call('POST', '/auth/logout', undefined, bearer)).status).toBe(204)
  expect((await call('GET', '/me', undefined, bearer)).status).toBe(401)
})
