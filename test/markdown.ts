import { stripTypeScriptTypes } from 'node:module'
import * as client from '../client/dist/client.js'
import type { TestApp } from './app.ts'

/** A fenced block of a document. */
export interface Block {
  /** The section and the heading that it stands under, numbered where there are several of a language. */
  readonly name: string
  readonly language: string
  readonly code: string
}

export const withoutCode = (markdown: string): string => markdown.replace(/^```[^]*?^```$/gm, '')

export const headingsOf = (markdown: string): string[] => withoutCode(markdown).match(/^#+ .+$/gm) ?? []

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .replaceAll(' ', '-')

/** The anchors of a page. GitHub numbers those that come again: `notes`, `notes-1`. */
export function anchorsOf(markdown: string): string[] {
  const times = new Map<string, number>()
  return headingsOf(markdown).map((heading) => {
    const anchor = anchorOf(heading)
    const before = times.get(anchor) ?? 0
    times.set(anchor, before + 1)
    return before ? `${anchor}-${before}` : anchor
  })
}

/** Where the links of a page lead, but for those to other sites. */
export const linksOf = (markdown: string): { link: string; path: string; anchor: string | undefined }[] =>
  [...withoutCode(markdown).matchAll(/(?:\]\(|^\[[^\]]+\]: )(?!\w+:)([^)#\s]*)(?:#([^)\s]+))?/gm)].map(
    ([link, path = '', anchor]) => ({ link, path, anchor: anchor && decodeURIComponent(anchor) }),
  )

export function blocksOf(markdown: string): Block[] {
  const found: Block[] = []
  let section = ''
  let heading = ''
  for (const [, mark, title, language, code] of markdown.matchAll(/^(?:(##+) (.+)|```(\w*)\n([^]*?)^```)$/gm)) {
    // Without the emoji before the words.
    if (title) heading = title.replace(/^[^\p{L}]+/u, '')
    if (mark === '##') section = heading
    if (language === undefined || code === undefined) continue
    const name = [...new Set([section, heading])].join(' › ')
    const before = found.filter((block) => block.language === language && block.name.startsWith(name)).length
    found.push({ name: before ? `${name} (${before + 1})` : name, language, code })
  }
  return found
}

const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>

type Held = any // a test reads answers of every shape

/**
 * Runs a block of TypeScript as it is printed, but for the address of the server, with these names known to it. Gives what
 * one of its own names holds in the end, and what it prints, also later.
 */
export async function runBlock(
  { code }: Block,
  { app, url }: Pick<TestApp, 'app' | 'url'>,
  known: Record<string, unknown> = {},
  wanted = 'undefined',
): Promise<{ held: Held; printed: Held[][] }> {
  const printed: unknown[][] = []
  const bindings = {
    app,
    client,
    console: { log: (...words: unknown[]) => printed.push(words) },
    load: (path: string) => import(new URL(`../src/${path}`, import.meta.url).href) as Promise<unknown>,
    ...known,
  }
  const script = stripTypeScriptTypes(code.replaceAll('localhost:8000', new URL(url).host))
    .replace(/^import (\{.+\}) from '\.\.\/(.+)'/gm, "const $1 = await load('$2')")
    .replace(/^ *import (\{.+\}) from '.*\bclient\b.*'/gm, 'const $1 = client')
  // In braces: a block may give one of these names another meaning.
  const run = new AsyncFunction(...Object.keys(bindings), `{ ${script}\nreturn ${wanted} }`)
  return { held: await run(...Object.values(bindings)), printed }
}
