// How much code src is: tokens outside comments, by room, without generated code and without lists of words.
//   npm run size                       each room's tokens and share, files over 300 lines and functions over 80
//   npm run size -- ../before/src      the same beside another src, whose rooms may differ
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import ts from 'typescript'

const fileLines = 300
const functionLines = 80

/** The words of the OpenAPI document, which are data as well. */
const documentWords = join('front-end', 'operations')

/** Files that are data: phrases, spellings and names. They are known by name, in whatever room they stand. */
const lists = new Set([
  'given-names.ts',
  'output-phrases.ts',
  'reply-phrases.ts',
  'risk-idioms.ts',
  'risk-phrases-alto.ts',
  'risk-phrases-baixo.ts',
  'risk-phrases.ts',
  'risk-spellings.ts',
  'rules-intents.ts',
  'weak-words.ts',
])

interface Size {
  total: number
  rooms: Map<string, number>
  /** What is over a limit, with its lines. */
  long: string[]
}

/** The tokens of a node, in order. JSDoc hangs on nodes without being code. */
function* tokens(node: ts.Node, source: ts.SourceFile): Generator<ts.Node> {
  if (ts.isJSDoc(node)) return
  const children = node.getChildren(source)
  if (ts.isTokenKind(node.kind)) {
    if (node.getWidth(source) > 0) yield node
  } else for (const child of children) yield* tokens(child, source)
}

/** Lines that hold code, as ESLint's max-lines-per-function counts them. */
function linesOf(node: ts.Node, source: ts.SourceFile): number {
  const lines = new Set<number>()
  for (const token of tokens(node, source)) {
    const last = source.getLineAndCharacterOfPosition(token.getEnd()).line
    for (let line = source.getLineAndCharacterOfPosition(token.getStart(source)).line; line <= last; line++)
      lines.add(line)
  }
  return lines.size
}

function* longFunctions(node: ts.Node, source: ts.SourceFile): Generator<string> {
  if (ts.isFunctionLike(node) && linesOf(node, source) > functionLines) {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    yield `:${line} ${node.name?.getText(source) ?? '(no name)'}, ${linesOf(node, source)} lines`
  }
  for (const child of node.getChildren(source)) yield* longFunctions(child, source)
}

function sizeOf(folder: string): Size {
  const size: Size = { total: 0, rooms: new Map(), long: [] }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name))
    const isCode = path.endsWith('.ts') && !path.startsWith(join('database', 'generated'))
    if (!isCode || path.startsWith(documentWords + sep) || lists.has(basename(path))) continue
    const text = readFileSync(join(folder, path), 'utf8')
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    const count = [...tokens(source, source)].length
    const room = path.includes('/') ? path.slice(0, path.indexOf('/')) : '(loose files)'
    size.total += count
    size.rooms.set(room, (size.rooms.get(room) ?? 0) + count)
    const lines = text.trimEnd().split('\n').length
    if (lines > fileLines) size.long.push(`${path}, ${lines} lines`)
    for (const found of longFunctions(source, source)) size.long.push(path + found)
  }
  return size
}

const row = (name: string, count: number, all: number, before?: number) =>
  `${name.padEnd(16)}${String(count).padStart(8)}${((100 * count) / all).toFixed(1).padStart(7)} %` +
  (before === undefined ? '' : `${String(before).padStart(10)} before`)

const other = process.argv[2]
const now = sizeOf(join(import.meta.dirname, '..', 'src'))
const before = other === undefined ? undefined : sizeOf(other)
for (const [room, count] of [...now.rooms].sort(([, a], [, b]) => b - a))
  console.log(row(room, count, now.total, before?.rooms.get(room)))
console.log(row('in all', now.total, now.total, before?.total))
if (before) console.log(`${((100 * now.total) / before.total - 100).toFixed(1)} % against ${other}`)
for (const found of now.long) console.log(`over the limit: ${found}`)
