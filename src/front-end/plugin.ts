import type { RouteOptions } from 'fastify'
import fp from 'fastify-plugin'

/** The documents of this server, each made when it is first asked for: a server that nobody asks carries none of them. */
export interface Documents {
  /** Every route, as it was declared. */
  readonly routes: readonly RouteOptions[]
  /** OpenAPI 3.1, as JSON. */
  openApi(): Promise<string>
  /** AsyncAPI 3.0 of the socket, as JSON. */
  asyncApi(): Promise<string>
}

declare module 'fastify' {
  interface FastifyInstance {
    documents: Documents
  }
  interface FastifyContextConfig {
    /** The answer that the document gives as an example, where only the running server can say it. */
    answer?: unknown
  }
}

/** Before all that declares routes: it keeps them for the document. */
export default fp<{ version: string }>(
  async (app, { version }) => {
    const routes: RouteOptions[] = []
    app.addHook('onRoute', (route) => void routes.push({ ...route }))
    let openApi: Promise<string> | undefined
    let asyncApi: Promise<string> | undefined
    app.decorate('documents', {
      routes,
      openApi: () =>
        (openApi ??= import('./openapi.ts').then(async ({ openApiDocument }) =>
          JSON.stringify(await openApiDocument(routes, version)),
        )),
      asyncApi: () =>
        (asyncApi ??= import('./asyncapi.ts').then(({ asyncApiDocument }) =>
          JSON.stringify(asyncApiDocument({ version, publicUrl: app.config.publicUrl, handled: app.realtime.handled })),
        )),
    })
  },
  { name: 'front-end' },
)
