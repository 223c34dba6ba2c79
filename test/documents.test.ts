import { expect, it } from 'vitest'
import { namesOf } from '../src/front-end/openapi.ts'
import { operations } from '../src/front-end/operations.ts'
import { startApp } from './app.ts'

it('describes every route, and no route that is not there', async () => {
  const { app } = await startApp()
  const routes = app.documents.routes.flatMap(namesOf)
  expect(Object.keys(operations).sort()).toEqual([...new Set(routes)].sort())
})
