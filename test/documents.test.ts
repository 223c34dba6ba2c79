import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, it } from 'vitest'
import { documentedEnv } from '../scripts/documents/application.ts'
import { differing, generatedFiles } from '../scripts/documents/generated.ts'
import { operationsOf } from '../scripts/documents/operations.ts'
import { namesOf, type OpenApiDocument } from '../src/front-end/openapi.ts'
import { operations } from '../src/front-end/operations.ts'
import { startApp } from './app.ts'

it('describes every route, and no route that is not there', async () => {
  const { app } = await startApp({ env: documentedEnv })
  const routes = app.documents.routes.flatMap(namesOf)
  expect(Object.keys(operations).sort()).toEqual([...new Set(routes)].sort())
})

it('keeps the files in docs/ that `npm run documents` makes of it', async () => {
  const { app } = await startApp({ env: documentedEnv })
  expect(await differing(await generatedFiles(app.documents)), 'made anew by: npm run documents').toEqual([])
})

it('is OpenAPI without a fault, its examples valid', async () => {
  const { app } = await startApp({ env: documentedEnv })
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      'operation-description': 'error',
      'parameter-description': 'error',
      'operation-singular-tag': 'error',
      'operation-tag-defined': 'error',
      'path-params-defined': 'error',
      'component-name-unique': 'error',
      'spec-strict-refs': 'error',
    },
  })
  const faults = await lintFromString({ source: await app.documents.openApi(), absoluteRef: 'openapi.json', config })
  const said = faults.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)
  expect(said.filter((line) => !answersWithout2xx.test(line))).toEqual([])
})

/** A socket begins with 101, and a short link only leads on. */
const answersWithout2xx = /^operation-2xx-response #\/paths\/(~1ws~1\{token\}|~1a~1\{code\})\//

it('has words for every operation and parameter, and an example of every JSON body and answer', async () => {
  const { app } = await startApp({ env: documentedEnv })
  const described = operationsOf(JSON.parse(await app.documents.openApi()) as OpenApiDocument)
  const ids = described.map(({ operation }) => operation.operationId)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  for (const { id, summary, description } of Object.values(operations)) {
    expect.soft(summary, `the summary of ${id}`).toMatch(/^[A-Z].*[^.]$/)
    expect.soft(description, `the description of ${id}`).toMatch(/\.$/)
  }
  const missing = described.flatMap(({ operation: { operationId, parameters = [], requestBody, responses } }) => {
    const silent = parameters.filter(({ description }) => !description).map(({ name }) => `parameter ${name}`)
    const success = Object.entries(responses).filter(([status]) => status.startsWith('2'))
    const media = { body: requestBody, ...Object.fromEntries(success) }
    const bare = Object.entries(media).filter(([, part]) => {
      const json = part?.content?.['application/json']
      return json !== undefined && json.example === undefined
    })
    return [...silent, ...bare.map(([name]) => `example of ${name}`)].map((what) => `${operationId}: ${what}`)
  })
  expect(missing).toEqual([])
})
