import type { Json, Operations } from '../operation.ts'
import { exampleUser } from './examples.ts'

const user = {
  ...exampleUser,
  avatarUrl:
    'https://api.example.com/api/v1/files/01a22d92-7a10-74c2-9d3e-5b1f0c8e2a47/content?disposition=inline&sig=0a1B2c3D...',
}

const sessionId = '01a22d92-30ca-70f6-a939-cff55f33482f'

const consents = {
  items: [
    {
      purpose: 'provedor-ia',
      required: true,
      version: '2026-11',
      text: 'O assistente virtual pode responder melhor com a ajuda de um serviço externo de inteligência artificial...',
      granted: true,
      history: [{ version: '2026-11', granted: true, at: '2026-12-01T12:34:10.000Z' }],
    },
  ],
}

const rows = (description: string): Json => ({ type: 'array', description, items: { type: 'object' } })

/** Of `privacy/export.ts`, which streams it. */
const exported: Json = {
  type: 'object',
  required: ['format', 'exportedAt', 'user'],
  properties: {
    format: { type: 'integer', description: 'Of this shape.', const: 1 },
    exportedAt: { type: 'string', format: 'date-time' },
    user: { type: 'object', description: 'The account, with `hasPassword` in place of the password.' },
    sms: { type: 'object', description: 'Whether the number was opted out, and what was last asked by SMS.' },
    emailSuppression: { type: ['object', 'null'], description: 'Why nothing is mailed to the address.' },
    preferences: rows('Notifications that were turned off or on.'),
    sessions: rows('Sign-ins of the last 30 days and those that go on.'),
    emailChanges: rows('Of the last 30 days.'),
    consents: rows('Every decision.'),
    appointments: rows('As patient and as psychologist.'),
    notifications: rows('With their deliveries and attempts.'),
    messagesWritten: rows('To others.'),
    files: rows('Their bytes are in the ZIP.'),
    conversations: rows('With the assistant, and their messages.'),
    riskAlerts: rows('About the person.'),
    audit: rows('What the person did, and what was done to the account.'),
  },
}

const disposition = (value: string): Json => ({
  'Content-Disposition': { schema: { type: 'string', examples: [value] } },
})

export const meOperations: Operations = {
  'GET /calendar/:file': {
    id: 'getCalendarFeed',
    tag: 'calendar',
    summary: 'Read the calendar feed',
    description: `
The address of \`GET /me/calendar-url\`, for calendar programs; whoever has it can read it, without signing in.

An iCalendar object (RFC 5545, \`METHOD:PUBLISH\`) in the account's zone and language: the appointments that were not cancelled, from 90
days back on, 1000 at most. Its titles are always discreet. Programs are asked to come back every hour; there is no \`ETag\`.

\`not_found\` once the address was revoked, or the account disabled or erased.`.trim(),
    errors: ['not_found'],
    parameters: { file: 'The account, a hyphen and a signature, then `.ics`.' },
    responses: {
      200: {
        description: 'The appointments. `Cache-Control: private, no-cache`.',
        headers: disposition('inline; filename="agenda.ics"'),
        content: {
          'text/calendar': {
            schema: { type: 'string' },
            example: [
              'BEGIN:VCALENDAR',
              'VERSION:2.0',
              'PRODID:-//BluRosiere//Agenda//PT',
              'METHOD:PUBLISH',
              'NAME:Compromissos',
              'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
              'END:VCALENDAR',
              '',
            ].join('\r\n'),
          },
        },
      },
    },
  },
  'GET /api/v1/me/sessions': {
    id: 'listSessions',
    tag: 'me',
    summary: 'List where the account is signed in',
    description: 'Active sessions, the last used first. One ends 30 days after its last refresh.',
    answer: {
      items: [
        {
          id: sessionId,
          device: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
          ip: '203.0.113.7',
          createdAt: '2026-12-01T12:30:00.000Z',
          lastUsedAt: '2026-12-02T09:05:31.000Z',
          current: true,
        },
      ],
      nextCursor: null,
    },
  },
  'DELETE /api/v1/me/sessions/:id': {
    id: 'endSession',
    tag: 'me',
    summary: 'End one of the sessions',
    description:
      "Within a second its tokens are refused everywhere and its sockets close with 4403. The caller's own may be ended, too.",
    errors: ['not_found'],
    parameters: { id: 'Of `GET /me/sessions`: the `sid` of its access tokens.' },
  },
  'POST /api/v1/me/password': {
    id: 'changePassword',
    tag: 'me',
    summary: 'Change the password',
    description: `
The caller's session goes on; the others end, and their sockets close with 4403. A pending change of e-mail is dropped, and the calendar
feed gets another address. The owner gets a \`seguranca\` notification, also by e-mail.

A wrong \`current\` is 401 \`invalid_credentials\`: unlike \`unauthenticated\` it is no reason to sign in anew. 10 wrong ones in 15 minutes,
counted together with those of \`POST /me/email\` and \`DELETE /me\`.`.trim(),
    errors: ['invalid_credentials', 'weak_password', 'rate_limited'],
    body: { current: 'um cavalo azul dorme cedo', new: 'quatro gatos leem jornal' },
  },
  'POST /api/v1/me/email': {
    id: 'requestEmailChange',
    tag: 'me',
    summary: 'Ask for another e-mail address',
    description: `
Mails the new address a link that serves once within 30 minutes: \`APP_URL\` + \`/confirm-email?token=...\`, for
\`POST /auth/confirm-email\`. Until then nothing changes. A new request replaces an earlier one.

The answer does not tell whether another account has the address: then its owner is warned by mail, and there is no link. 3 requests an
hour for one account, and for one address. A wrong \`password\` is 401 \`invalid_credentials\`; 10 in 15 minutes.`.trim(),
    errors: ['invalid_credentials', 'rate_limited'],
    body: { email: 'joao@nova.example.com', password: 'um cavalo azul dorme cedo' },
  },
  'POST /api/v1/me/phone/code': {
    id: 'requestPhoneCode',
    tag: 'me',
    summary: 'Send a code that verifies the telephone',
    description: `
Sends an SMS with six digits to the account's \`phone\`, good for 10 minutes and 5 tries; an earlier code no longer counts. Then
\`POST /me/phone/verify\`.

Answers 202 also where none is sent: to a number that is verified, has opted out of SMS, or is not \`smsReachable\`, and when the day's SMS
are spent. 3 an hour for one account, and for one number. Takes no body.`.trim(),
    errors: ['phone_missing', 'rate_limited'],
  },
  'POST /api/v1/me/phone/verify': {
    id: 'verifyPhone',
    tag: 'me',
    summary: 'Verify the telephone by the code',
    description:
      '`phoneVerified` becomes true; from then on SMS carry links. `invalid_code` for a wrong code, after 10 minutes or 5 tries, and where the number was changed since.',
    errors: ['invalid_code'],
    body: { code: '482 913' },
  },
  'GET /api/v1/me': {
    id: 'getMe',
    tag: 'me',
    summary: 'Get the signed-in account',
    description: 'With what its files take of the room that it has, in bytes.',
    answer: { ...user, storage: { usedBytes: 1_482_133, quotaBytes: 1_048_576_000 } },
  },
  'PATCH /api/v1/me': {
    id: 'updateMe',
    tag: 'me',
    summary: 'Change the profile',
    description: `
Changes the fields that are sent; any other field is \`validation_failed\`. E-mail and password have calls of their own.

- \`phone: null\` removes the number. A new one is not verified (\`phoneVerified\`) until \`POST /me/phone/verify\`.
- A new number also sets \`timezone\` by its area code (DDD), unless the owner has ever chosen a zone.`.trim(),
    body: { phone: '(92) 99123-4567', discreet: true },
    answer: {
      ...user,
      phone: '+5592991234567',
      phoneVerified: false,
      timezone: 'America/Manaus',
      discreet: true,
    },
  },
  'DELETE /api/v1/me': {
    id: 'eraseMe',
    tag: 'me',
    summary: 'Erase the account',
    description: `
At once and for good (LGPD, art. 18, VI): name, contacts, files, notifications and conversations are deleted, and the name goes from what
others were notified of. What a psychologist attached or wrote stays in the patient's record. All sessions end, and sockets close with
4403. The address may register again.

- Future appointments are cancelled, and the other person is told (\`cancelamento\`, \`appointment:updated\`). Past ones stay, without a name,
  for the legal period.
- The answer waits until no message to the account can leave any more: usually at once, at most about half a minute.
- The only administrator is refused (\`last_admin\`). A wrong password is 401 \`invalid_credentials\`; 10 in 15 minutes.`.trim(),
    errors: ['invalid_credentials', 'last_admin', 'rate_limited'],
    body: { password: 'um cavalo azul dorme cedo' },
  },
  'GET /api/v1/me/consents': {
    id: 'listConsents',
    tag: 'me',
    summary: 'List what the account is asked to agree to',
    description:
      "Each purpose with its present text in the account's language, and every decision so far. `provedor-ia`: whether an external language model may be asked; where `required`, the assistant answers by its rules until it is granted.",
    answer: consents,
  },
  'PUT /api/v1/me/consents': {
    id: 'recordConsent',
    tag: 'me',
    summary: 'Agree to a text, or withdraw',
    description: `
Show \`text\` and send its \`version\`; \`consent_outdated\` if there is another text by now: read it again. \`granted: false\` withdraws; it
counts from the next message to the assistant on.

Every decision is kept, with its time, network address and \`User-Agent\`; the same decision again adds nothing.`.trim(),
    errors: ['consent_outdated'],
    body: { purpose: 'provedor-ia', version: '2026-11', granted: true },
    answer: consents,
  },
  'GET /api/v1/me/export': {
    id: 'exportMe',
    tag: 'me',
    summary: 'Export everything that is held about the account',
    description: `
LGPD, art. 18, II and V. JSON, or by \`Accept: application/zip\` an archive of that JSON (\`dados.json\`) and the account's files
(\`arquivos/<kind>/<id>-<name>\`). Of other people it holds the names alone.

Both are streamed as attachments; where something cannot be read the connection breaks off, so keep only what has come whole. 10 an
hour.`.trim(),
    errors: ['rate_limited', 'storage_full'],
    answer: {
      format: 1,
      exportedAt: '2026-12-02T09:10:00.000Z',
      user: { id: 42, name: 'João Pereira', email: 'joao.pereira@example.com', role: 'paciente', hasPassword: true },
      sms: { optedOut: false, dialogue: null },
      emailSuppression: null,
      preferences: [],
      sessions: [{ id: sessionId, ip: '203.0.113.7', createdAt: '2026-12-01T12:30:00.000Z' }],
      emailChanges: [],
      consents: [],
      appointments: [],
      notifications: [],
      messagesWritten: [],
      files: [],
      conversations: [],
      riskAlerts: [],
      audit: [],
    },
    responses: {
      200: {
        description: 'The export. `Vary: Accept`.',
        headers: disposition('attachment; filename="blurosiere-42.json"'),
        content: {
          'application/json': { schema: exported },
          'application/zip': { schema: { type: 'string', format: 'binary' } },
        },
      },
    },
  },
  'GET /api/v1/me/calendar-url': {
    id: 'getCalendarUrl',
    tag: 'calendar',
    summary: 'Get the address of the private calendar feed',
    description: `
For a calendar program to subscribe to (\`GET /calendar/:file\`). It stays the same until it is revoked: by \`DELETE\`, a changed or reset
password, a change of e-mail, and the first verification of the address.`.trim(),
    answer: { url: 'https://api.example.com/calendar/42-fe59iB5WWowKsRvOYGtjOw.ics' },
  },
  'DELETE /api/v1/me/calendar-url': {
    id: 'revokeCalendarUrl',
    tag: 'calendar',
    summary: 'Revoke the address of the calendar feed',
    description: 'The old address answers 404 from now on; the next `GET` gives another.',
  },
}
