import { createHash } from 'node:crypto'
import escapeHtml from 'escape-html'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../errors.ts'
import type { Locale } from '../words/locale.ts'

/** Escaped markup. */
export interface Html {
  readonly markup: string
}

type Value = string | number | Html | readonly Html[] | undefined | false

/** Escapes what is filled in, unless it is `Html` itself; undefined and false are left out. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  markup: strings.reduce((whole, text, index) => whole + markupOf(values[index - 1]) + text),
})

function markupOf(value: Value): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

const style = `
:root{color-scheme:light dark;--page:#eef2f7;--card:#fff;--text:#1f2937;--muted:#4b5563;--brand:#1d4ed8;--on-brand:#fff;--line:#6b7280;--bad:#b91c1c}
@media (prefers-color-scheme:dark){:root{--page:#0f172a;--card:#1e293b;--text:#f1f5f9;--muted:#cbd5e1;--brand:#93c5fd;--on-brand:#0f172a;--line:#94a3b8;--bad:#fca5a5}}
*{box-sizing:border-box}
body{margin:0;padding:24px 12px;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:560px;margin:0 auto;padding:28px 24px;background:var(--card);border-radius:12px}
header{max-width:560px;margin:0 auto 12px;padding:0 8px;font-weight:700}
h1{margin:0 0 16px;font-size:24px;line-height:1.3}
p{margin:0 0 16px}
form{margin:0 0 16px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:8px 16px;margin:0 0 20px}
dt{color:var(--muted)}
dd{margin:0;font-weight:600}
label{display:block;margin:0 0 6px;font-weight:600}
input,textarea{width:100%;margin:0 0 16px;padding:12px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--text);font:inherit}
button,.button{display:inline-block;min-height:48px;padding:12px 28px;border:1px solid var(--brand);border-radius:8px;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:600;cursor:pointer;text-decoration:none}
a{color:var(--brand)}
:focus-visible{outline:3px solid var(--brand);outline-offset:3px}
.muted{color:var(--muted);font-size:14px}
.bad{color:var(--bad);font-weight:600}
`

// Not in the template below, where the formatter's indentation would change the hash.
const styleElement: Html = { markup: `<style>${style}</style>` }

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/**
 * Answers with a page without scripts or external resources, which is not cached, framed or indexed and sends no `Referer`: its
 * address may hold a token.
 */
export function sendPage(
  reply: FastifyReply,
  { status = 200, language, title, brand, body }: PageContent & { status?: number },
): FastifyReply {
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <header>${brand}</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `
  return reply
    .code(status)
    .headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    .type('text/html; charset=utf-8')
    .serializer((payload) => payload as string)
    .send(page.markup)
}

export interface PageContent {
  readonly language: Locale
  readonly title: string
  readonly brand: string
  readonly body: Html
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Parses forms for the routes of this plugin only. Of a repeated field the last counts. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    /^application\/x-www-form-urlencoded\s*(;|$)/i,
    { parseAs: 'buffer', bodyLimit: 16 * 1024 },
    async (_request: unknown, body: Buffer) => {
      let text: string
      try {
        text = decoder.decode(body)
      } catch (error) {
        throw new AppError('malformed_request', { detail: 'the form is not UTF-8', cause: error })
      }
      // Without a prototype: `__proto__` is a field like any other.
      const fields: Record<string, string> = Object.create(null) as Record<string, string>
      for (const [name, value] of new URLSearchParams(text)) fields[name] = value.replaceAll('\0', '')
      return fields
    },
  )
}
