import { expect, it } from 'vitest'
import { differing, generatedFiles } from '../scripts/documents/generated.ts'
import { namesOf } from '../src/front-end/openapi.ts'
import { operations } from '../src/front-end/operations.ts'
import { startApp } from './app.ts'
import { twilioServer } from './fakes/twilio.ts'

it('describes every route, and no route that is not there', async () => {
  const { env } = await twilioServer()
  const { app } = await startApp({ env })
  const routes = app.documents.routes.flatMap(namesOf)
  expect(Object.keys(operations).sort()).toEqual([...new Set(routes)].sort())
})

it('keeps the files in docs/ that `npm run documents` makes of it', async () => {
  const { app } = await startApp()
  expect(await differing(await generatedFiles(app.documents)), 'made anew by: npm run documents').toEqual([])
})
