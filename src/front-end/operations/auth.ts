import type { Operations } from '../operation.ts'
import { exampleUser } from './examples.ts'

const signedIn = {
  user: { ...exampleUser, emailVerified: false, phoneVerified: false },
  accessToken: 'eyJhbGciOiJIUzI1NiJ9...',
  refreshToken: 'h76XOfRe8TdzYUsqOaN5...',
  expiresIn: 900,
}

const tokens = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9...',
  refreshToken: 'Zr4kT0mV1cYxQ2uWb8Lp...',
  expiresIn: 900,
}

const linkToken = 'uV0QqQ32Nz4Ogj-WbAhM...'

export const authOperations: Operations = {
  'POST /api/v1/auth/register': {
    id: 'register',
    tag: 'auth',
    summary: 'Register as a patient',
    description: `
Anyone may make an account, which is a patient's (\`paciente\`); the accounts of staff are made by an administrator (\`POST /users\`). The
answer signs in at once.

- Mails a welcome with a link that verifies the address, good for 7 days. Until it is used, no more than three e-mails tell of
  appointments that the account has booked itself.
- The telephone is verified separately (\`POST /me/phone/code\`).
- Without \`timezone\` the zone is that of the number's area code (DDD), else the practice's.
- \`email_taken\` also for an address that another account has given up within the last 72 hours, which its owner may still take back.
- From one address: 20 accounts an hour, and 10 times \`email_taken\` in 15 minutes.`.trim(),
    errors: ['weak_password', 'email_taken', 'rate_limited'],
    body: {
      name: 'João Pereira',
      email: 'joao.pereira@example.com',
      password: 'um cavalo azul dorme cedo',
      phone: '(11) 98765-4321',
    },
    answer: signedIn,
  },
  'POST /api/v1/auth/login': {
    id: 'login',
    tag: 'auth',
    summary: 'Sign in',
    description: `
Opens a session, which lasts until 30 days after its last refresh. Keep both tokens; send \`accessToken\` as
\`Authorization: Bearer\`.

An unknown address, a wrong password and a disabled account get the same \`invalid_credentials\`, in the same time. Wrong passwords are
limited, each within 15 minutes: 10 for one account from one network address, 100 from one network address, 50 for one account from
networks at which it was not used before. A right one is not counted.`.trim(),
    errors: ['invalid_credentials', 'rate_limited'],
    body: { email: 'joao.pereira@example.com', password: 'um cavalo azul dorme cedo' },
    answer: signedIn,
  },
  'POST /api/v1/auth/logout': {
    id: 'logout',
    tag: 'auth',
    summary: 'Sign out',
    description:
      'Ends the session of the access token: within a second its tokens are refused everywhere and its sockets close with 4403. Takes no body.',
  },
  'POST /api/v1/auth/refresh': {
    id: 'refreshTokens',
    tag: 'auth',
    summary: 'Exchange a refresh token for the next pair of tokens',
    description: `
A refresh token serves once: keep the new one. For 10 seconds after its first use, and until 10 seconds after the first use of the new
one, it gives every tab that sends it the same new one.

A used token that comes back after that is taken for stolen: the session ends, its sockets close with 4403, and its owner is told (a
\`seguranca\` notification, also by e-mail). On \`invalid_refresh_token\` show the sign-in. 600 refreshes in 15 minutes from one
address. Needs no access token.`.trim(),
    errors: ['invalid_refresh_token', 'rate_limited'],
    body: { refreshToken: 'h76XOfRe8TdzYUsqOaN5...' },
    answer: tokens,
  },
  'POST /api/v1/auth/ws-ticket': {
    id: 'createSocketTicket',
    tag: 'real_time',
    summary: 'Get a ticket for one socket',
    description:
      'A single-use token for `/ws/:token`, good for 60 seconds, so that no access token stands in an address. The socket then lives as long as the session. 60 tickets in 10 minutes for a session. Takes no body.',
    errors: ['rate_limited'],
    answer: { token: 'uV0QqQ32Nz4Ogj-WbAhM...', expiresIn: 60 },
  },
  'POST /api/v1/auth/forgot-password': {
    id: 'requestPasswordReset',
    tag: 'auth',
    summary: 'Ask for a link to choose a new password',
    description: `
Answers 202, in the same time, whether or not there is such an account. If there is, it is mailed a link that serves once within 30
minutes: \`APP_URL\` + \`/reset-password?token=...\`, for \`POST /auth/reset-password\`.

No more than 5 such e-mails go to one account in 30 minutes; beyond them the answer is the same. 20 requests in 15 minutes from one
network address.`.trim(),
    errors: ['rate_limited'],
    body: { email: 'joao.pereira@example.com' },
  },
  'POST /api/v1/auth/reset-password': {
    id: 'resetPassword',
    tag: 'auth',
    summary: 'Choose a password by a mailed link',
    description: `
Takes the token of a reset (30 minutes) or of an invitation (7 days). The link is used up, unless the password was refused.

- The mailbox counts as verified. All sessions end (sockets close with 4403); sign in anew.
- Other links of these kinds and a pending change of e-mail expire, the calendar feed gets another address, and a telephone that was
  never verified is removed.
- After a reset the owner gets a \`seguranca\` notification, also by e-mail.

60 links in 15 minutes from one network address.`.trim(),
    errors: ['invalid_token', 'weak_password', 'rate_limited'],
    body: { token: linkToken, password: 'quatro gatos leem jornal' },
  },
  'POST /api/v1/auth/verify-email': {
    id: 'verifyEmail',
    tag: 'auth',
    summary: 'Verify an e-mail address by a mailed link',
    description:
      'Uses up the token of a welcome or of `POST /auth/verify-email/resend` (7 days, once): `emailVerified` becomes true. The first time the calendar feed gets another address. Needs no sign-in. A telephone that somebody else may have typed stays: let the person look at `phone`, and take a wrong one away by `PATCH /me`. 60 links in 15 minutes from one network address.',
    errors: ['invalid_token', 'rate_limited'],
    body: { token: linkToken },
  },
  'POST /api/v1/auth/verify-email/resend': {
    id: 'resendVerification',
    tag: 'auth',
    summary: 'Mail the link that verifies the address once more',
    description:
      'To the address of the signed-in account; nothing is sent if it is verified already. The link is good for 7 days, and earlier ones stay good. 3 an hour. Takes no body.',
    errors: ['rate_limited'],
  },
  'POST /api/v1/auth/confirm-email': {
    id: 'confirmEmailChange',
    tag: 'auth',
    summary: 'Take a new e-mail address by a mailed link',
    description: `
Uses up the token that \`POST /me/email\` has mailed to the new address (30 minutes, once), which becomes the account's, verified.

- Sessions end, but not the one that asked for the change. Links mailed to the old address expire, and the calendar feed gets another
  address.
- The owner gets a \`seguranca\` notification. The old address is mailed a link by which the account can be taken back for 72 hours, if
  it was verified or staff made the account.

\`invalid_token\` also if another account has the address by now. 60 links in 15 minutes from one network address.`.trim(),
    errors: ['invalid_token', 'rate_limited'],
    body: { token: linkToken },
  },
  'POST /api/v1/auth/restore-email': {
    id: 'restoreEmail',
    tag: 'auth',
    summary: 'Take an account back after a change of its e-mail address',
    description: `
Uses up the token that was mailed to the old address (72 hours, once): that address is the account's again, verified, with this
password. A refused password leaves the link usable.

All sessions end (sockets close with 4403), later changes of the address and mailed links for a new password expire, the calendar feed
gets another address, and the telephone stays only if it was verified before the change was asked for. The owner gets a \`seguranca\`
notification, also by e-mail. 60 links in 15 minutes from one network address.`.trim(),
    errors: ['invalid_token', 'weak_password', 'rate_limited'],
    body: { token: linkToken, password: 'quatro gatos leem jornal' },
  },
}
