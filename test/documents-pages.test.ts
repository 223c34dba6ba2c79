import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { version } from '../src/app.ts'
import { type Answer, startApp, type TestApp } from './app.ts'

const production = {
  NODE_ENV: 'production',
  SECRET_KEY: 'w7Xq1zP0mN4cV8bK2jH6gF3dS9aL5tR1yU7iO3pE',
  CORS_ORIGINS: 'https://app.example.com',
  CLINIC_NAME: 'Clínica Azul',
}
const documents = ['/openapi.json', '/asyncapi.json', '/docs', '/docs/sockets', '/docs/page.css']

const get = ({ call, url }: TestApp, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  call('GET', url + path, undefined, headers)

/** The bytes as they were sent, which `fetch` would have decompressed. */
async function sent({ app }: TestApp, path: string, encoding?: string) {
  const headers = encoding === undefined ? {} : { 'accept-encoding': encoding }
  const { rawPayload, headers: answered } = await app.inject({ url: path, headers })
  return { bytes: rawPayload, encoding: answered['content-encoding'], length: Number(answered['content-length']) }
}

/** Whatever a page of ours names: its scripts, styles and links to this server. */
const namedBy = (page: string) =>
  [...page.matchAll(/(?:src|href)="([^"]+)"/g)].flatMap(([, name = '']) => (name.startsWith('data:') ? [] : [name]))

test('the documents are JSON that browsers ask about anew each time', async () => {
  const server = await startApp()
  for (const [path, key] of [
    ['/openapi.json', 'openapi'],
    ['/asyncapi.json', 'asyncapi'],
  ] as const) {
    const { status, headers, body } = await get(server, path, { origin: 'https://elsewhere.example' })
    expect([status, typeof body[key]]).toEqual([200, 'string'])
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('access-control-allow-origin')).toBe('https://elsewhere.example')
  }
})

test.each(['/openapi.json', '/docs', '/docs/sockets', '/docs/swagger-ui-bundle.js', '/docs/sockets.js', '/client.js'])(
  '%s goes compressed to those who take gzip, and not at all to those who have it',
  async (path) => {
    const server = await startApp()
    const [plain, zipped, refused] = [await sent(server, path), await sent(server, path, 'gzip, br'), await sent(server, path, 'gzip;q=0')] // prettier-ignore
    expect([plain.encoding, zipped.encoding, refused.encoding]).toEqual([undefined, 'gzip', undefined])
    expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true)
    expect([plain.length, zipped.length]).toEqual([plain.bytes.length, zipped.bytes.length])

    const { headers } = await get(server, path)
    expect(headers.get('vary')).toMatch(/Origin.*Accept-Encoding/)
    const known = await get(server, path, { 'if-none-match': headers.get('etag') ?? '' })
    expect([known.status, known.body]).toEqual([304, ''])
    expect(known.headers.get('etag')).toBe(headers.get('etag'))
    expect((await get(server, path, { 'if-none-match': '"another"' })).status).toBe(200)
    const head = await server.app.inject({ method: 'HEAD', url: path })
    expect([head.statusCode, head.body]).toEqual([200, ''])
  },
)

describe.each(['/docs', '/docs/sockets'])('%s', (path) => {
  test('runs the scripts of this server alone, none of them inline, and is shown in no frame', async () => {
    const server = await startApp()
    const { status, headers, body } = await get(server, path)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'"],
        ...["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"],
        `connect-src 'self' ${server.url.replace('http', 'ws')}`,
      ]),
    )
    expect(policy).not.toContain('unsafe')
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/)
  })

  test('names nothing that this server does not have', async () => {
    const server = await startApp()
    const { body } = await get(server, path)
    const names = namedBy(body)
    expect(names.length).toBeGreaterThan(4)
    for (const name of names) {
      const { pathname, search, origin } = new URL(name, server.url + path)
      expect(origin).toBe(server.url)
      expect([name, (await get(server, pathname + search)).status]).toEqual([name, 200])
    }
  })
})

test("the scripts' own imports are there, and what is no file of the pages is not found", async () => {
  const server = await startApp()
  const asked = ['operations.js', 'sockets.js']
  for (const name of asked) {
    const { status, headers, body } = await get(server, `/docs/${name}`)
    expect([name, status]).toEqual([name, 200])
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    for (const [, imported = ''] of (body as string).matchAll(/^import .* from '\.\/([^']+)'/gm))
      if (!asked.includes(imported)) asked.push(imported)
  }
  expect(asked).toContain('elements.js')
  for (const name of ['package.json', 'tsconfig.json', '..%2Fplugin.ts', '%2e%2e%2fpackage.json', 'constructor'])
    expect([name, (await get(server, `/docs/${name}`)).body.code]).toEqual([name, 'not_found'])
})

test("Swagger UI's files are kept for a year by an address that bears their version", async () => {
  const server = await startApp()
  const { body } = await get(server, '/docs')
  const bundle = namedBy(body).find((name) => name.includes('swagger-ui-bundle.js')) ?? ''
  expect(bundle).toMatch(/\?v=\d+\.\d+\.\d+$/)
  expect((await get(server, `/${bundle}`)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('/client.js is a module that the front end of another origin may import', async () => {
  const server = await startApp({ env: production })
  const { status, headers } = await get(server, '/client.js', { origin: 'https://app.example.com' })
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(headers.get('cache-control')).toBe('public, max-age=300')
  expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

test('the page at the root leads to the documents and the front end, in the language of its reader', async () => {
  const server = await startApp({ env: { CLINIC_NAME: 'Clínica <Azul>', APP_URL: 'https://app.example.com/entrar' } })
  const portuguese = await get(server, '/')
  const english = await get(server, '/', { 'accept-language': 'en-GB,en;q=0.9' })
  expect([portuguese.status, portuguese.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(portuguese.body).toContain('<html lang="pt-BR">')
  expect(portuguese.body).toContain('Servidor no ar')
  expect(english.body).toContain('<html lang="en">')
  expect(english.body).toContain('This server is up')
  for (const { body } of [portuguese, english]) {
    expect(body).toContain('Clínica &lt;Azul&gt;')
    expect(body).toContain(version)
    expect(namedBy(body)).toEqual([
      ...['https://app.example.com/entrar', 'docs', 'docs/sockets', 'openapi.json', 'asyncapi.json'],
      ...['client.js', 'health'],
    ])
  }
})

test('in production nothing is shown but the practice, its front end and the client', async () => {
  const server = await startApp({ env: { ...production, APP_URL: 'https://app.example.com' } })
  for (const path of documents) {
    const { status, body } = await get(server, path)
    expect([path, status, body.code]).toEqual([path, 404, 'not_found'])
  }
  const { status, body } = await get(server, '/')
  expect(status).toBe(200)
  expect(body).toContain('Clínica Azul')
  expect(namedBy(body)).toEqual(['https://app.example.com'])
  expect(body).not.toContain(version)
  expect((await get(server, '/client.js')).status).toBe(200)
})

test('in production DOCS=true shows all of it, and elsewhere DOCS=false hides it', async () => {
  const shown = await startApp({ env: { ...production, DOCS: 'true' } })
  for (const path of documents) expect([path, (await get(shown, path)).status]).toEqual([path, 200])
  expect(namedBy((await get(shown, '/')).body)).toContain('docs')
  const hidden = await startApp({ env: { DOCS: 'false' } })
  for (const path of documents) expect([path, (await get(hidden, path)).status]).toEqual([path, 404])
})
