// The client for browsers and Node, out of client/src; its types out of the server's document, docs/openapi.json.
//   npm run client            client/src/api.ts, client/dist
//   npm run client -- check   fails where these are not what they would become, on a public name without a docstring, beyond
//                             the size that we allow ourselves, and on what publint and attw find
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import openapiTypes, { astToString } from 'openapi-typescript'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import ts from 'typescript'

/** Of the one module, minified and compressed. */
const mostBytes = 11_000

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'client')
const entry = join(folder, 'src', 'client.ts')
const api = join(folder, 'src', 'api.ts')
const dist = join(folder, 'dist')

interface Document {
  paths: Record<string, Record<string, { parameters?: { name: string }[] }>>
}

const document = JSON.parse(await readFile(join(root, 'docs', 'openapi.json'), 'utf8')) as Document

const apiTypes = async (): Promise<string> =>
  `// Made from docs/openapi.json by \`npm run client\`.\n${astToString(
    // A field with a default may be left out.
    await openapiTypes(structuredClone(document) as never, { defaultNonNullable: false }),
  )}`

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    legalComments: 'none',
    tsconfig: join(folder, 'tsconfig.json'),
  })
  return outputFiles[0]?.text ?? ''
}

function program(): ts.Program {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  return ts.createProgram([entry], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: dist,
  })
}

/** The declarations that the entry's leads to, by file. */
function declarations(of: ts.Program): Map<string, string> {
  const all = new Map<string, string>()
  of.emit(undefined, (name, text) => {
    // Beside them lies JavaScript, not TypeScript.
    all.set(relative(dist, name), text.replace(/(from ['"]\.\/\w+)\.ts(['"])/g, '$1.js$2'))
  })
  const reached = new Map<string, string>()
  const visit = (name: string) => {
    const text = all.get(name)
    if (text === undefined || reached.has(name)) return
    reached.set(name, text)
    for (const [, next] of text.matchAll(/from '\.\/(\w+)\.js'/g)) visit(`${next}.d.ts`)
  }
  visit('client.d.ts')
  return reached
}

/** Public names without a docstring: what the entry exports, and the members of its classes and interfaces. */
function undocumented(of: ts.Program): string[] {
  const checker = of.getTypeChecker()
  const source = of.getSourceFile(entry)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error('client/src/client.ts exports nothing')
  const found: string[] = []
  const look = (symbol: ts.Symbol, name: string) => {
    for (const declaration of symbol.declarations ?? [])
      if (ts.getJSDocCommentsAndTags(declaration).length === 0) found.push(name)
  }
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    look(symbol, symbol.name)
    for (const declaration of symbol.declarations ?? [])
      if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration))
        for (const member of declaration.members)
          if (ts.getJSDocCommentsAndTags(member).length === 0)
            found.push(`${symbol.name}.${member.name?.getText() ?? 'constructor'}`)
  }
  return found
}

/** Whether the client sends a key with the operations that take one, and with no others. */
async function wrongKeys(): Promise<string[]> {
  const source = await readFile(join(folder, 'src', 'call.ts'), 'utf8')
  const [, pattern = ''] = /^const keyed = \/(.+)\/$/m.exec(source) ?? []
  const keyed = new RegExp(pattern.replaceAll('\\/', '/'))
  return Object.entries(document.paths).flatMap(([path, { post }]) => {
    const takes = post?.parameters?.some(({ name }) => name.toLowerCase() === 'idempotency-key') ?? false
    const sends = path.startsWith('/api/v1') && keyed.test(path.slice('/api/v1'.length))
    return post && takes !== sends
      ? [`POST ${path} ${takes ? 'takes' : 'takes no'} Idempotency-Key: call.ts, keyed`]
      : []
  })
}

/** What the compiler says of the README's snippets, which read as one module. */
async function snippetFaults(options: ts.CompilerOptions): Promise<string[]> {
  const readme = await readFile(join(folder, 'README.md'), 'utf8')
  const code = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text).join('\n')
  const name = join(folder, 'src', 'readme.ts')
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (path) => path === name || fileExists(path)
  host.getSourceFile = (path, version, ...rest) =>
    path === name
      ? ts.createSourceFile(name, code.replace('@blurosiere/client', './client.ts'), version)
      : getSourceFile(path, version, ...rest)
  const snippets = ts.createProgram([name], options, host)
  return ts
    .getPreEmitDiagnostics(snippets, snippets.getSourceFile(name))
    .map(({ messageText }) => `client/README.md: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}

/** What the package's own linters say. */
async function packageFaults(): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: 'npm' })
  const faults = messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`)
  try {
    execFileSync(
      join(root, 'node_modules', '.bin', 'attw'),
      ['--pack', folder, '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'],
      { encoding: 'utf8', stdio: 'pipe' },
    )
  } catch (error) {
    faults.push(`attw: ${(error as { stdout?: string }).stdout ?? String(error)}`)
  }
  return faults
}

const types = await apiTypes()
const checks = process.argv[2] === 'check'
const faults: string[] = []

if (!checks) await writeFile(api, types)
else if ((await readFile(api, 'utf8')) !== types) faults.push('client/src/api.ts is not what docs/openapi.json says')

const module = await bundle()
const parsed = program()
const made = declarations(parsed).set('client.js', module)

if (checks) {
  for (const [name, text] of made)
    if ((await readFile(join(dist, name), 'utf8').catch(() => '')) !== text) faults.push(`client/dist/${name} is old`)
  for (const name of await readdir(dist)) if (!made.has(name)) faults.push(`client/dist/${name} is nobody's`)
} else {
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist)
  for (const [name, text] of made) await writeFile(join(dist, name), text)
}

const bytes = gzipSync(module, { level: 9 }).length
console.log(`client/dist/client.js: ${bytes} bytes minified and compressed, of ${mostBytes} at most`)
if (bytes > mostBytes) faults.push(`the client has ${bytes} bytes, ${mostBytes} at most are allowed`)
if (checks) {
  faults.push(...undocumented(parsed).map((name) => `${name} has no docstring`), ...(await wrongKeys()))
  faults.push(...(await snippetFaults(parsed.getCompilerOptions())), ...(await packageFaults()))
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) {
  console.error('Make the client anew with: npm run client')
  process.exitCode = 1
} else if (checks) console.log('client/ is what its sources and docs/openapi.json make')
