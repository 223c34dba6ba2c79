// Development only: what this server says of itself, as files in docs/.
//   node scripts/documents.ts         writes openapi.json, asyncapi.json, errors.md and bruno/
//   node scripts/documents.ts check   fails where one of them is not what the routes say, and where openapi.json breaks a
//                                     client of openapi.released.json in a way that CHANGELOG.md does not name
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { OpenApiDocument } from '../src/front-end/openapi.ts'
import { withApplication } from './documents/application.ts'
import { breakingChanges, owedLines } from './documents/breaking-changes.ts'
import { brunoFolder, differing, docs, generatedFiles } from './documents/generated.ts'

const files = await withApplication((app) => generatedFiles(app.documents))
if (process.argv[2] === 'check') {
  const names = await differing(files)
  for (const name of names)
    console.error(`docs/${name} is not what the routes say. Make it anew with: npm run documents`)
  const owed = await owedNow(JSON.parse(files.get('openapi.json') ?? '') as OpenApiDocument)
  if (owed.length > 0) console.error(`CHANGELOG.md does not name what breaks clients:\n\n${owed.join('\n')}\n`)
  if (names.length + owed.length > 0) process.exitCode = 1
  else console.log(`${files.size} generated documents are what the routes say, and break no client unsaid`)
} else {
  // Whole: an operation that has gone leaves no request behind.
  await rm(new URL(brunoFolder, docs), { recursive: true, force: true })
  for (const [name, text] of files) {
    const file = new URL(name, docs)
    await mkdir(new URL('.', file), { recursive: true })
    await writeFile(file, text)
  }
}

async function owedNow(document: OpenApiDocument): Promise<string[]> {
  const released = await readFile(new URL('openapi.released.json', docs), 'utf8')
  const changelog = await readFile(new URL('../CHANGELOG.md', docs), 'utf8')
  return owedLines(breakingChanges(JSON.parse(released) as OpenApiDocument, document), changelog, document.info.version)
}
