import { expect, test } from 'vitest'
import { z } from 'zod'
import { startApp } from './app.ts'
import { cli, scratch } from './process.ts'
import { wordsFor } from '../src/words/catalogue.ts'

test('what is wrong with a field is said in natural Portuguese, and in English to whom prefers it', async () => {
  const { call } = await startApp()
  const said = async (language: string) => {
    const body = { email: 'x', password: 'curta', name: 7 }
    const answer = await call('POST', '/auth/register', body, { 'accept-language': language })
    expect(answer.status).toBe(422)
    const errors = answer.body.errors as { path: string; message: string }[]
    return Object.fromEntries(errors.map(({ path, message }) => [path, message]))
  }
  expect(await said('pt-BR')).toMatchObject({
    'body.password': 'precisa ter ao menos 10 caracteres',
    'body.name': 'precisa ser um texto',
  })
  expect(await said('en')).toMatchObject({
    'body.password': 'must have at least 10 characters',
    'body.name': 'must be text',
  })
  const empty = await call('POST', '/auth/register', {})
  expect(empty.body.errors).toContainEqual({ path: 'body.password', message: 'é obrigatório' })
})

test('every kind of issue has its own words', () => {
  const said = (schema: z.ZodType, value: unknown) => {
    const { error } = schema.safeParse(value, { reportInput: true })
    return wordsFor('pt-BR').validation(error?.issues[0] as z.core.$ZodIssue)
  }
  expect(said(z.number(), '3')).toBe('precisa ser um número')
  expect(said(z.string().max(1), 'ab')).toBe('pode ter no máximo 1 caractere')
  expect(said(z.string().min(1), '')).toBe('não pode ficar em branco')
  expect(said(z.array(z.number()).min(2), [])).toBe('precisa ter ao menos 2 itens')
  expect(said(z.number().max(3), 4)).toBe('precisa ser menor ou igual a 3')
  expect(said(z.number().positive(), 0)).toBe('precisa ser maior que 0')
  expect(said(z.email(), 'x')).toBe('precisa ser um e-mail válido')
  expect(said(z.iso.datetime(), 'x')).toMatch(/^precisa ser data e hora com fuso/)
  expect(said(z.enum(['a', 'b']), 'c')).toBe('precisa ser um destes: a, b')
  expect(said(z.enum(['a', 'b']), undefined)).toBe('é obrigatório')
  expect(said(z.strictObject({}), { a: 1 })).toBe('campo desconhecido: a')
  expect(said(z.number().multipleOf(5), 4)).toBe('precisa ser múltiplo de 5')
  expect(said(z.union([z.string(), z.number()]), true)).toBe('não tem nenhum dos formatos aceitos')
})

test('create-admin says of a known address that there is an account, and changes nothing', async () => {
  const { person, app } = await startApp()
  const ana = await person('paciente')
  const { code, output } = await cli(['create-admin', ana.email], {
    DATABASE_URL: app.database.url,
    DATA_DIR: await scratch(),
  })
  expect(output).toContain(`there is already an account with ${ana.email}; nothing was changed`)
  expect(output).not.toContain('start the server')
  expect(code).toBe(1)
}, 60_000)
