import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'

/** A file of routes: zod schemas for input and answers, inferred in the handlers. */
export type Routes<Options extends object = Record<never, never>> = FastifyPluginAsyncZod<Options>
