import { z } from 'zod'
import { events } from '../bus/events.ts'
import type { Config } from '../config/config.ts'
import { limits } from '../limits/limits.ts'
import { handshakesPerAddress } from '../realtime/admission.ts'
import { socketsPerUser } from '../realtime/connections.ts'
import { type Frames, incoming, maxFrameBytes, ownFrames } from '../realtime/frames.ts'
import { freePingsPerMinute } from '../realtime/incoming-frames.ts'
import { keptDays } from '../realtime/log.ts'
import type { Realtime } from '../realtime/realtime.ts'
import { heartbeatSeconds } from '../realtime/ticker.ts'
import { closeCodeWords } from './close-codes.ts'
import { type FrameWords, frameWords } from './frames.ts'
import type { Json } from './operation.ts'

interface Message {
  readonly key: string
  readonly message: Json
}

const channel = { $ref: '#/channels/socket' }
const refTo = ({ key }: Message) => ({ $ref: `#/channels/socket/messages/${key}` })

/** The AsyncAPI 3.0 document of the socket: the schemas that the server reads frames by and that what it sends is typed by. */
export function asyncApiDocument({
  version,
  publicUrl,
  handled,
}: {
  version: string
  publicUrl: Config['publicUrl']
  handled: Realtime['handled']
}) {
  const received = new Map(
    [...handled].map(([type, { data }]) => [type, describe('received', type, incoming.extend(typed(type, data)))]),
  )
  const answers: Frames = Object.assign({}, ...[...handled.values()].map((frame) => frame.answers)) as Frames
  const logged = Object.entries(events).map(([type, data]) =>
    describe('sent', type, z.object({ ...typed(type, data), id: eventId })),
  )
  const unlogged = new Map(
    Object.entries({ ...ownFrames, ...answers }).map(([type, data]) => [
      type,
      describe('sent', type, z.object(typed(type, data))),
    ]),
  )
  const { host, protocol, pathname } = new URL(publicUrl.replace(/^http/, 'ws'))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'BluRosiere',
      version,
      description: about(),
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    servers: {
      here: { host, protocol: protocol.replace(':', ''), ...(pathname === '/' ? {} : { pathname }) },
    },
    channels: {
      socket: {
        address: '/ws/{token}',
        title: 'The socket',
        description: `${opening}\n\n${closeCodeTable()}`,
        servers: [{ $ref: '#/servers/here' }],
        parameters: {
          token: {
            description:
              'A single-use ticket of `POST /api/v1/auth/ws-ticket` (good for 60 s), or an access token. It is looked at once: the socket then lives as long as its session.',
          },
        },
        bindings: { ws: { method: 'GET', query, bindingVersion: '0.1.0' } },
        messages: Object.fromEntries(
          [...received.values(), ...logged, ...unlogged.values()].map(({ key, message }) => [key, message]),
        ),
        'x-close-codes': closeCodeWords,
      },
    },
    operations: operationsOf({ handled, received, logged, unlogged }),
  }
}

/** What each side may send, and what answers it. */
function operationsOf({
  handled,
  received,
  logged,
  unlogged,
}: {
  handled: Realtime['handled']
  received: ReadonlyMap<string, Message>
  logged: readonly Message[]
  unlogged: ReadonlyMap<string, Message>
}) {
  const named = (...types: string[]) => types.map((type) => found(unlogged, type))
  return {
    letIn: {
      action: 'send',
      channel,
      title: 'Let in',
      summary: 'What the server says first',
      messages: named('welcome', 'sync:gap').map(refTo),
    },
    tellEvent: {
      action: 'send',
      channel,
      title: 'Events',
      summary: "What happens to the user's notifications and appointments, in the order of its commits",
      messages: logged.map(refTo),
    },
    refuse: {
      action: 'send',
      channel,
      title: 'Errors',
      summary: 'What the server refuses',
      messages: named('error').map(refTo),
    },
    ...Object.fromEntries(
      [...handled].map(([type, frame]) => {
        const message = found(received, type)
        const replies = named(...Object.keys(frame.answers), 'error')
        return [
          message.key,
          {
            action: 'receive',
            channel,
            summary: wordsOf('received', type).summary,
            messages: [refTo(message)],
            reply: { channel, messages: replies.map(refTo) },
          },
        ]
      }),
    ),
  }
}

const typed = (type: string, data: z.ZodType) => ({ type: z.literal(type), data })

const eventId = z.int().min(1).describe('Grows by one for each event of the user; what `since` takes.')

const found = (messages: ReadonlyMap<string, Message>, type: string): Message => {
  const message = messages.get(type)
  if (!message) throw new Error(`no frame of type ${type}`)
  return message
}

function wordsOf(direction: keyof typeof frameWords, type: string): FrameWords {
  const words = frameWords[direction][type]
  if (!words) throw new Error(`frames of type ${type} (${direction}) have no words in src/front-end/frames.ts`)
  return words
}

function describe(direction: keyof typeof frameWords, type: string, frame: z.ZodObject): Message {
  const { summary, description, example } = wordsOf(direction, type)
  const camel = type.replace(/:(\w)/g, (_whole, letter: string) => letter.toUpperCase())
  // As input on both ways: what the server sends may gain fields.
  const { $schema: _, ...payload } = z.toJSONSchema(frame, { target: 'draft-07', io: 'input', override })
  return {
    key: direction === 'received' ? `${camel}Received` : camel,
    message: {
      name: type,
      title: type,
      summary,
      description,
      contentType: 'application/json',
      payload,
      examples: [{ summary, payload: { type, ...example } }],
    },
  }
}

const query = {
  type: 'object',
  properties: {
    since: {
      type: 'integer',
      minimum: 0,
      description: `The id of the last event that was seen: all after it come first, and then what happens, with no hole and no double. Events are kept for ${keptDays} days; without \`since\` only new ones come.`,
    },
  },
}

/** Without what is true of every number here, and what `format` says already. */
function override({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format) delete jsonSchema.pattern
}

const opening = `
A token that the server does not accept is told by close code 4401, which a browser can read. No socket is opened (and a browser
sees no more than that) for an origin that \`CORS_ORIGINS\` does not name (403), for an address with ${handshakesPerAddress} connections that
have shown no valid token (429), and by a server that is stopping or overloaded (503).

Close codes:
`.trim()

const about = () => {
  const { points, seconds } = limits['socket-message']
  return `
The socket of a signed-in user: notifications and appointments as they happen, and the assistant's replies as they are written.
Frames are text, in JSON: \`{"type", "data"}\`, to the server with an optional \`ref\`, events with an \`id\`. \`/openapi.json\` describes
the rest of the API. Operations are named from the server's side: what it receives, and what it sends.

- Up to ${maxFrameBytes / 1024} KiB a frame, and ${points} frames in ${seconds / 3600} h from all sockets of a user; ${freePingsPerMinute} pings a minute and socket are not counted. At 80 % an \`error\` warns.
- ${socketsPerUser} sockets of a user on each node. The server pings each every ${heartbeatSeconds} s, by the protocol, and drops those that do not answer.
- New types of frames and new fields may come at any time: pass over those that you do not know.
`.trim()
}

const closeCodeTable = () =>
  [
    '| code | meaning | what a client does |',
    '| --- | --- | --- |',
    ...closeCodeWords.map(({ code, meaning, client }) => `| ${code} | ${meaning} | ${client} |`),
  ].join('\n')
