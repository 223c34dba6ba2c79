import type { IncomingMessage, Server } from 'node:http'
import { type FastifyHttpOptions, LogController } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { Config } from '../config/config.ts'
import { loggerOptions } from '../logger.ts'
import { defaultLocale } from '../words/locale.ts'
import { answerBrokenRequest, asAppError, sendProblem } from './problem.ts'
import { validatorCompiler } from './validation.ts'

/** How Fastify is made: its limits, its logger, and our words wherever it would use its own. */
export const serverOptions = async (
  config: Config,
  /** Whether a request asks to become a socket. */
  isSocketRequest: (request: IncomingMessage) => boolean,
  /** Receives every log line as JSON. */
  logStream?: { write(line: string): void },
) =>
  ({
    logger: await loggerOptions(config, logStream),
    // One line a request, by the `http` plugin, rather than two.
    logController: new LogController({ disableRequestLogging: true }),
    // A start waits as long as it must for a database that another node is migrating; Fastify's 10 s would end it.
    pluginTimeout: 0,
    bodyLimit: 256 * 1024,
    requestIdHeader: false,
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()
    },
    // A JWT stands in /ws/:token; Fastify's default of 100 would answer 414.
    routerOptions: { maxParamLength: 4096 },
    // Fastify's own are 0, which lets a slow sender hold a connection for ever.
    connectionTimeout: 0,
    requestTimeout: 300_000,
    keepAliveTimeout: 72_000,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, asAppError(error, defaultLocale)),
    clientErrorHandler: answerBrokenRequest,
    forceCloseConnections: 'idle',
    // What came on an open connection is served, or refused in our words; Fastify's own 503 has neither those nor hooks.
    return503OnClosing: false,
    // Node would answer a missing Host by itself, in no words of ours.
    http: { shouldUpgradeCallback: isSocketRequest, requireHostHeader: false },
    // Named here, Fastify's own (Ajv and fast-json-stringify, 70 ms) are never loaded.
    schemaController: {
      // Typed for those two; what a schema is, is between these compilers and our routes.
      compilersFactory: {
        buildValidator: () => validatorCompiler as never,
        buildSerializer: () => serializerCompiler as never,
      },
    },
  }) satisfies FastifyHttpOptions<Server>
