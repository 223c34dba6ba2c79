import fp from 'fastify-plugin'
import { z } from 'zod'
import { transaction, type Tx } from '../database/transaction.ts'
import { defineJob } from '../jobs/job.ts'
import { storedAnswers } from './idempotency.ts'
import { problemText } from './problem.ts'

interface IdempotentWork<Body, Prepared> {
  /** Of the answer. */
  readonly status: number
  /** Slow work before the transaction: a hash, a vendor. Not run where an answer is replayed. */
  readonly prepare?: () => Promise<Prepared>
  /** The effect and the answer's body. Uses only its `tx`, and may be retried. */
  readonly commit: (tx: Tx, prepared: Prepared) => Promise<Body>
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Answers a POST that creates something. With an `Idempotency-Key` it is created once, and a retry is given the first answer.
     * The route requires a caller, and a reply whose answers are of this shape.
     */
    idempotent<Body, Prepared>(
      request: FastifyRequest,
      reply: FastifyReply & { send(body: Body): unknown },
      work: IdempotentWork<Body, Prepared>,
    ): Promise<FastifyReply>
  }
}

const trimJob = defineJob('idempotency.trim', z.object({}))

export default fp(
  async (app) => {
    const { db, clock, config } = app
    const answers = storedAnswers({ ...config, db, clock })

    app.decorate('idempotent', async (request, reply, { status, prepare, commit }) => {
      const prepareWork = async () => (await prepare?.()) as never // where there is none, `commit` expects none
      const asked = answers.read(request)
      if (!asked) {
        const prepared = await prepareWork()
        return reply.code(status).send(await transaction(db, (tx) => commit(tx, prepared)))
      }
      const outcome = await answers.run(asked, {
        prepare: prepareWork,
        commit: async (tx, prepared) => {
          const body = await commit(tx, prepared)
          // zod's serialiser gives text, never bytes.
          return { status, body: reply.code(status).serialize(body) as string }
        },
        refuse: (refusal) => ({ status: refusal.status, body: problemText(request, refusal) }),
      })
      if (outcome.replayed) reply.header('idempotency-replayed', 'true')
      return reply
        .code(outcome.status)
        .type(`application/${outcome.status < 400 ? 'json' : 'problem+json'}; charset=utf-8`)
        .send(outcome.body)
    })

    app.jobs.handle(trimJob, async () => {
      const count = await answers.trim()
      if (count > 0) app.log.info({ count }, 'old idempotency keys deleted')
    })
    app.jobs.schedule(trimJob, '19 * * * *', {})
  },
  { name: 'idempotency', dependencies: ['database', 'jobs', 'auth'] },
)
