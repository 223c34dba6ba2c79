import type { Json, Operations } from '../operation.ts'

const text: Json = { type: 'string' }

const integration = { status: 'ok', provider: 'postgres', latencyMs: 1.4, detail: '31 migrations' }
const health = {
  status: 'ok',
  version: '2.1.0',
  uptimeSeconds: 86_400,
  time: '2026-11-30T17:00:00.000Z',
  tzdata: '2026a',
  integrations: {
    database: integration,
    queue: { status: 'ok', provider: 'pg-boss', latencyMs: 2.1, detail: '0 waiting, the oldest for 0 s' },
    email: { status: 'ok', provider: 'smtp', latencyMs: 38.2 },
    sms: { status: 'ok', provider: 'twilio', latencyMs: 120.5, detail: "14 of today's 1000 sent" },
    storage: { status: 'fallback', provider: 'local', latencyMs: 0.8, detail: 'set STORAGE_TYPE to change' },
    ai: { status: 'ok', provider: 'openai', latencyMs: 210.3, detail: 'openai: circuit closed' },
    notifications: {
      status: 'ok',
      provider: 'in_app, websocket, smtp, twilio',
      latencyMs: 1.1,
      detail: '0 failed deliveries wait for an administrator',
    },
    websocket: { status: 'ok', provider: 'postgres', latencyMs: 0, detail: '42 sockets on this node' },
  },
}

const twilioForm = (properties: Readonly<Record<string, string>>, example: Json): Json => {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, description]) => [name, { type: 'string', description }]),
    ),
  }
  return { content: { 'application/x-www-form-urlencoded': { schema }, 'application/json': { schema, example } } }
}

const signature =
  'Twilio signs it with the account’s token over `PUBLIC_URL` and the path, and the fields: 403 for all others. Up to 64 KiB.'

export const serverOperations: Operations = {
  'GET /ws/:token': {
    id: 'openSocket',
    tag: 'real_time',
    summary: 'Open a socket',
    description: [
      'The handshake of a WebSocket; `/asyncapi.json` describes what goes over it. A token that is invalid, expired or used is told by close code 4401, which a browser can read, not by a status.',
      'No socket is opened (and a browser sees no more than that) for an origin that `CORS_ORIGINS` does not name (403), for an address with 256 connections that have shown no valid token (429), and by a server that is stopping or overloaded (503).',
      'A plain GET is 426: behind a proxy it has to pass on the `Upgrade` and `Connection` headers.',
    ].join('\n'),
    parameters: {
      token:
        'A single-use ticket of `POST /api/v1/auth/ws-ticket` (good for 60 s), or an access token. A ticket is better: addresses end in the logs of proxies.',
    },
    responses: { 101: { description: 'The socket is open.', headers: { Upgrade: { schema: text } } } },
    errors: ['forbidden', 'upgrade_required', 'rate_limited', 'overloaded'],
  },
  'GET /health': {
    id: 'getHealth',
    tag: 'operators',
    summary: 'Look at every integration',
    description: [
      'Each integration is really tried (a connection to the mail server, a look into the bucket), within 2 s; results are up to 10 s old, an error is looked at again after 0.7 s. `fallback`: nothing is configured, and something stands in for it, which is fine.',
      '`degraded` if an integration is in `error`; `error`, with status 503, only without the database. Holds no secret, host, path or address.',
    ].join('\n'),
    answer: health,
  },
  'GET /health/live': {
    id: 'isLive',
    tag: 'operators',
    summary: 'Ask whether the process runs',
    description: 'Looks at nothing: for what restarts a process that hangs.',
    answer: { status: 'ok' },
  },
  'GET /health/ready': {
    id: 'isReady',
    tag: 'operators',
    summary: 'Ask whether requests are welcome',
    description:
      '503 `unavailable` while the server is stopping, and while its database does not answer within 2 s: for what shares requests out among nodes.',
    answer: { status: 'ok' },
  },
  'GET /metrics': {
    id: 'getMetrics',
    tag: 'operators',
    summary: 'Read the metrics',
    description:
      'For Prometheus, with `METRICS_TOKEN` as the bearer. Where that is not set they are open in development, and 404 in production.',
    security: [{ metrics: [] }, {}],
    responses: {
      200: {
        description: "The metrics, in Prometheus' text format.",
        content: {
          'text/plain': {
            schema: text,
            example:
              '# HELP blurosiere_http_requests_in_work Requests that are being worked on, of 256 at once\n# TYPE blurosiere_http_requests_in_work gauge\nblurosiere_http_requests_in_work 3\n',
          },
        },
      },
    },
    errors: ['unauthenticated', 'not_found'],
  },
  'GET /api/v1/config': {
    id: 'getConfig',
    tag: 'front_end',
    summary: 'Read the rules of this server',
    description:
      'The lists, sizes and limits that forms need, and the names that the practice goes by. Open to all; may be kept for five minutes.',
  },
  'POST /api/v1/webhooks/twilio/status': {
    id: 'reportTwilioDelivery',
    tag: 'webhooks',
    summary: 'Report what became of a text message',
    description: `Called by Twilio, where the server sends by it. ${signature} The delivery moves forward only; the same report again changes nothing. What is no report of a message is passed over, with 204 all the same.`,
    parameters: { delivery: 'The delivery, as it stands in the address that Twilio was given with the message.' },
    security: [{ twilio: [] }],
    requestBody: twilioForm(
      {
        MessageSid: "Twilio's id of the message.",
        MessageStatus: 'Such as `sent`, `delivered` or `undelivered`.',
        ErrorCode: 'Why it was not delivered, such as `30005`.',
        ErrorMessage: 'The same in words.',
      },
      { MessageSid: 'SM0123456789abcdef0123456789abcdef', MessageStatus: 'delivered' },
    ),
    responses: { 204: { description: 'Taken.' } },
    errors: ['invalid_signature', 'not_found'],
  },
  'POST /api/v1/webhooks/twilio/inbound': {
    id: 'receiveTwilioMessage',
    tag: 'webhooks',
    summary: 'Take what a patient has written back',
    description: `Called by Twilio, where the server sends by it. ${signature} SIM and NÃO act on the appointment that was asked about, PARE and VOLTAR on the number; words of a risk to life alert the practice. The same message again changes nothing and gets the same reply. Beyond 20 replies an hour a number is heard and not answered.`,
    security: [{ twilio: [] }],
    requestBody: twilioForm(
      {
        MessageSid: "Twilio's id of the message.",
        From: 'The number that it comes from, such as `+5511987654321`.',
        Body: 'The text.',
        OptOutType: '`STOP`, `START` or `HELP`, where Twilio has seen to it by itself.',
      },
      { MessageSid: 'SM0123456789abcdef0123456789abcdef', From: '+5511987654321', Body: 'SIM' },
    ),
    responses: {
      200: {
        description: 'TwiML with the reply; without one where there is none.',
        content: {
          'text/xml': {
            schema: text,
            example:
              '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Consulta confirmada. Obrigado!</Message></Response>',
          },
        },
      },
    },
    errors: ['invalid_signature'],
  },
}
