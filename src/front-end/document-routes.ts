import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { html, sendPage } from '../http/html.ts'
import { languageOf } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import { wordsFor } from '../words/catalogue.ts'
import { operationsPage, socketsPage } from './documents-pages.ts'
import { fileSource, type Source, staticAnswer, textSource } from './static.ts'

/** The built client, which is committed. */
const clientFile = new URL('../../client/dist/client.js', import.meta.url)

/** As they are sent: what `/docs` and `/docs/sockets` are made of. */
const browserFiles = ['operations.js', 'sockets.js', 'frames.js', 'schema.js', 'session.js', 'elements.js', 'page.css']
const swaggerFiles = ['swagger-ui-bundle.js', 'swagger-ui.css']

const revalidated = 'no-cache'
const yearLong = 'public, max-age=31536000, immutable'
const types = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/**
 * What this server shows of itself: `/` and `/client.js` always, the documents and their pages only where `DOCS` allows them.
 */
export const documentRoutes: Routes<{ version: string }> = async (app, { version }) => {
  const { config, documents } = app
  const add = (url: string, source: Source, headers: Readonly<Record<string, string>>) =>
    app.get(url, staticAnswer(source, headers))

  app.get('/', async (request, reply) => {
    const language = languageOf(request.headers['accept-language'])
    const { title, text, frontEnd, documents: described } = wordsFor(language).homePage
    // Relative: a proxy may serve all of it below a path of its own.
    const entries = Object.entries(described).map(
      ([path, words]) =>
        html`<p>
          <a href="${path}">/${path}</a><br />
          <span class="muted">${words}</span>
        </p>`,
    )
    const body = html`<p>${text}</p>
      ${config.hasFrontEnd && html`<p><a class="button" href="${config.appUrl}">${frontEnd}</a></p>`}
      ${config.docs && entries} ${config.docs && html`<p class="muted">BluRosiere ${version}</p>`}`
    return sendPage(reply, { language, brand: config.clinic.brand, title, body })
  })
  add('/client.js', fileSource(fileURLToPath(clientFile)), {
    'content-type': types.js,
    'cache-control': 'public, max-age=300',
  })
  if (!config.docs) return

  const json = { 'content-type': types.json, 'cache-control': revalidated }
  add('/openapi.json', textSource(documents.openApi), json)
  add('/asyncapi.json', textSource(documents.asyncApi), json)

  const { brand } = config.clinic
  const page = pageHeaders(config.publicUrl)
  const { resolve } = createRequire(import.meta.url)
  const swagger = (name: string) => resolve(`swagger-ui-dist/${name}`)
  const swaggerVersion = () =>
    (JSON.parse(readFileSync(swagger('package.json'), 'utf8')) as { version: string }).version
  add(
    '/docs',
    textSource(() => operationsPage(brand, swaggerVersion())),
    page,
  )
  add(
    '/docs/sockets',
    textSource(() => socketsPage(brand)),
    page,
  )
  const own = (name: string) => fileURLToPath(new URL(`browser/${name}`, import.meta.url))
  const files = new Map([
    ...swaggerFiles.map((name) => [name, staticAnswer(fileSource(swagger(name)), typed(name, yearLong))] as const),
    ...browserFiles.map((name) => [name, staticAnswer(fileSource(own(name)), typed(name, revalidated))] as const),
  ])
  app.get('/docs/:file', { schema: { params: z.object({ file: z.string() }) } }, async (request, reply) => {
    const answer = files.get(request.params.file)
    if (!answer) throw new AppError('not_found')
    return answer(request, reply)
  })
}

const typed = (name: string, caching: string) => ({
  'content-type': name.endsWith('.css') ? types.css : types.js,
  'cache-control': caching,
})

function pageHeaders(publicUrl: string) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Swagger UI's icons, and pictures that an operation answered with.
    "img-src 'self' data: blob:",
    // Older browsers do not take 'self' for sockets as well.
    `connect-src 'self' ${new URL(publicUrl.replace(/^http/, 'ws')).origin}`,
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
  return {
    'content-type': types.html,
    'cache-control': revalidated,
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  }
}
