import type { Json, Operation, Operations, Response } from '../operation.ts'

const html = { 'text/html': { schema: { type: 'string' } } } as const

const page = (description: string): Response => ({ description, content: html })

/** 422 is a page, but for a query that is no such link's at all. */
const refused = (description: string): Response => ({
  description: `${description} Or the problem \`validation_failed\`, where \`token\` is too long.`,
  content: { ...html, 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const form = (properties: Record<string, Json>, required: readonly string[] = []): Json => ({
  required: required.length > 0,
  content: {
    'application/x-www-form-urlencoded': {
      schema: { type: 'object', properties, ...(required.length > 0 && { required }) },
    },
  },
})

/** What holds for every page. */
const about = `

Answers HTML without scripts, whatever \`Accept\` says, never cached; other refusals than those of the link are problem+json. A front end need
not call it.`

const readOnly = '\n\nA `GET` changes nothing, because mail scanners and previews follow links, too.'

type Words = Omit<Operation, 'tag'>

/** A page of `auth/page-routes.ts`. */
const accountPage = ({ description, ...words }: Words): Operation => ({
  tag: 'pages',
  headers: { 'Accept-Language': 'The language of the page: `pt-BR` (else) or `en`.' },
  parameters: { token: 'Of the mailed link. Without one the link counts as dead.' },
  ...words,
  description: `${description}${about} Where \`APP_URL\` leads to a front end, there is no such page here: the link leads there.`,
})

const asks = ({ description, ...words }: Words): Operation =>
  accountPage({ ...words, description: description + readOnly })

const deadLink = { 422: refused('The link is unknown, used or expired.') }

const acts = ({ description, ...words }: Words): Operation =>
  accountPage({
    errors: ['rate_limited'],
    responses: { 200: page('It is done.'), ...deadLink },
    ...words,
    description: `${description} 60 links in 15 minutes from one network address.`,
  })

const asksForPassword = { responses: { 200: page('The form for the new password.'), ...deadLink } }

const setsPassword = {
  requestBody: form(
    {
      password: { type: 'string', minLength: 10, maxLength: 128 },
      repeat: { type: 'string', description: 'The same once more.' },
    },
    ['password', 'repeat'],
  ),
  responses: {
    200: page('The password is set.'),
    422: refused(
      'The form again, saying why: too short or too long, easy to guess, or the two differ; the link stays usable. Or the page of a dead link.',
    ),
  },
}

const appointmentLink = {
  parameters: {
    id: 'The appointment.',
    v: 'The version of the appointment that the link was written for.',
    p: 'The patient.',
    s: 'The signature over the act, appointment, version and patient.',
    m: 'Of a mailed link: a signature that also proves the mailbox when the form is sent.',
  },
}

const invalidLink = { 404: page('The link is not ours, or its account is closed.') }

const states =
  "Signed, for the patient, without signing in. The link has no date of its own: the page tells what is true now, in the patient's language and zone, and discreet where they are."

const asksPatient = { 200: page('The form, or why there is nothing to do any more.'), ...invalidLink }

const actsForPatient = { 200: page('What was done, or why there is nothing to do any more.'), ...invalidLink }

const subscriber = { parameters: { u: 'The account.', s: 'The signature.' } }

export const pagesOperations: Operations = {
  'GET /a/:code': {
    id: 'followShortLink',
    tag: 'pages',
    summary: "Follow a text message's short link",
    description:
      'Leads to the page that asks for confirmation (`GET /appointments/:id/confirm`); changes nothing. A link that is not ours gets a page, whatever `Accept` says.',
    parameters: { code: 'A signature, the appointment and its version (both in base 36), with dots between.' },
    responses: {
      303: {
        description: 'To the page; `Cache-Control: no-store`.',
        headers: {
          Location: {
            schema: {
              type: 'string',
              examples: ['https://api.example.com/appointments/456/confirm?v=1&p=42&s=fe59iB5WWowKsRvOYGtjOw'],
            },
          },
        },
      },
      ...invalidLink,
    },
  },
  'GET /appointments/:id/confirm': {
    id: 'showConfirmation',
    tag: 'pages',
    summary: 'Ask whether to confirm an appointment',
    description: `The page behind "Confirmar presença" in letters and text messages. ${states}${readOnly}${about}`,
    ...appointmentLink,
    responses: asksPatient,
  },
  'POST /appointments/:id/confirm': {
    id: 'confirmByLink',
    tag: 'pages',
    summary: 'Confirm an appointment by its link',
    description: `
${states}

Confirms as the patient: \`appointment:updated\` goes to both people, a \`confirmacao\` to the psychologist. Nothing is done (200, and the page
says why) where it is confirmed already, was cancelled or moved, has begun, or its psychologist does not practise any more.${about}`.trim(),
    ...appointmentLink,
    requestBody: form({}),
    responses: actsForPatient,
  },
  'GET /appointments/:id/cancel': {
    id: 'showCancellation',
    tag: 'pages',
    summary: 'Ask whether to cancel an appointment',
    description: `The page behind "Preciso cancelar" in letters. ${states}${readOnly}${about}`,
    ...appointmentLink,
    responses: asksPatient,
  },
  'POST /appointments/:id/cancel': {
    id: 'cancelByLink',
    tag: 'pages',
    summary: 'Cancel an appointment by its link',
    description: `
${states}

Cancels as the patient: \`appointment:updated\` and a \`cancelamento\` go to both people. Nothing is done (200, and the page says why) where
it was cancelled or moved, or has begun.${about}`.trim(),
    ...appointmentLink,
    requestBody: form({ reason: { type: 'string', description: 'For the psychologist; cut after 500 characters.' } }),
    responses: actsForPatient,
  },
  'GET /unsubscribe': {
    id: 'showUnsubscribe',
    tag: 'pages',
    summary: 'Ask whether to turn messages by e-mail off',
    description: `
The \`List-Unsubscribe\` address and the link at the foot of messages; it does not expire. In the account's language.${readOnly}${about}`.trim(),
    ...subscriber,
    responses: {
      200: page('The form.'),
      404: page('The link is not ours, or the account is erased.'),
    },
  },
  'POST /unsubscribe': {
    id: 'unsubscribeByLink',
    tag: 'pages',
    summary: 'Turn messages by e-mail off',
    description: `
Sent by the page's form, or by a mail program in one click (RFC 8058), without signing in: turns the preference for \`mensagem\` by e-mail
off. The address alone decides; what the body says does not count. Again it changes nothing more; \`PUT /notifications/preferences\` turns it on.${about}`.trim(),
    ...subscriber,
    requestBody: {
      required: false,
      content: Object.fromEntries(
        ['application/x-www-form-urlencoded', 'multipart/form-data'].map((type) => [
          type,
          { schema: { type: 'object', properties: { 'List-Unsubscribe': { type: 'string', const: 'One-Click' } } } },
        ]),
      ),
    },
    responses: {
      200: page('Messages by e-mail are off.'),
      404: page('The link is not ours, or the account is erased.'),
    },
  },
  'GET /reset-password': asks({
    id: 'showPasswordReset',
    summary: 'Show the form for a forgotten password',
    description: 'The link of `POST /auth/forgot-password`; 30 minutes.',
    ...asksForPassword,
  }),
  'POST /reset-password': acts({
    id: 'submitPasswordReset',
    summary: 'Set a new password by the form',
    description: 'As `POST /auth/reset-password`.',
    ...setsPassword,
  }),
  'GET /invitation': asks({
    id: 'showInvitation',
    summary: 'Show the form for the first password',
    description: 'The link that is mailed to an account which an administrator has made without a password; 7 days.',
    ...asksForPassword,
  }),
  'POST /invitation': acts({
    id: 'submitInvitation',
    summary: 'Set the first password by the form',
    description: 'As `POST /auth/reset-password`.',
    ...setsPassword,
  }),
  'GET /restore-email': asks({
    id: 'showEmailRestore',
    summary: 'Show the form that takes an account back',
    description: 'The link that is mailed to the old address after a change of e-mail; 72 hours.',
    ...asksForPassword,
  }),
  'POST /restore-email': acts({
    id: 'submitEmailRestore',
    summary: 'Take an account back by the form',
    description: 'As `POST /auth/restore-email`.',
    ...setsPassword,
  }),
  'GET /verify-email': asks({
    id: 'showEmailVerification',
    summary: "Ask whether the address is the reader's",
    description:
      'The link of a welcome; 7 days. Shows the number of an account whose mailbox is unverified, masked, and asks whether to keep it. A dead link shows only when the form is sent.',
    responses: {
      200: page('The form, also of a dead link.'),
    },
  }),
  'POST /verify-email': acts({
    id: 'submitEmailVerification',
    summary: 'Verify an e-mail address by the form',
    description: 'As `POST /auth/verify-email`; may also remove the telephone.',
    requestBody: form({
      phone: {
        type: 'string',
        enum: ['keep', 'remove'],
        description: '`remove`: the number is not theirs. Counts only at the first verification.',
      },
    }),
  }),
  'GET /confirm-email': asks({
    id: 'showEmailChange',
    summary: 'Ask whether to take a new e-mail address',
    description: 'The link of `POST /me/email`; 30 minutes. A dead link shows only when the form is sent.',
    responses: {
      200: page('The form, also of a dead link.'),
    },
  }),
  'POST /confirm-email': acts({
    id: 'submitEmailChange',
    summary: 'Take a new e-mail address by the form',
    description: 'As `POST /auth/confirm-email`.',
    requestBody: form({}),
  }),
}
