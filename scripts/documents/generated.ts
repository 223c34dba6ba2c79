import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OpenApiDocument } from '../../src/front-end/openapi.ts'
import type { Documents } from '../../src/front-end/plugin.ts'
import { brunoCollection } from './bruno.ts'
import { errorsPage } from './errors-page.ts'

export const docs = new URL('../../docs/', import.meta.url)
export const brunoFolder = 'bruno'

/** Every generated file, by its path in docs/. */
export async function generatedFiles(
  documents: Documents & { asyncApi?: () => Promise<string> },
): Promise<Map<string, string>> {
  const openApi = JSON.parse(await documents.openApi()) as OpenApiDocument
  const asyncApi = await documents.asyncApi?.()
  return new Map([
    ['openapi.json', pretty(openApi)],
    ...(asyncApi === undefined ? [] : [['asyncapi.json', pretty(JSON.parse(asyncApi))] as const]),
    ['errors.md', errorsPage(openApi)],
    ...brunoCollection(openApi).map(([name, text]) => [`${brunoFolder}/${name}`, text] as const),
  ])
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** The names of the files that are missing, left over or other than these. */
export async function differing(files: ReadonlyMap<string, string>): Promise<string[]> {
  const names = new Set(files.keys())
  const folder = fileURLToPath(new URL(brunoFolder, docs))
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries.filter((one) => one.isFile()))
    names.add(join(brunoFolder, entry.parentPath.slice(folder.length), entry.name).replaceAll('\\', '/'))
  const differs = await Promise.all(
    [...names].map(async (name) => (await readFile(new URL(name, docs), 'utf8').catch(() => '')) !== files.get(name)),
  )
  return [...names].filter((_name, index) => differs[index])
}
