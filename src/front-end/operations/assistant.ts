import type { Operations } from '../operation.ts'

const conversationId = '0199b6a6-7c10-7e52-8a3d-0f4b6c8d1e2f'
const conversation = {
  id: conversationId,
  title: 'Quero remarcar a minha consulta',
  createdAt: '2026-11-30T17:00:00.000Z',
  updatedAt: '2026-11-30T17:02:00.000Z',
}
const answer = {
  reply: 'Claro! Abra a consulta e escolha outro horário.',
  conversationId,
  provider: 'rules',
  risk: 'nenhum',
}
const alert = {
  id: 31,
  patient: { id: 12, name: 'João Silva', avatarUrl: null },
  level: 'alto',
  messages: 2,
  lastAt: '2026-11-30T17:02:00.000Z',
  createdAt: '2026-11-30T17:00:00.000Z',
  acknowledgedAt: null,
  acknowledgedBy: null,
}

/** What stands in the `data` of each event of the stream. */
const events = {
  delta: {
    description: 'A piece; those since the last `reset` add up to the reply.',
    type: 'object',
    required: ['delta'],
    properties: { delta: { type: 'string' } },
  },
  reset: { description: 'Forget the pieces so far: another provider begins anew.', type: 'object', maxProperties: 0 },
  done: {
    description: 'The end: the whole answer, as it comes in JSON.',
    $ref: '#/components/schemas/AssistantAnswer',
  },
  error: {
    description: 'The end: a refusal or fault after the stream had begun.',
    $ref: '#/components/schemas/Problem',
  },
}

export const assistantOperations: Operations = {
  'POST /api/v1/ai/chat': {
    id: 'askAssistant',
    tag: 'assistant',
    summary: 'Ask the assistant',
    description: [
      'A message of up to 4000 characters, and what the front end adds as `context`; without `conversationId` it opens a conversation. The reply is plain text. The language models are asked in their order, within the time that the server gives them; then, or beyond 60 questions an hour of one account, the rules answer.',
      'With `Accept: text/event-stream` the reply comes as it is written. Leaving stops it there, and what was said is kept; an answer in JSON goes on without its caller, and the same `Idempotency-Key` gets it later.',
      '\nA message that speaks of a risk to life (`risk: "alto"`) is never refused, for load or limits: it is answered by fixed text with the numbers to call, no model sees it, and a patient’s psychologist is alerted.',
      '`consentRequired: true` says that no model was asked because the account has not agreed to `provedor-ia` (`PUT /me/consents`).',
      'Two questions of one account are answered at once (429 beyond them, `Retry-After: 1`).',
    ].join('\n'),
    headers: { Accept: '`text/event-stream` for the reply as it is written; else JSON.' },
    idempotent: true,
    body: { message: 'Quero remarcar a minha consulta' },
    answer,
    responses: {
      200: {
        description: 'The answer, whole or as it is written.',
        headers: {
          'Idempotency-Replayed': {
            description: '`true` on the first answer, given again.',
            schema: { type: 'string', enum: ['true'] },
          },
        },
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/AssistantAnswer' } },
          'text/event-stream': {
            schema: {
              type: 'string',
              description:
                'Server-sent events: `event: <name>`, `data: <JSON>`. `delta` and `reset` come any number of times, then `done` or `error` once. `x-events` has the shape of each one’s data.',
              'x-events': events,
            },
            example: `event: delta\ndata: {"delta":"Claro! "}\n\nevent: delta\ndata: {"delta":"Abra a consulta e escolha outro horário."}\n\nevent: done\ndata: ${JSON.stringify(answer)}\n\n`,
          },
        },
      },
    },
    errors: ['not_found', 'rate_limited', 'overloaded'],
  },
  'GET /api/v1/ai/conversations': {
    id: 'listConversations',
    tag: 'assistant',
    summary: 'List conversations',
    description:
      "The caller's own, the latest used first; nobody else reads them, whatever their role. They are forgotten some time after their last message (90 days, unless the practice says otherwise).",
    answer: { items: [conversation], nextCursor: null },
  },
  'GET /api/v1/ai/conversations/:id': {
    id: 'getConversation',
    tag: 'assistant',
    summary: 'Read a conversation',
    description:
      "From its end: the latest `limit` messages, oldest first; `nextCursor` leads to earlier ones. 404 for a conversation that is not the caller's.",
    parameters: { id: "The conversation's id." },
    answer: {
      ...conversation,
      messages: [
        {
          id: 1001,
          role: 'user',
          content: 'Quero remarcar a minha consulta',
          risk: 'nenhum',
          createdAt: '2026-11-30T17:02:00.000Z',
        },
        {
          id: 1002,
          role: 'assistant',
          content: answer.reply,
          provider: 'rules',
          risk: 'nenhum',
          createdAt: '2026-11-30T17:02:00.000Z',
        },
      ],
      nextCursor: null,
    },
    errors: ['not_found'],
  },
  'DELETE /api/v1/ai/conversations/:id': {
    id: 'deleteConversation',
    tag: 'assistant',
    summary: 'Forget a conversation',
    description: 'With all its messages, for good. An alert that was raised from it stays.',
    parameters: { id: "The conversation's id." },
    errors: ['not_found'],
  },
  'GET /api/v1/ai/risk-alerts': {
    id: 'listRiskAlerts',
    tag: 'assistant',
    summary: 'List alerts of risk to life',
    description: [
      'The newest first: of a psychologist’s patients, or all for an administrator. They hold none of the patient’s words.',
      'Messages within ten minutes of an alert that nobody has read yet are counted there; `messages` and `lastAt` say how many and when.',
    ].join('\n'),
    parameters: { acknowledged: '`false` for those that wait for somebody, `true` for the others.' },
    answer: { items: [alert], nextCursor: null },
  },
  'POST /api/v1/ai/risk-alerts/:id/ack': {
    id: 'acknowledgeRiskAlert',
    tag: 'assistant',
    summary: 'Acknowledge an alert of risk to life',
    description: [
      'Says that somebody has taken care of it: it escalates no further, what waited to be sent about it is cancelled, and the caller’s notifications of it are read on all their screens.',
      'The first one counts; again it changes nothing. For the patient’s psychologists and administrators; 404 for all others.',
    ].join('\n'),
    parameters: { id: "The alert's id." },
    answer: {
      ...alert,
      acknowledgedAt: '2026-11-30T17:04:00.000Z',
      acknowledgedBy: { id: 2, name: 'Dra. Ana Souza', avatarUrl: null },
    },
    errors: ['not_found'],
  },
}
