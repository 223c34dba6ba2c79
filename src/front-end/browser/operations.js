import { find } from './elements.js'
import { offerSignIn } from './session.js'

// A classic script, which modules cannot import.
const SwaggerUIBundle = /** @type {import('./types.d.ts').SwaggerUiBundle} */ (
  Reflect.get(globalThis, 'SwaggerUIBundle')
)

// Swagger UI goes by a class, not by the browser's preference.
const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()

// What was typed into "Authorize" outlives a page that nobody signs in to.
let signedIn = false

const ui = SwaggerUIBundle({
  url: new URL('../openapi.json', import.meta.url).href,
  dom_id: '#swagger',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  filter: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  onComplete: () =>
    offerSignIn(find('#session', HTMLElement), (token) => {
      if (token) ui.preauthorizeApiKey('bearer', token)
      else if (signedIn) ui.authActions.logout(['bearer'])
      signedIn = token !== undefined
    }),
})
