/** What the document says of one type of frame beyond its schema. */
export interface FrameWords {
  /** A few words, without a full stop. */
  readonly summary: string
  readonly description: string
  /** A frame, beside its type. */
  readonly example: Readonly<Record<string, unknown>>
}

const conversationId = '0199b6a6-7c10-7e52-8a3d-0f4b6c8d1e2f'
const echo = { conversationId, ref: 'q1' }

/** By type, those to the server and those from it apart: some bear the same name. */
export const frameWords: Readonly<Record<'received' | 'sent', Readonly<Record<string, FrameWords>>>> = {
  received: {
    ping: {
      summary: 'Ask whether the server is there',
      description: 'Answered by `pong`. The first ten of each minute and socket do not count as messages.',
      example: {},
    },
    'notification:read': {
      summary: 'Mark a notification as read',
      description:
        "One of the user's own, else `not_found`. If it was unread, all the user's sockets are told by the event of the same name; there is no other answer.",
      example: { data: { id: 123 } },
    },
    'ai:message': {
      summary: 'Ask the assistant',
      description:
        'As `POST /api/v1/ai/chat`, answered on this socket alone, piece by piece. Closing the socket stops the answer; what was said until then is kept. Two of one account may be asked at once, `ref` tells their answers apart; a third is `rate_limited` with a `retryAfter` of 1.',
      example: { data: { message: 'Quero remarcar a minha consulta' }, ref: 'q1' },
    },
  },
  sent: {
    welcome: {
      summary: 'The socket is let in',
      description:
        'The first frame of every socket. Without a `since` of your own, keep `lastEventId` for the next time.',
      example: {
        data: {
          userId: 12,
          lastEventId: 990,
          heartbeatSeconds: 30,
          limits: { messagesPerHour: 1000, frameBytes: 65_536, sockets: 20 },
        },
      },
    },
    'sync:gap': {
      summary: 'What was missed is gone',
      description:
        'Right after `welcome`, where `since` is older than what is kept, or ahead of it: read `url`, and go on from `lastEventId`.',
      example: { data: { lastEventId: 990, url: 'https://api.example.com/api/v1/notifications' } },
    },
    'notification:new': {
      summary: 'A new notification',
      description: 'An event: it has an `id`, and is replayed. `GET /api/v1/notifications` has its `data`.',
      example: {
        data: { id: 123, title: 'Consulta confirmada', message: 'Sua consulta foi confirmada.', type: 'confirmacao' },
        id: 991,
      },
    },
    'notification:read': {
      summary: 'A notification was read',
      description: "An event, on all the user's screens: it has an `id`, and is replayed.",
      example: { data: { id: 123 }, id: 992 },
    },
    'appointment:updated': {
      summary: 'An appointment was booked or has changed',
      description:
        'An event, for both its people and for one whom it was taken from: it has an `id`, and is replayed. `GET /api/v1/appointments/{id}` has the rest.',
      example: { data: { id: 456, status: 'confirmado', date: '2026-12-01', time: '14:00', version: 1 }, id: 993 },
    },
    'ai:delta': {
      summary: 'A piece of the reply',
      description: 'The pieces since the last `ai:reset` add up to the reply.',
      example: { data: { ...echo, delta: 'Claro! ' } },
    },
    'ai:reset': {
      summary: 'Forget the pieces so far',
      description: 'A provider broke off, and another begins anew.',
      example: { data: echo },
    },
    'ai:done': {
      summary: 'The whole reply',
      description: 'The end of an answer, with what `POST /api/v1/ai/chat` answers.',
      example: {
        data: { ...echo, reply: 'Claro! Abra a consulta e escolha outro horário.', provider: 'rules', risk: 'nenhum' },
      },
    },
    error: {
      summary: 'A frame was refused, or soon will be',
      description:
        'Closes nothing by itself. `code` is one of the problems that HTTP answers (such as `validation_failed`, `not_found`, `rate_limited`, `overloaded`, `internal_error`), or `malformed_frame`, `unknown_type` or `rate_limit_near`: a fifth of the hour’s messages is left.',
      example: {
        data: { code: 'rate_limited', detail: 'too many messages in this hour', retryAfter: 1800, ref: 'q1' },
      },
    },
    pong: { summary: 'The server is there', description: 'Answers `ping`.', example: { data: {} } },
  },
}
