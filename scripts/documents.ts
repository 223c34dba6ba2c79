// Development only: what this server says of itself, as files in docs/.
//   node scripts/documents.ts         writes openapi.json, asyncapi.json, errors.md and bruno/
//   node scripts/documents.ts check   fails where one of them is not what the routes say
import { rm, writeFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { brunoFolder, differing, docs, generatedFiles } from './documents/generated.ts'
import { withApplication } from './documents/application.ts'

const files = await withApplication((app) => generatedFiles(app.documents))
if (process.argv[2] === 'check') {
  const names = await differing(files)
  for (const name of names)
    console.error(`docs/${name} is not what the routes say. Make it anew with: npm run documents`)
  if (names.length > 0) process.exitCode = 1
  else console.log(`${files.size} generated documents are what the routes say`)
} else {
  // Whole: an operation that has gone leaves no request behind.
  await rm(new URL(brunoFolder, docs), { recursive: true, force: true })
  for (const [name, text] of files) {
    const file = new URL(name, docs)
    await mkdir(dirname(file.pathname), { recursive: true })
    await writeFile(file, text)
  }
}
