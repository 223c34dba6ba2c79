import { type Html, html } from '../http/html.ts'

/** In an attribute, so that browsers ask for no /favicon.ico. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1d4ed8"/><path d="M5 3.5h3.4a2.3 2.3 0 0 1 1.3 4.2 2.5 2.5 0 0 1-1 4.8H5z" fill="#fff"/></svg>',
)}`

interface Page {
  readonly brand: string
  readonly title: string
  /** Where `/docs/` is, seen from the page: a proxy may serve all of it below a path of its own. */
  readonly docs: string
  readonly here: 'operations' | 'sockets'
  readonly head: Html
  readonly body: Html
}

/** Pages for developers speak English, as the documents that they show. */
function page({ brand, title, docs, here, head, body }: Page): string {
  const link = (name: Page['here'], href: string, text: string) =>
    html`<a href="${href}" ${name === here && html`aria-current="page"`}>${text}</a>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${brand}</title>
        <link rel="icon" href="${icon}" />
        ${head}
        <link rel="stylesheet" href="${docs}page.css" />
      </head>
      <body>
        <header class="bar">
          <nav aria-label="Documents">
            <a class="brand" href="${docs}..">${brand}</a>
            ${link('operations', `${docs}../docs`, 'HTTP')} ${link('sockets', `${docs}sockets`, 'Sockets')}
          </nav>
          <div id="session"></div>
        </header>
        <noscript><p class="notice">This page is made by scripts of this server.</p></noscript>
        ${body}
      </body>
    </html> `.markup
}

/** Swagger UI, whose files bear the package's version in their address. */
export const operationsPage = (brand: string, swaggerVersion: string): string =>
  page({
    brand,
    title: 'HTTP API',
    docs: 'docs/',
    here: 'operations',
    head: html`<link rel="stylesheet" href="docs/swagger-ui.css?v=${swaggerVersion}" />
      <script src="docs/swagger-ui-bundle.js?v=${swaggerVersion}" defer></script>
      <script src="docs/operations.js" type="module"></script>`,
    body: html`<div id="swagger"></div>`,
  })

export const socketsPage = (brand: string): string =>
  page({
    brand,
    title: 'Sockets',
    docs: './',
    here: 'sockets',
    head: html`<script src="sockets.js" type="module"></script>`,
    body: html`<main class="sockets">
      <section aria-labelledby="try">
        <h1 id="try">Sockets</h1>
        <div id="about"></div>
        <form id="connection" class="row">
          <label>since <input name="since" inputmode="numeric" pattern="[0-9]*" size="8" placeholder="none" /></label>
          <button type="submit" name="connect">Connect</button>
          <button type="button" name="reconnect" class="quiet">Reconnect</button>
          <button type="button" name="disconnect" class="quiet">Disconnect</button>
          <output id="state" class="state">not connected</output>
        </form>
        <div class="columns">
          <form id="sending">
            <label for="example">Frame</label>
            <select id="example"></select>
            <label for="frame" class="hidden">JSON</label>
            <textarea id="frame" rows="7" spellcheck="false"></textarea>
            <button type="submit">Send</button> <span id="refusal" class="bad" role="alert"></span>
          </form>
          <div>
            <p class="row"><b>Log</b> <button type="button" id="clear" class="quiet">Clear</button></p>
            <ol id="log" class="log" aria-live="polite"></ol>
          </div>
        </div>
      </section>
      <section id="received" aria-labelledby="received-title"><h2 id="received-title">From the server</h2></section>
      <section id="sent" aria-labelledby="sent-title"><h2 id="sent-title">From the browser</h2></section>
      <section id="closes" aria-labelledby="closes-title"><h2 id="closes-title">Close codes</h2></section>
    </main>`,
  })
