import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { providers } from '../src/cli/providers.ts'
import { coreVariables } from '../src/config/config.ts'
import { variablesOf } from '../src/config/provider.ts'
import { startApp, type TestApp, until } from './app.ts'
import { anchorsOf, type Block, blocksOf, linksOf, runBlock } from './markdown.ts'
import { cli, project } from './process.ts'

// Every page: its links lead somewhere, its snippets parse or run, and what it names exists.

const read = (path: string) => readFileSync(join(project, path), 'utf8')
const pages = globSync('**/*.md', { cwd: project, exclude: ['node_modules/**', 'uploads/**'] }).toSorted()
/** The changelog tells of names that are gone by now. */
const current = pages.filter((page) => page !== 'CHANGELOG.md')
const readme = read('README.md')

const snippet = (page: string, heading: string): Block => {
  const found = blocksOf(read(page)).find(({ name, language }) => name.startsWith(heading) && language === 'ts')
  return found ?? expect.unreachable(`${page} has no snippet "${heading}"`)
}

let server: TestApp

beforeAll(async () => {
  server = await startApp({ keep: true })
})
afterAll(() => server.close())

test('the pages are found', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/RESULTS.md', 'docs/INTEGRACOES.md']),
  )
})

test.each(pages)('%s: every link and every anchor leads somewhere', (page) => {
  for (const { link, path, anchor } of linksOf(read(page))) {
    const target = path ? join(page, '..', path) : page
    expect(existsSync(join(project, target)), `${link} in ${page}`).toBe(true)
    if (anchor) expect(anchorsOf(read(target)), `${link} in ${page}`).toContain(anchor)
  }
})

/** What does not parse of a snippet, by its language; nothing if all of it does. */
const faultsOf: Record<string, (code: string) => unknown[]> = {
  ts: (code) => syntaxFaults(code, 'snippet.ts'),
  js: (code) => syntaxFaults(code, 'snippet.js'),
  html: (code) =>
    [...code.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].flatMap(([, script = '']) => faultsOf.js?.(script)),
  json: (code) => (JSON.parse(code) ? [] : ['nothing']),
  jsonc: (code) => [ts.parseConfigFileTextToJson('snippet.jsonc', code).error].filter(Boolean),
  // `bash -n` reads and does nothing.
  sh: (code) => (execFileSync('bash', ['-n'], { input: code }), []),
  bash: (code) => (execFileSync('bash', ['-n'], { input: code }), []),
  env: (code) => Object.keys(parseEnv(code)).filter((name) => !variables.has(name)),
  // For programs that are not here.
  http: () => [],
  ini: () => [],
  nginx: () => [],
  text: () => [],
}

const syntaxFaults = (code: string, fileName: string) =>
  ts.transpileModule(code, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
  }).diagnostics ?? []

const variables = new Set([...Object.keys(coreVariables.shape), ...providers.flatMap(variablesOf)])
/** What tests, benches and scripts read beside them. */
const ownVariables = new Set(
  globSync('{test,bench,scripts}/**/*.ts', { cwd: project }).flatMap((file) =>
    [...read(file).matchAll(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g)].map(([name]) => name),
  ),
)
/** Named as what they are not. */
const misspelt = ['SMPT_HOST']
/** Asked for at a server of models, not at ours. */
const modelServer = ['/models', '/chat/completions']

test.each(pages)('%s: every snippet parses', (page) => {
  for (const { name, language, code } of blocksOf(read(page))) {
    expect(Object.keys(faultsOf), `the language of ${name} in ${page}`).toContain(language)
    expect(faultsOf[language]?.(code), `${name} in ${page}`).toEqual([])
  }
})

test('every command that a page names exists', async () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const { output } = await cli(['--help'])
  const commands = [...output.matchAll(/^ {2}([a-z-]+(?: [a-z-]+)?)(?= )/gm)].map(([, name]) => name)
  expect(commands).toContain('email test')
  for (const page of current) {
    for (const [call, script = ''] of read(page).matchAll(/npm run (?!-)([^\s`;&]+)/g))
      expect(scripts, `${call} in ${page}`).toHaveProperty([script])
    for (const [call, words = ''] of read(page).matchAll(/npm run cli -- ([a-z-]+(?: [a-z-]+)?)/g))
      expect(
        commands.some((command) => `${words} `.startsWith(`${command} `)),
        `${call} in ${page}`,
      ).toBe(true)
  }
})

test.each(current)('%s: every variable, address and file that it names exists', (page) => {
  const text = read(page)
  for (const [, name = ''] of text.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g))
    expect(variables.has(name) || ownVariables.has(name) || misspelt.includes(name), `${name} in ${page}`).toBe(true)

  for (const [call, method = '', path = ''] of text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\s`?(\/[\w/:.-]*\w)/g)) {
    const known = [path, `/api/v1${path}`].some((url) => server.app.hasRoute({ method, url }))
    expect(known || modelServer.includes(path), `${call} in ${page}`).toBe(true)
  }

  for (const [, path = ''] of text.matchAll(/`((?:src|test|scripts|prisma|bench|docs|deploy)\/[\w./-]*)`/g))
    expect(/acme|\/es\//.test(path) || existsSync(join(project, path)), `${path} in ${page}`).toBe(true)
})

test('CONTRIBUTING.md gives every room the floor that the dependency rules give it', () => {
  const floors = blocksOf(read('CONTRIBUTING.md')).find(({ name }) => name === 'Layout')?.code ?? ''
  const named = [...floors.matchAll(/(?<= )[a-z-]+(?=\/)/g)].map(([room]) => room)
  const load = createRequire(import.meta.url)
  const { forbidden } = load('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }
  const held = forbidden.flatMap(({ name }) => /^([a-z-]+)-imports-only-what-is-below$/.exec(name)?.[1] ?? [])
  expect(named).toEqual(held)
})

describe('README.md', () => {
  test('has at most 900 words', () => {
    expect(readme.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(900)
  })

  test('shows steps of the demo', () => {
    const demo = read('scripts/demo.ts').replaceAll("\\'", "'")
    const steps = (readme.match(/^✔ .+$/gm) ?? []).map((line) => line.slice(2).split(/(?<!on fallback): /)[0] ?? '')
    expect(steps.length).toBeGreaterThan(5)
    for (const step of steps) expect(demo).toContain(step)
  })

  test('goes from registration to the first event as it is printed', async () => {
    await server.person('psicologo')
    const { held, printed } = await runBlock(snippet('README.md', 'From registration to'), server, {}, 'practice')
    onTestFinished(() => held.close())
    for (const type of ['notification:new', 'appointment:updated'])
      await until(type, () => printed.some(([printedType]) => printedType === type))
  })
})
