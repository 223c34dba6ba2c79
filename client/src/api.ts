// Made from docs/openapi.json by `npm run client`.
export interface paths {
    "/ws/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a socket
         * @description The handshake of a WebSocket; `/asyncapi.json` describes what goes over it. A token that is invalid, expired or used is told by close code 4401, which a browser can read, not by a status.
         *     No socket is opened (and a browser sees no more than that) for an origin that `CORS_ORIGINS` does not name (403), for an address with 256 connections that have shown no valid token (429), and by a server that is stopping or overloaded (503).
         *     A plain GET is 426: behind a proxy it has to pass on the `Upgrade` and `Connection` headers.
         */
        get: operations["openSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at every integration
         * @description Each integration is really tried (a connection to the mail server, a look into the bucket), within 2 s; results are up to 10 s old, an error is looked at again after 0.7 s. `fallback`: nothing is configured, and something stands in for it, which is fine.
         *     `degraded` if an integration is in `error`; `error`, with status 503, only without the database. Holds no secret, host, path or address.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the process runs
         * @description Looks at nothing: for what restarts a process that hangs.
         */
        get: operations["isLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether requests are welcome
         * @description 503 `unavailable` while the server is stopping, and while its database does not answer within 2 s: for what shares requests out among nodes.
         */
        get: operations["isReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the metrics
         * @description For Prometheus, with `METRICS_TOKEN` as the bearer. Where that is not set they are open in development, and 404 in production.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What runs here
         * @description A small page, in Portuguese or English by `Accept-Language`, that leads to the front end (`APP_URL`) and to the documents where they are shown.
         */
        get: operations["showHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The client for browsers
         * @description An ES module that other origins may import, to be kept for 5 minutes. Comes with an `ETag`, compressed where the caller takes gzip.
         */
        get: operations["getClient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description The HTTP API as OpenAPI 3.1, made from the routes of the running server. Comes with an `ETag`, compressed where the caller takes gzip. Stands outside production, and where `DOCS=true`; else 404.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/asyncapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The document of the socket
         * @description The frames of `/ws/:token`, both ways, as AsyncAPI 3. Comes with an `ETag`, compressed where the caller takes gzip. Stands outside production, and where `DOCS=true`; else 404.
         */
        get: operations["getAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The HTTP API, to read and to try
         * @description Swagger UI, from this server alone, with a sign-in of its own. Stands outside production, and where `DOCS=true`; else 404.
         */
        get: operations["showOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/sockets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The socket, to read and to try
         * @description Lists the frames of `/asyncapi.json`, connects with a ticket, sends frames and shows what comes. Stands outside production, and where `DOCS=true`; else 404.
         */
        get: operations["showSockets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A script or style of these pages
         * @description What `/docs` and `/docs/sockets` are made of. Comes with an `ETag`, compressed where the caller takes gzip. Stands outside production, and where `DOCS=true`; else 404.
         */
        get: operations["getDocsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/a/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a text message's short link
         * @description Leads to the page that asks for confirmation (`GET /appointments/:id/confirm`); changes nothing. A link that is not ours gets a page, whatever `Accept` says.
         */
        get: operations["followShortLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/appointments/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether to confirm an appointment
         * @description The page behind "Confirmar presença" in letters and text messages. Signed, for the patient, without signing in. The link has no date of its own: the page tells what is true now, in the patient's language and zone, and discreet where they are.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it.
         */
        get: operations["showConfirmation"];
        put?: never;
        /**
         * Confirm an appointment by its link
         * @description Signed, for the patient, without signing in. The link has no date of its own: the page tells what is true now, in the patient's language and zone, and discreet where they are.
         *
         *     Confirms as the patient: `appointment:updated` goes to both people, a `confirmacao` to the psychologist. Nothing is done (200, and the page
         *     says why) where it is confirmed already, was cancelled or moved, has begun, or its psychologist does not practise any more.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it.
         */
        post: operations["confirmByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/appointments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether to cancel an appointment
         * @description The page behind "Preciso cancelar" in letters. Signed, for the patient, without signing in. The link has no date of its own: the page tells what is true now, in the patient's language and zone, and discreet where they are.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it.
         */
        get: operations["showCancellation"];
        put?: never;
        /**
         * Cancel an appointment by its link
         * @description Signed, for the patient, without signing in. The link has no date of its own: the page tells what is true now, in the patient's language and zone, and discreet where they are.
         *
         *     Cancels as the patient: `appointment:updated` and a `cancelamento` go to both people. Nothing is done (200, and the page says why) where
         *     it was cancelled or moved, or has begun.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it.
         */
        post: operations["cancelByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the calendar feed
         * @description The address of `GET /me/calendar-url`, for calendar programs; whoever has it can read it, without signing in.
         *
         *     An iCalendar object (RFC 5545, `METHOD:PUBLISH`) in the account's zone and language: the appointments that were not cancelled, from 90
         *     days back on, 1000 at most. Its titles are always discreet. Programs are asked to come back every hour; there is no `ETag`.
         *
         *     `not_found` once the address was revoked, or the account disabled or erased.
         */
        get: operations["getCalendarFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether to turn messages by e-mail off
         * @description The `List-Unsubscribe` address and the link at the foot of messages; it does not expire. In the account's language.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it.
         */
        get: operations["showUnsubscribe"];
        put?: never;
        /**
         * Turn messages by e-mail off
         * @description Sent by the page's form, or by a mail program in one click (RFC 8058), without signing in: turns the preference for `mensagem` by e-mail
         *     off. The address alone decides; what the body says does not count. Again it changes nothing more; `PUT /notifications/preferences` turns it on.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it.
         */
        post: operations["unsubscribeByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form for a forgotten password
         * @description The link of `POST /auth/forgot-password`; 30 minutes.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        get: operations["showPasswordReset"];
        put?: never;
        /**
         * Set a new password by the form
         * @description As `POST /auth/reset-password`. 60 links in 15 minutes from one network address.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        post: operations["submitPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form for the first password
         * @description The link that is mailed to an account which an administrator has made without a password; 7 days.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        get: operations["showInvitation"];
        put?: never;
        /**
         * Set the first password by the form
         * @description As `POST /auth/reset-password`. 60 links in 15 minutes from one network address.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        post: operations["submitInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/restore-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the form that takes an account back
         * @description The link that is mailed to the old address after a change of e-mail; 72 hours.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        get: operations["showEmailRestore"];
        put?: never;
        /**
         * Take an account back by the form
         * @description As `POST /auth/restore-email`. 60 links in 15 minutes from one network address.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        post: operations["submitEmailRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the address is the reader's
         * @description The link of a welcome; 7 days. Shows the number of an account whose mailbox is unverified, masked, and asks whether to keep it. A dead link shows only when the form is sent.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        get: operations["showEmailVerification"];
        put?: never;
        /**
         * Verify an e-mail address by the form
         * @description As `POST /auth/verify-email`; may also remove the telephone. 60 links in 15 minutes from one network address.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        post: operations["submitEmailVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether to take a new e-mail address
         * @description The link of `POST /me/email`; 30 minutes. A dead link shows only when the form is sent.
         *
         *     A `GET` changes nothing, because mail scanners and previews follow links, too.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        get: operations["showEmailChange"];
        put?: never;
        /**
         * Take a new e-mail address by the form
         * @description As `POST /auth/confirm-email`. 60 links in 15 minutes from one network address.
         *
         *     Answers HTML without scripts, whatever `Accept` says, never cached; other refusals than those of the link are problem+json. A front end need
         *     not call it. Where `APP_URL` leads to a front end, there is no such page here: the link leads there.
         */
        post: operations["submitEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the rules of this server
         * @description The lists, sizes and limits that forms need, and the names that the practice goes by. Open to all; may be kept for five minutes.
         */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register as a patient
         * @description Anyone may make an account, which is a patient's (`paciente`); the accounts of staff are made by an administrator (`POST /users`). The
         *     answer signs in at once.
         *
         *     - Mails a welcome with a link that verifies the address, good for 7 days. Until it is used, no more than three e-mails tell of
         *       appointments that the account has booked itself.
         *     - The telephone is verified separately (`POST /me/phone/code`).
         *     - Without `timezone` the zone is that of the number's area code (DDD), else the practice's.
         *     - `email_taken` also for an address that another account has given up within the last 72 hours, which its owner may still take back.
         *     - From one address: 20 accounts an hour, and 10 times `email_taken` in 15 minutes.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Opens a session, which lasts until 30 days after its last refresh. Keep both tokens; send `accessToken` as
         *     `Authorization: Bearer`.
         *
         *     An unknown address, a wrong password and a disabled account get the same `invalid_credentials`, in the same time. Wrong passwords are
         *     limited, each within 15 minutes: 10 for one account from one network address, 100 from one network address, 50 for one account from
         *     networks at which it was not used before. A right one is not counted.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of the access token: within a second its tokens are refused everywhere and its sockets close with 4403. Takes no body.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where the account is signed in
         * @description Active sessions, the last used first. One ends 30 days after its last refresh.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of the sessions
         * @description Within a second its tokens are refused everywhere and its sockets close with 4403. The caller's own may be ended, too.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for the next pair of tokens
         * @description A refresh token serves once: keep the new one. For 10 seconds after its first use, and until 10 seconds after the first use of the new
         *     one, it gives every tab that sends it the same new one.
         *
         *     A used token that comes back after that is taken for stolen: the session ends, its sockets close with 4403, and its owner is told (a
         *     `seguranca` notification, also by e-mail). On `invalid_refresh_token` show the sign-in. 600 refreshes in 15 minutes from one
         *     address. Needs no access token.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/ws-ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket for one socket
         * @description A single-use token for `/ws/:token`, good for 60 seconds, so that no access token stands in an address. The socket then lives as long as the session. 60 tickets in 10 minutes for a session. Takes no body.
         */
        post: operations["createSocketTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to choose a new password
         * @description Answers 202, in the same time, whether or not there is such an account. If there is, it is mailed a link that serves once within 30
         *     minutes: `APP_URL` + `/reset-password?token=...`, for `POST /auth/reset-password`.
         *
         *     No more than 5 such e-mails go to one account in 30 minutes; beyond them the answer is the same. 20 requests in 15 minutes from one
         *     network address.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a password by a mailed link
         * @description Takes the token of a reset (30 minutes) or of an invitation (7 days). The link is used up, unless the password was refused.
         *
         *     - The mailbox counts as verified. All sessions end (sockets close with 4403); sign in anew.
         *     - Other links of these kinds and a pending change of e-mail expire, the calendar feed gets another address, and a telephone that was
         *       never verified is removed.
         *     - After a reset the owner gets a `seguranca` notification, also by e-mail.
         *
         *     60 links in 15 minutes from one network address.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description The caller's session goes on; the others end, and their sockets close with 4403. A pending change of e-mail is dropped, and the calendar
         *     feed gets another address. The owner gets a `seguranca` notification, also by e-mail.
         *
         *     A wrong `current` is 401 `invalid_credentials`: unlike `unauthenticated` it is no reason to sign in anew. 10 wrong ones in 15 minutes,
         *     counted together with those of `POST /me/email` and `DELETE /me`.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an e-mail address by a mailed link
         * @description Uses up the token of a welcome or of `POST /auth/verify-email/resend` (7 days, once): `emailVerified` becomes true. The first time the calendar feed gets another address. Needs no sign-in. A telephone that somebody else may have typed stays: let the person look at `phone`, and take a wrong one away by `PATCH /me`. 60 links in 15 minutes from one network address.
         */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail the link that verifies the address once more
         * @description To the address of the signed-in account; nothing is sent if it is verified already. The link is good for 7 days, and earlier ones stay good. 3 an hour. Takes no body.
         */
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another e-mail address
         * @description Mails the new address a link that serves once within 30 minutes: `APP_URL` + `/confirm-email?token=...`, for
         *     `POST /auth/confirm-email`. Until then nothing changes. A new request replaces an earlier one.
         *
         *     The answer does not tell whether another account has the address: then its owner is warned by mail, and there is no link. 3 requests an
         *     hour for one account, and for one address. A wrong `password` is 401 `invalid_credentials`; 10 in 15 minutes.
         */
        post: operations["requestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a new e-mail address by a mailed link
         * @description Uses up the token that `POST /me/email` has mailed to the new address (30 minutes, once), which becomes the account's, verified.
         *
         *     - Sessions end, but not the one that asked for the change. Links mailed to the old address expire, and the calendar feed gets another
         *       address.
         *     - The owner gets a `seguranca` notification. The old address is mailed a link by which the account can be taken back for 72 hours, if
         *       it was verified or staff made the account.
         *
         *     `invalid_token` also if another account has the address by now. 60 links in 15 minutes from one network address.
         */
        post: operations["confirmEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/restore-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an account back after a change of its e-mail address
         * @description Uses up the token that was mailed to the old address (72 hours, once): that address is the account's again, verified, with this
         *     password. A refused password leaves the link usable.
         *
         *     All sessions end (sockets close with 4403), later changes of the address and mailed links for a new password expire, the calendar feed
         *     gets another address, and the telephone stays only if it was verified before the change was asked for. The owner gets a `seguranca`
         *     notification, also by e-mail. 60 links in 15 minutes from one network address.
         */
        post: operations["restoreEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/phone/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code that verifies the telephone
         * @description Sends an SMS with six digits to the account's `phone`, good for 10 minutes and 5 tries; an earlier code no longer counts. Then
         *     `POST /me/phone/verify`.
         *
         *     Answers 202 also where none is sent: to a number that is verified, has opted out of SMS, or is not `smsReachable`, and when the day's SMS
         *     are spent. 3 an hour for one account, and for one number. Takes no body.
         */
        post: operations["requestPhoneCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/phone/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the telephone by the code
         * @description `phoneVerified` becomes true; from then on SMS carry links. `invalid_code` for a wrong code, after 10 minutes or 5 tries, and where the number was changed since.
         */
        post: operations["verifyPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signed-in account
         * @description With what its files take of the room that it has, in bytes.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Erase the account
         * @description At once and for good (LGPD, art. 18, VI): name, contacts, files, notifications and conversations are deleted, and the name goes from what
         *     others were notified of. What a psychologist attached or wrote stays in the patient's record. All sessions end, and sockets close with
         *     4403. The address may register again.
         *
         *     - Future appointments are cancelled, and the other person is told (`cancelamento`, `appointment:updated`). Past ones stay, without a name,
         *       for the legal period.
         *     - The answer waits until no message to the account can leave any more: usually at once, at most about half a minute.
         *     - The only administrator is refused (`last_admin`). A wrong password is 401 `invalid_credentials`; 10 in 15 minutes.
         */
        delete: operations["eraseMe"];
        options?: never;
        head?: never;
        /**
         * Change the profile
         * @description Changes the fields that are sent; any other field is `validation_failed`. E-mail and password have calls of their own.
         *
         *     - `phone: null` removes the number. A new one is not verified (`phoneVerified`) until `POST /me/phone/verify`.
         *     - A new number also sets `timezone` by its area code (DDD), unless the owner has ever chosen a zone.
         */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the account is asked to agree to
         * @description Each purpose with its present text in the account's language, and every decision so far. `provedor-ia`: whether an external language model may be asked; where `required`, the assistant answers by its rules until it is granted.
         */
        get: operations["listConsents"];
        /**
         * Agree to a text, or withdraw
         * @description Show `text` and send its `version`; `consent_outdated` if there is another text by now: read it again. `granted: false` withdraws; it
         *     counts from the next message to the assistant on.
         *
         *     Every decision is kept, with its time, network address and `User-Agent`; the same decision again adds nothing.
         */
        put: operations["recordConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything that is held about the account
         * @description LGPD, art. 18, II and V. JSON, or by `Accept: application/zip` an archive of that JSON (`dados.json`) and the account's files
         *     (`arquivos/<kind>/<id>-<name>`). Of other people it holds the names alone.
         *
         *     Both are streamed as attachments; where something cannot be read the connection breaks off, so keep only what has come whole. 10 an
         *     hour.
         */
        get: operations["exportMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search people
         * @description By name, in its order. What there is depends on the caller's role:
         *     - `paciente`: practising psychologists, of each `{id, name, avatarUrl}`. Another `role` than `psicologo` is `forbidden`.
         *     - `psicologo`: the staff, and patients with whom an appointment that was not cancelled joins them, each with the whole account.
         *     - `admin`: everyone, disabled accounts included.
         *
         *     Reads by staff are audited.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create an account
         * @description Of any role. A given password (10 to 128 characters, none that is easy to guess) works at once. Without one an invitation is
         *     mailed, whose link is good for 7 days: its owner chooses the password, and the mailbox is verified by it. Afterwards
         *     `POST /auth/forgot-password` sends another. A telephone counts as verified.
         *     `email_taken` also stands for an address that its former owner may still restore.
         *
         *     Only for `admin`.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Correct a patient's details, or change what an account may do
         * @description - `name`, `phone`, `locale`, `timezone`: of patients alone, by an admin, or by a psychologist in whose care they are (others are
         *       `not_found` for a psychologist). The patient is told, also by mail, which of them changed; a new telephone counts as verified.
         *     - `role`, `disabled`, `appointments`: by admins (`forbidden` for psychologists, as is an empty body). Another role, or `disabled: true`,
         *       ends the account's sessions and closes its sockets within a second. The last admin stays (`last_admin`).
         *     - `appointments: "keep"`: the appointments ahead stay. Of a psychologist who stops no reminder leaves, their patients and the admins are told
         *       by `sistema`; POST `/api/v1/admin/users/{id}/transfer` moves them to a colleague. A disabled patient's psychologists are told.
         *     - `appointments: "cancel"`: they are cancelled, and both people of each told; 422 where the account goes on practising.
         *
         *     Only for `psicologo` and `admin`.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List appointments
         * @description Those of the caller, the earliest start first: a patient's own, a psychologist's as psychologist and as patient, for an
         *     admin all. Reads by staff are audited.
         */
        get: operations["listAppointments"];
        put?: never;
        /**
         * Book an appointment
         * @description A patient books for themselves within working hours and without a `meetingUrl`; a psychologist books any patient with
         *     themselves, an admin any patient with any psychologist, both also outside working hours. A patient who books for another patient, and a psychologist with a colleague, are `forbidden`.
         *     - 10 to 480 minutes (left out: 50); at most 12 months ahead for patients, 24 for staff (`too_far_ahead`).
         *     - Neither person is booked twice: the loser of a race gets `slot_taken`.
         *     - A patient has at most 8 self-booked appointments ahead with a psychologist with whom none took place yet, 30 with one they know, 40 in all
         *       (`too_many_appointments`). What staff book does not count.
         *     - Both people's sockets get `appointment:updated`; both are told by `agendamento` (the psychologist not of their own act), with an
         *       invitation in the mail, SMS to the patient alone. Reminders follow by themselves.
         */
        post: operations["bookAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one appointment
         * @description For its two people and for admins; for others it is `not_found`. Reads by staff are audited.
         */
        get: operations["getAppointment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Move an appointment, or change its place
         * @description For its two people and admins, while it is `agendado` or `confirmado`; patients only before its start. What changes nothing
         *     is answered with the appointment as it is, and nobody is told.
         *     - A new `startsAt` or `durationMinutes`: it is `agendado` again, to be confirmed anew, and `version` rises. Patients stay within working hours.
         *       A later start is bound like a booking: 12 months ahead for patients, 24 for staff.
         *     - A new `modality` or `meetingUrl` changes neither status nor `version`; `presencial` drops the `meetingUrl`. Patients may not set one
         *       (`forbidden`).
         *     - With `version`: refused as `version_conflict` where another than that is current.
         *     - Both people's sockets get `appointment:updated`; both are told by `remarcacao` (the psychologist not of their own act), with an
         *       invitation in the mail. SMS goes to the patient alone; of a new place only when another person made it, with less than 24 hours left.
         */
        patch: operations["updateAppointment"];
        trace?: never;
    };
    "/api/v1/appointments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an appointment
         * @description For its two people and admins: from `agendado` or `confirmado` to `cancelado`; patients only before its start. The body may be
         *     left out. `version` rises, and `lateCancel` tells whether less than 24 hours were left. The time is free again. Both people's sockets get
         *     `appointment:updated`; both are told by `cancelamento`, with the reason (the psychologist not of their own act).
         */
        post: operations["cancelAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an appointment
         * @description For its two people and admins, before its start: from `agendado` to `confirmado`. What is `confirmado` already is answered
         *     with 200, and nothing happens. Both people's sockets get `appointment:updated`; everyone but the caller is told by `confirmacao`. Patients
         *     can also confirm by the link in their mail or SMS, without signing in.
         */
        post: operations["confirmAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that it took place
         * @description For its psychologist and admins, from its start on: from `agendado` or `confirmado` to `realizado`, which is final. Both people's
         *     sockets get `appointment:updated`; there is no notification.
         */
        post: operations["completeAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that the patient did not come
         * @description For its psychologist and admins, from its start on: from `agendado` or `confirmado` to `faltou`, which is final. Both people's
         *     sockets get `appointment:updated`; there is no notification.
         */
        post: operations["markNoShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/remind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remind the patient now
         * @description For its psychologist and admins, before its start, while it is `agendado` or `confirmado`. The patient gets a `lembrete` on every
         *     channel that is open to them, also in quiet hours; the hourly limits hold. Nothing else changes.
         */
        post: operations["remindPatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/working-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a psychologist's working hours
         * @description For everyone who is signed in. Wall-clock in the practice's zone; until they are set, Monday to Friday 08:00 to 18:00. Who does not
         *     practise as a psychologist is `not_found`.
         */
        get: operations["getWorkingHours"];
        /**
         * Set a psychologist's working hours
         * @description By the psychologist and admins. Replaces the whole week: a day that is left out is a day off. Appointments that are booked already
         *     stay. The answer is what was sent.
         */
        put: operations["setWorkingHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List free times of a psychologist
         * @description In order, all at once. Each stretch of working hours is cut from its beginning into slots of `durationMinutes`; stretches that touch
         *     are one, also across midnight. Left out are slots in the past, those that meet an appointment of the psychologist or of the caller, and those
         *     that the caller may not book yet: more than 12 months ahead for patients, 24 for staff. A slot may be gone by the time that it is booked.
         */
        get: operations["listSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a psychologist's appointments to a colleague
         * @description All that are `agendado` or `confirmado` and have not begun, each at its time: status and `version` stay, the `meetingUrl` goes. What is
         *     not free with the colleague or outside their working hours stays where it is, among `conflicts`. `psychologist_not_found`: the colleague does
         *     not practise, or is the same person.
         *
         *     The sockets of the patient and of both psychologists get `appointment:updated`. Patients and the colleague are told of each by `remarcacao`,
         *     a former psychologist who still practises of all by one `sistema`.
         *
         *     Only for `admin`.
         */
        post: operations["transferAppointments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the caller's avatar
         * @description A JPEG (up to 108 megapixels), PNG or WebP (up to 50), 5 MB (5 × 1024²) at most; told by its content, not by its name or type.
         *     It is turned upright, cropped to a square, stripped of all metadata and kept as WebP of 512 pixels, with a variant of 128; of an animation the first frame. The last avatar is removed.
         *
         *     20 stored uploads an hour and 60 attempts for each account; what was refused does not count as stored. All files of an account together take up to `uploads.quotaBytes` of `GET /config`, else 507.
         *     Both addresses work without a token, in `<img src>` too, until the avatar is replaced.
         */
        post: operations["uploadAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/attachment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file
         * @description Any file, an empty one too, up to 10 MB (10 × 1024²); with `appointmentId` for the two people of that appointment, otherwise for the caller alone.
         *
         *     20 stored uploads an hour and 60 attempts for each account; what was refused does not count as stored. All files of an account together take up to `uploads.quotaBytes` of `GET /config`, else 507.
         *     `url` is signed for the caller and good for one to two hours; `GET /files/{id}` gives a new one.
         */
        post: operations["uploadAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload up to ten files
         * @description Up to 10 files of 10 MB (10 × 1024²) each, in the field `files` (or `files[]`). `items` stand in the order in which they were sent: each was stored (`status` 201, `file`) or refused by itself (`problem`, such as `file_too_large` or `quota_exceeded`).
         *     201 if all were stored, 207 if some or all were refused. An eleventh file, a broken form, a form over twice that size (413), an account that is full already (507), or an `appointmentId` that is not one of yours refuses the whole request, and nothing is stored.
         *
         *     20 stored uploads an hour and 60 attempts for each account; what was refused does not count as stored. All files of an account together take up to `uploads.quotaBytes` of `GET /config`, else 507. A bulk counts as one.
         */
        post: operations["uploadFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List files
         * @description The caller's own, the newest first; with `appointmentId` those of that appointment, for its two people and administrators (others: 404).
         *     A file that was uploaded to an appointment is listed for its uploader as long as they are one of its people.
         */
        get: operations["listFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is known of a file
         * @description For its owner, the two people of its appointment, and administrators; 404 for all others. `url` is made anew: of an attachment good for one to two hours, for the caller alone.
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        /**
         * Delete a file
         * @description For its owner and administrators; the other person of its appointment, who may read it, gets 403. All its addresses end at once, and its room in the quota is free again.
         */
        delete: operations["deleteFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file
         * @description By its signed address (`url` of a file, whole and unchanged), which needs no token, or by `id` with a bearer token, for those who may read the file. HEAD answers with the headers alone.
         *     A signed address of an attachment ends after one to two hours, and with its reader’s right to read the file: then 401, unless a token comes with it.
         *     Attachments are always downloaded, never shown; a page of any origin may embed an avatar. One range is served, several are answered by the whole.
         */
        get: operations["downloadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's notifications
         * @description The newest first. Of an appointment `data` has `appointmentId`, `version`, `startsAt`, and `date` and `time` in the reader's own zone.
         *     New ones come to the sockets as `notification:new`.
         */
        get: operations["listNotifications"];
        put?: never;
        /**
         * Write to a person
         * @description A psychologist to their patients (others are `not_found`), an admin to anyone. It is a `mensagem`, stands in the inbox at once, and
         *     comes to the person's sockets as `notification:new`; e-mail and SMS leave after the answer.
         *     - What the person has turned off is not sent. Quiet hours put it off, and so do the limits for a person in any sixty minutes: 100 e-mails,
         *       10 SMS.
         *     - What became of it: GET `/api/v1/notifications/{id}/deliveries`.
         *
         *     Only for `psicologo` and `admin`.
         */
        post: operations["sendNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/unread-count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the caller's unread notifications
         * @description For a badge: ask once, then follow `notification:new` and `notification:read` on the socket.
         */
        get: operations["countUnreadNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a notification as read
         * @description One of the caller's own. The first time all of the caller's sockets get `notification:read`; later it stays as it is, with the same
         *     answer. An `alerta` that was read is not passed on to the admins.
         */
        post: operations["markNotificationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark all notifications as read
         * @description The caller's own. The caller's sockets get a `notification:read` for each that was unread.
         */
        post: operations["markAllNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what became of a notification
         * @description A psychologist sees their own and their patients' (others are `not_found`), an admin all. `items` has one for each channel, also for
         *     those that were not used, with the reason; `timeline` what happened in order. `in_app` is `entregue` at once; `websocket` is `entregue` when it was
         *     written to a socket, and `suprimida` for `offline` where none was open within two seconds; e-mail stays `enviada`. Reads are audited.
         *
         *     Only for `psicologo` and `admin`.
         */
        get: operations["listNotificationDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the caller's preferences
         * @description For each type of notification whether it may come by `email` and by `sms`: all may until they are turned off. Not every type uses
         *     both: `mensagem` and `seguranca` go by e-mail (staff may send a `mensagem` by SMS, too), `sistema` mostly stays in the inbox. The inbox and
         *     the sockets always get everything.
         */
        get: operations["getNotificationPreferences"];
        /**
         * Change the caller's preferences
         * @description Send only what changes; the rest stays. `alerta` and `seguranca` cannot be turned off (`preference_locked`, with the fields among
         *     `errors`). It also holds for what waits to be sent. The answer has all of them.
         */
        put: operations["updateNotificationPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/preferences/quiet-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the caller's quiet hours
         * @description In the caller's own zone (`timezone` of the account). They put off `lembrete` and `mensagem` by e-mail and SMS, not what answers the
         *     caller's own act. Until they are set, 22:00 to 07:00 holds for SMS alone, and is the answer.
         */
        get: operations["getQuietHours"];
        /**
         * Set the caller's quiet hours
         * @description For e-mail and SMS alike. `end` differs from `start`; before it, it is on the next day. `enabled: false` lets everything come at any
         *     time. A reminder that would then come less than an hour before the appointment leaves before they begin. The answer is what was sent.
         */
        put: operations["setQuietHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search deliveries
         * @description The newest first: one for each channel of each notification, with its attempts, but never with what it says. `status=falhou` lists
         *     what waits for an admin: failures that stay, and what was tried eight times over about a day. Reads are audited.
         *
         *     Only for `admin`.
         */
        get: operations["searchDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one delivery
         * @description With its attempts, but never with what it says. Reads are audited.
         *
         *     Only for `admin`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a failed delivery again
         * @description From `falhou` to `pendente`, as if it had never been tried; `attempts` keeps the earlier ones. Another status is `delivery_settled`. At
         *     its turn it is checked against the present: a reminder of an appointment that was moved becomes `cancelada`.
         *
         *     Only for `admin`.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deliveries/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send all failed deliveries of a kind again
         * @description All that are `falhou` at the moment of the request and match every field that is given; at least one has to be. The answer tells how
         *     many: they leave afterwards, within the limits.
         *
         *     Only for `admin`.
         */
        post: operations["retryDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deliveries/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up a delivery
         * @description Of e-mail and SMS: from `falhou`, `pendente` or `adiada` to `cancelada`, with the reason. Another status, or another channel, is
         *     `delivery_settled`. The notification stays in the inbox.
         *
         *     Only for `admin`.
         */
        post: operations["discardDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the audit log
         * @description Who saw or changed what, the newest first. All filters must match. The log is append-only, holds no names and no texts, and
         *     this read stands in it, too. Patients' reads of their own are not logged.
         *
         *     Only for `admin`.
         */
        get: operations["searchAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List mailboxes that nothing is sent to
         * @description The newest first: addresses that a mail server has refused for good (5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10, 5.2.1). Their deliveries are
         *     `suprimida`. Reads are audited.
         *
         *     Only for `admin`.
         */
        get: operations["listSuppressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let mail go to an address again
         * @description As once its owner has set the mailbox right. What was not sent meanwhile is not sent later.
         *
         *     Only for `admin`.
         */
        delete: operations["liftSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/twilio/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what became of a text message
         * @description Called by Twilio, where the server sends by it. Twilio signs it with the account’s token over `PUBLIC_URL` and the path, and the fields: 403 for all others. Up to 64 KiB. The delivery moves forward only; the same report again changes nothing. What is no report of a message is passed over, with 204 all the same.
         */
        post: operations["reportTwilioDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/twilio/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take what a patient has written back
         * @description Called by Twilio, where the server sends by it. Twilio signs it with the account’s token over `PUBLIC_URL` and the path, and the fields: 403 for all others. Up to 64 KiB. SIM and NÃO act on the appointment that was asked about, PARE and VOLTAR on the number; words of a risk to life alert the practice. The same message again changes nothing and gets the same reply. Beyond 20 replies an hour a number is heard and not answered.
         */
        post: operations["receiveTwilioMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/calendar-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the address of the private calendar feed
         * @description For a calendar program to subscribe to (`GET /calendar/:file`). It stays the same until it is revoked: by `DELETE`, a changed or reset
         *     password, a change of e-mail, and the first verification of the address.
         */
        get: operations["getCalendarUrl"];
        put?: never;
        post?: never;
        /**
         * Revoke the address of the calendar feed
         * @description The old address answers 404 from now on; the next `GET` gives another.
         */
        delete: operations["revokeCalendarUrl"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the assistant
         * @description A message of up to 4000 characters, and what the front end adds as `context`; without `conversationId` it opens a conversation. The reply is plain text. The language models are asked in their order, within the time that the server gives them; then, or beyond 60 questions an hour of one account, the rules answer.
         *     With `Accept: text/event-stream` the reply comes as it is written. Leaving stops it there, and what was said is kept; an answer in JSON goes on without its caller, and the same `Idempotency-Key` gets it later.
         *
         *     A message that speaks of a risk to life (`risk: "alto"`) is never refused, for load or limits: it is answered by fixed text with the numbers to call, no model sees it, and a patient’s psychologist is alerted.
         *     `consentRequired: true` says that no model was asked because the account has not agreed to `provedor-ia` (`PUT /me/consents`).
         *     Two questions of one account are answered at once (429 beyond them, `Retry-After: 1`).
         */
        post: operations["askAssistant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversations
         * @description The caller's own, the latest used first; nobody else reads them, whatever their role. They are forgotten some time after their last message (90 days, unless the practice says otherwise).
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a conversation
         * @description From its end: the latest `limit` messages, oldest first; `nextCursor` leads to earlier ones. 404 for a conversation that is not the caller's.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /**
         * Forget a conversation
         * @description With all its messages, for good. An alert that was raised from it stays.
         */
        delete: operations["deleteConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/risk-alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List alerts of risk to life
         * @description The newest first: of a psychologist’s patients, or all for an administrator. They hold none of the patient’s words.
         *     Messages within ten minutes of an alert that nobody has read yet are counted there; `messages` and `lastAt` say how many and when.
         *
         *     Only for `psicologo` and `admin`.
         */
        get: operations["listRiskAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/risk-alerts/{id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge an alert of risk to life
         * @description Says that somebody has taken care of it: it escalates no further, what waited to be sent about it is cancelled, and the caller’s notifications of it are read on all their screens.
         *     The first one counts; again it changes nothing. For the patient’s psychologists and administrators; 404 for all others.
         */
        post: operations["acknowledgeRiskAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        WorkingHoursInput: {
            /** @description By day: up to 24 stretches of wall-clock in the practice's zone, in order and without overlap. `24:00` ends a day; a day that is left out is a day off. */
            days: {
                mon?: [
                    string,
                    string
                ][];
                tue?: [
                    string,
                    string
                ][];
                wed?: [
                    string,
                    string
                ][];
                thu?: [
                    string,
                    string
                ][];
                fri?: [
                    string,
                    string
                ][];
                sat?: [
                    string,
                    string
                ][];
                sun?: [
                    string,
                    string
                ][];
            };
        };
        WorkingHours: {
            /** @description By day: up to 24 stretches of wall-clock in the practice's zone, in order and without overlap. `24:00` ends a day; a day that is left out is a day off. */
            days: {
                mon?: [
                    string,
                    string
                ][];
                tue?: [
                    string,
                    string
                ][];
                wed?: [
                    string,
                    string
                ][];
                thu?: [
                    string,
                    string
                ][];
                fri?: [
                    string,
                    string
                ][];
                sat?: [
                    string,
                    string
                ][];
                sun?: [
                    string,
                    string
                ][];
            };
        };
        Conversation: {
            /** Format: uuid */
            id: string;
            /** @description The beginning of its first message, up to 80 characters. */
            title: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ConversationMessage: {
            id: number;
            /** @enum {string} */
            role: "user" | "assistant";
            content: string;
            /** @description Who wrote the reply; older ones may name a provider that is gone. */
            provider?: string;
            /**
             * @description Of the message, also on its reply.
             * @enum {string}
             */
            risk: "nenhum" | "baixo" | "alto";
            /**
             * @description The asker left before the end of the reply.
             * @constant
             */
            interrupted?: true;
            /** Format: date-time */
            createdAt: string;
        };
        User: {
            id: number;
            name: string;
            /** @description Null once the account was erased. */
            email: string | null;
            /** @description Whether a link that was mailed there has been used. */
            emailVerified: boolean;
            /** @enum {string} */
            role: "paciente" | "psicologo" | "admin";
            /** @description E.164. */
            phone: string | null;
            /** @description By a code, by an answer from it, or because staff entered it. Until then SMS carry no links. */
            phoneVerified: boolean;
            /** @description Whether SMS can go to `phone`: a mobile number, and a patient's of a country that the practice serves. */
            smsReachable: boolean;
            /** @description Of letters, SMS and notifications: `pt-BR` or `en`. */
            locale: string;
            /** @description IANA zone, in which letters, SMS and the calendar say the time. */
            timezone: string;
            /** @description Absolute and signed, for `<img src>`; good until the picture is replaced. */
            avatarUrl: string | null;
            /** @description Whether letters, SMS and invitations name neither psychology nor titles. */
            discreet: boolean;
            /** @description Whether an administrator has shut it: it cannot sign in, and nobody can book with it. */
            disabled: boolean;
            /** Format: date-time */
            createdAt: string;
        };
        Person: {
            id: number;
            name: string;
            /** @description Absolute and signed, for `<img src>`; good until the picture is replaced. */
            avatarUrl: string | null;
        };
        RiskAlert: {
            id: number;
            patient: components["schemas"]["Person"];
            /** @constant */
            level: "alto";
            /** @description How many messages it stands for. */
            messages: number;
            /**
             * Format: date-time
             * @description When the last of them was sent.
             */
            lastAt: string;
            /** Format: date-time */
            createdAt: string;
            acknowledgedAt: string | null;
            acknowledgedBy: components["schemas"]["Person"] | null;
        };
        /** @description RFC 9457. `code` is stable; `title` is Portuguese or English by `Accept-Language`; `errors` stands with `validation_failed` and `preference_locked`. `detail` may be in English only. */
        Problem: {
            /** @example urn:blurosiere:problem:slot_taken */
            type: string;
            /** @example Este horário já foi ocupado */
            title: string;
            /** @example 409 */
            status: number;
            /** @description More than the title says, in this case. */
            detail?: string;
            /**
             * @description What programs go by; docs/errors.md lists them.
             * @example slot_taken
             */
            code: string;
            /** @description Stands in the log; quote it when you ask for help. */
            requestId: string;
            errors?: {
                /**
                 * @description Where in the input.
                 * @example body.startsAt
                 */
                path: string;
                message: string;
            }[];
        };
        Slot: {
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            /** @description Of the start, `YYYY-MM-DD`, in the practice's zone. */
            date: string;
            /** @description Of the start, `HH:MM`, in the practice's zone. */
            time: string;
        };
        Appointment: {
            id: number;
            patientId: number;
            psychologistId: number;
            patient: components["schemas"]["Person"];
            psychologist: components["schemas"]["Person"];
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            durationMinutes: number;
            /** @description Of the start, `YYYY-MM-DD`, in the practice's zone. */
            date: string;
            /** @description Of the start, `HH:MM`, in the practice's zone. */
            time: string;
            /**
             * @description `presencial`: at the practice.
             * @enum {string}
             */
            modality: "presencial" | "online";
            /** @description Of `online` appointments alone, and not of all. */
            meetingUrl?: string;
            /**
             * @description In order: booked, confirmed, took place, the patient did not come, cancelled. The last three are final.
             * @enum {string}
             */
            status: "agendado" | "confirmado" | "realizado" | "faltou" | "cancelado";
            /** @description From 1; rises with each new time and on cancellation, not with a change of status, place or psychologist. */
            version: number;
            /** @description As whoever cancelled wrote it. */
            cancelReason?: string;
            /** @description Once cancelled: whether less than 24 hours were left. */
            lateCancel?: boolean;
        };
        Transfer: {
            /** @description Ids of the appointments that are the colleague's now, by start. */
            transferred: number[];
            /** @description What stays where it was, and why. */
            conflicts: {
                appointmentId: number;
                /** Format: date-time */
                startsAt: string;
                /** @description `slot_taken` or `outside_working_hours`. */
                code: string;
            }[];
        };
        Tokens: {
            /** @description A JWT for `Authorization: Bearer`; its `sid` is the session. */
            accessToken: string;
            /** @description Serves once, for the next pair; 30 days. */
            refreshToken: string;
            /** @description Of the access token, in seconds. */
            expiresIn: number;
        };
        SignedIn: {
            user: components["schemas"]["User"];
            /** @description A JWT for `Authorization: Bearer`; its `sid` is the session. */
            accessToken: string;
            /** @description Serves once, for the next pair; 30 days. */
            refreshToken: string;
            /** @description Of the access token, in seconds. */
            expiresIn: number;
        };
        Me: {
            id: number;
            name: string;
            /** @description Null once the account was erased. */
            email: string | null;
            /** @description Whether a link that was mailed there has been used. */
            emailVerified: boolean;
            /** @enum {string} */
            role: "paciente" | "psicologo" | "admin";
            /** @description E.164. */
            phone: string | null;
            /** @description By a code, by an answer from it, or because staff entered it. Until then SMS carry no links. */
            phoneVerified: boolean;
            /** @description Whether SMS can go to `phone`: a mobile number, and a patient's of a country that the practice serves. */
            smsReachable: boolean;
            /** @description Of letters, SMS and notifications: `pt-BR` or `en`. */
            locale: string;
            /** @description IANA zone, in which letters, SMS and the calendar say the time. */
            timezone: string;
            /** @description Absolute and signed, for `<img src>`; good until the picture is replaced. */
            avatarUrl: string | null;
            /** @description Whether letters, SMS and invitations name neither psychology nor titles. */
            discreet: boolean;
            /** @description Whether an administrator has shut it: it cannot sign in, and nobody can book with it. */
            disabled: boolean;
            /** Format: date-time */
            createdAt: string;
            /** @description What the account's files take, and how much they may. */
            storage: {
                usedBytes: number;
                quotaBytes: number;
            };
        };
        Session: {
            /**
             * Format: uuid
             * @description The `sid` of its access tokens.
             */
            id: string;
            /** @description What the browser or app called itself at sign-in (`User-Agent`). */
            device: string | null;
            /** @description Where it was opened from. */
            ip: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its tokens were last refreshed.
             */
            lastUsedAt: string;
            /** @description Whether the caller's own token is of it. */
            current: boolean;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description Null without a signed-in user: a refused sign-in, a signed address, a schedule. */
            actorId: number | null;
            /** @enum {string} */
            action: "session.open" | "session.refuse" | "session.reuse" | "session.end" | "user.register" | "user.create" | "user.read" | "user.update" | "user.password" | "user.verify" | "user.export" | "user.erase" | "consent.record" | "appointment.create" | "appointment.read" | "appointment.update" | "file.create" | "file.read" | "file.download" | "file.delete" | "conversation.delete" | "risk_alert.read" | "risk_alert.acknowledge" | "notification.read" | "notification.send" | "delivery.read" | "delivery.retry" | "delivery.discard" | "suppression.read" | "suppression.lift" | "audit.read";
            /** @description The part of `action` before the dot. */
            resource: string;
            /** @description Null where a list was read: `detail.ids` then has what it showed. */
            resourceId: string | null;
            /** @description Null outside of a request, as for an SMS. */
            ip: string | null;
            /** @description The `X-Request-Id` of the answer. */
            requestId: string | null;
            /** @description Ids and names of changed fields; never a person's name, contact or text. */
            detail: {
                [key: string]: unknown;
            };
        };
        FrontEndConfig: {
            version: string;
            clinic: {
                name: string;
                phone: string | null;
                address: string | null;
            };
            /** @description The practice's, in which working hours and `date` and `time` are meant. */
            timezone: string;
            locales: string[];
            roles: ("paciente" | "psicologo" | "admin")[];
            notifications: {
                types: ("lembrete" | "confirmacao" | "agendamento" | "remarcacao" | "cancelamento" | "mensagem" | "alerta" | "sistema" | "seguranca")[];
                channels: ("in_app" | "websocket" | "email" | "sms")[];
                /** @description Those that a person may turn off for a type. */
                optionalChannels: ("in_app" | "websocket" | "email" | "sms")[];
                /** @description The types that stay on all the same. */
                lockedTypes: ("lembrete" | "confirmacao" | "agendamento" | "remarcacao" | "cancelamento" | "mensagem" | "alerta" | "sistema" | "seguranca")[];
            };
            appointments: {
                statuses: ("agendado" | "confirmado" | "realizado" | "faltou" | "cancelado")[];
                modalities: ("presencial" | "online")[];
                durationMinutes: {
                    min: number;
                    max: number;
                    default: number;
                };
                /** @description How many live appointments ahead a patient may have booked for themselves. */
                patientAhead: {
                    /** @description With whom none has taken place yet. */
                    newPsychologist: number;
                    knownPsychologist: number;
                    total: number;
                };
                /** @description How far ahead one may book. */
                monthsAhead: {
                    patient: number;
                    staff: number;
                };
            };
            /** @description Characters. */
            passwords: {
                min: number;
                max: number;
            };
            uploads: {
                avatar: {
                    /** @description In one form. */
                    files: number;
                    /** @description Of each file. */
                    fileBytes: number;
                    /** @description By content, whatever the name says; null: any. */
                    types: string[] | null;
                    /** @description The most that a picture of each type may have. */
                    megapixels?: {
                        [key: string]: number;
                    };
                };
                attachment: {
                    /** @description In one form. */
                    files: number;
                    /** @description Of each file. */
                    fileBytes: number;
                    /** @description By content, whatever the name says; null: any. */
                    types: string[] | null;
                    /** @description The most that a picture of each type may have. */
                    megapixels?: {
                        [key: string]: number;
                    };
                };
                bulk: {
                    /** @description In one form. */
                    files: number;
                    /** @description Of each file. */
                    fileBytes: number;
                    /** @description By content, whatever the name says; null: any. */
                    types: string[] | null;
                    /** @description The most that a picture of each type may have. */
                    megapixels?: {
                        [key: string]: number;
                    };
                };
                /** @description What all files of one account may take. */
                quotaBytes: number;
            };
            ai: {
                /** @description Of one message, at most. */
                characters: number;
                /** @description Whether models are asked only for those who have agreed to it. */
                consentRequired: boolean;
            };
            /** @description How long an access token is good. */
            accessTokenSeconds: number;
            /** @description So many of each in so many seconds, by the names of the `RateLimit-Policy` header. */
            limits: {
                "login-account": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "login-address": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "login-anywhere": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                register: {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "register-taken": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "forgot-address": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "forgot-account": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "account-link": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "phone-code": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "verify-resend": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "email-change": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                refresh: {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "ws-ticket": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                export: {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                upload: {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "upload-attempt": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "sms-answer": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "ai-model": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
                "socket-message": {
                    /** @description How many. */
                    points: number;
                    /** @description In how long. */
                    seconds: number;
                };
            };
        };
        Health: {
            /** @enum {string} */
            status: "ok" | "degraded" | "error";
            version: string;
            uptimeSeconds: number;
            /** Format: date-time */
            time: string;
            /** @description The release of the time zone data that reminders and quiet hours are computed with, such as `2026a`. */
            tzdata: string;
            integrations: {
                database: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                queue: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                email: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                sms: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                storage: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                ai: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                notifications: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
                websocket: {
                    /** @enum {string} */
                    status: "ok" | "fallback" | "error";
                    /** @description Who does it, or what stands in for them. */
                    provider: string;
                    /** @description How long the last look took, in milliseconds. */
                    latencyMs?: number;
                    /** @description What an operator can act on; no secret, host, path or address. */
                    detail?: string;
                    /** @description The last failure since the start, even if it has passed. */
                    lastError?: string;
                };
            };
        };
        Suppression: {
            id: number;
            address: string;
            /** @description What the mail server refused it with, such as `550 5.1.1`. */
            code: string;
            /** Format: date-time */
            createdAt: string;
        };
        Notification: {
            id: number;
            /** @enum {string} */
            type: "lembrete" | "confirmacao" | "agendamento" | "remarcacao" | "cancelamento" | "mensagem" | "alerta" | "sistema" | "seguranca";
            title: string;
            message: string;
            /** @description What to link by: `appointmentId` of an appointment, `from` of a message from staff; others may come. */
            data: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            createdAt: string;
            readAt: string | null;
        };
        DeliveryAttempt: {
            /** Format: date-time */
            at: string;
            /** @description `smtp`, `twilio`, `sns`, or `console`, which sends nothing. */
            provider: string;
            /** @description The provider's own id of the message. */
            providerId?: string;
            /** @description `enviada`, `temporaria` (it is tried again), `permanente`, or `incerta`: the answer was lost, so it may have left. */
            outcome: string;
            /** @description With the provider's own code, such as `550 5.1.1` or `21211`. */
            error?: string;
            /** @description How long the provider took. */
            latencyMs: number;
        };
        Delivery: {
            id: string;
            notificationId: number;
            /** @enum {string} */
            channel: "in_app" | "websocket" | "email" | "sms";
            /**
             * @description In order: queued, put off (a limit, quiet hours, the budget, an alert that may still be read), being sent, taken by the provider, arrived, failed for good, not sent as this channel is closed, no longer true or discarded.
             * @enum {string}
             */
            status: "pendente" | "adiada" | "enviando" | "enviada" | "entregue" | "falhou" | "suprimida" | "cancelada";
            provider: string | null;
            /** @description Why it stands so: Portuguese words for staff, or `offline`, `country_not_allowed`, `unverified_mailbox`. */
            reason: string | null;
            nextAttemptAt: string | null;
            /** @description Of an SMS: how many messages it was to the carrier. */
            segments?: number;
            /** @description Of an SMS, once the provider has told it. */
            price?: {
                /** @description A decimal number. */
                amount: string;
                /** @description ISO 4217. */
                currency: string;
            };
            attempts: components["schemas"]["DeliveryAttempt"][];
        };
        AdminDelivery: {
            id: string;
            notificationId: number;
            /** @enum {string} */
            channel: "in_app" | "websocket" | "email" | "sms";
            /**
             * @description In order: queued, put off (a limit, quiet hours, the budget, an alert that may still be read), being sent, taken by the provider, arrived, failed for good, not sent as this channel is closed, no longer true or discarded.
             * @enum {string}
             */
            status: "pendente" | "adiada" | "enviando" | "enviada" | "entregue" | "falhou" | "suprimida" | "cancelada";
            provider: string | null;
            /** @description Why it stands so: Portuguese words for staff, or `offline`, `country_not_allowed`, `unverified_mailbox`. */
            reason: string | null;
            nextAttemptAt: string | null;
            /** @description Of an SMS: how many messages it was to the carrier. */
            segments?: number;
            /** @description Of an SMS, once the provider has told it. */
            price?: {
                /** @description A decimal number. */
                amount: string;
                /** @description ISO 4217. */
                currency: string;
            };
            attempts: components["schemas"]["DeliveryAttempt"][];
            /** @description Whom it is for. */
            userId: number;
            /** @enum {string} */
            type: "lembrete" | "confirmacao" | "agendamento" | "remarcacao" | "cancelamento" | "mensagem" | "alerta" | "sistema" | "seguranca";
            /** @description Since it was made, or last retried by an administrator. */
            attemptCount: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        NotificationPreferences: {
            lembrete: {
                email: boolean;
                sms: boolean;
            };
            confirmacao: {
                email: boolean;
                sms: boolean;
            };
            agendamento: {
                email: boolean;
                sms: boolean;
            };
            remarcacao: {
                email: boolean;
                sms: boolean;
            };
            cancelamento: {
                email: boolean;
                sms: boolean;
            };
            mensagem: {
                email: boolean;
                sms: boolean;
            };
            alerta: {
                email: boolean;
                sms: boolean;
            };
            sistema: {
                email: boolean;
                sms: boolean;
            };
            seguranca: {
                email: boolean;
                sms: boolean;
            };
        };
        Consent: {
            /** @enum {string} */
            purpose: "provedor-ia";
            /** @description Whether this server asks a language model only with it. */
            required: boolean;
            /** @description Of the present `text`. */
            version: string;
            /** @description In the caller's language. */
            text: string;
            /** @description Whether the last decision is yes, to this version. */
            granted: boolean;
            /** @description Every decision, the latest first. */
            history: {
                version: string;
                granted: boolean;
                /** Format: date-time */
                at: string;
            }[];
        };
        File: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "avatar" | "attachment";
            /** @description As it was sent, without what a file system would mind. */
            filename: string;
            /** @description By content; `application/octet-stream` where that tells nothing. */
            mimeType: string;
            /** @description Bytes. */
            size: number;
            /** @description Of its bytes, in hexadecimal digits. */
            sha256: string;
            /**
             * Format: uri
             * @description Signed, and good without a token: an avatar’s until it is replaced, others for one to two hours.
             */
            url: string;
            appointmentId?: number;
            /** Format: date-time */
            createdAt: string;
            /** @description Further sizes of an avatar, which itself is 512 pixels wide. */
            variants?: {
                /** @description Its width in pixels. */
                name: string;
                /** @description Bytes. */
                size: number;
                sha256: string;
                /** Format: uri */
                url: string;
            }[];
        };
        AssistantAnswer: {
            /** @description Plain text. */
            reply: string;
            /** Format: uuid */
            conversationId: string;
            /**
             * @description Who wrote it: a model, or the server’s own rules.
             * @enum {string}
             */
            provider: "openai" | "huggingface" | "rules";
            /**
             * @description Of the message, to life. On `alto` the reply is fixed text with the numbers to call.
             * @enum {string}
             */
            risk: "nenhum" | "baixo" | "alto";
            /**
             * @description No model was asked, because the account has not agreed to `provedor-ia`.
             * @constant
             */
            consentRequired?: true;
        };
    };
    responses: {
        /** @description `malformed_request`: The request is malformed. */
        MalformedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "malformed_request";
                };
            };
        };
        /** @description `forbidden`: You may not do this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "forbidden";
                };
            };
        };
        /** @description `validation_failed`: Some fields are invalid. */
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed";
                };
            };
        };
        /** @description `upgrade_required`: Use a WebSocket connection. */
        UpgradeRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "upgrade_required";
                };
            };
        };
        /** @description `rate_limited`: Too many attempts; wait a little. */
        RateLimited: {
            headers: {
                /** @description Seconds until it is worth trying again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "rate_limited";
                };
            };
        };
        /** @description `internal_error`: Something went wrong on our side. */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "internal_error";
                };
            };
        };
        /** @description `unavailable`: Temporarily unavailable. `overloaded`: Too many requests at once; try again in a moment. */
        UnavailableOrOverloaded: {
            headers: {
                /** @description Seconds until it is worth trying again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable" | "overloaded";
                };
            };
        };
        /** @description `unavailable`: Temporarily unavailable. */
        Unavailable: {
            headers: {
                /** @description Seconds until it is worth trying again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable";
                };
            };
        };
        /** @description `unauthenticated`: Sign-in required. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unauthenticated";
                };
            };
        };
        /** @description `not_found`: Not found. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not_found";
                };
            };
        };
        /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not valid JSON. */
        MalformedRequestOrMalformedJson: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "malformed_request" | "malformed_json";
                };
            };
        };
        /** @description `body_too_large`: The body is too large. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "body_too_large";
                };
            };
        };
        /** @description `unsupported_media_type`: Content type not accepted. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported_media_type";
                };
            };
        };
        /** @description `storage_full`: There is no room to store this. */
        StorageFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "storage_full";
                };
            };
        };
        /** @description `email_taken`: This e-mail is already registered. */
        EmailTaken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "email_taken";
                };
            };
        };
        /** @description `weak_password`: This password is easy to guess. `validation_failed`: Some fields are invalid. */
        WeakPasswordOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "weak_password" | "validation_failed";
                };
            };
        };
        /** @description `invalid_credentials`: Wrong e-mail or password. */
        InvalidCredentials: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_credentials";
                };
            };
        };
        /** @description `validation_failed`: Some fields are invalid. `invalid_cursor`: The cursor is not valid. */
        ValidationFailedOrInvalidCursor: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "invalid_cursor";
                };
            };
        };
        /** @description `invalid_refresh_token`: The session has expired; sign in again. */
        InvalidRefreshToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_refresh_token";
                };
            };
        };
        /** @description `invalid_token`: The link is no longer valid; ask for another. `weak_password`: This password is easy to guess. `validation_failed`: Some fields are invalid. */
        InvalidTokenOrWeakPasswordOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_token" | "weak_password" | "validation_failed";
                };
            };
        };
        /** @description `invalid_credentials`: Wrong e-mail or password. `unauthenticated`: Sign-in required. */
        InvalidCredentialsOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_credentials" | "unauthenticated";
                };
            };
        };
        /** @description `invalid_token`: The link is no longer valid; ask for another. `validation_failed`: Some fields are invalid. */
        InvalidTokenOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_token" | "validation_failed";
                };
            };
        };
        /** @description `phone_missing`: The account has no telephone. */
        PhoneMissing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "phone_missing";
                };
            };
        };
        /** @description `invalid_code`: The code is wrong or no longer valid; ask for another. `validation_failed`: Some fields are invalid. */
        InvalidCodeOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_code" | "validation_failed";
                };
            };
        };
        /** @description `last_admin`: This is the last administrator. */
        LastAdmin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "last_admin";
                };
            };
        };
        /** @description `consent_outdated`: The text has changed; read it again. */
        ConsentOutdated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "consent_outdated";
                };
            };
        };
        /** @description `email_taken`: This e-mail is already registered. `idempotency_in_progress`: The first request under this key is still running. */
        EmailTakenOrIdempotencyInProgress: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "email_taken" | "idempotency_in_progress";
                };
            };
        };
        /** @description `weak_password`: This password is easy to guess. `validation_failed`: Some fields are invalid. `invalid_idempotency_key`: The idempotency key is not valid. `idempotency_key_reused`: This idempotency key was already used for another request. */
        WeakPasswordOrValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "weak_password" | "validation_failed" | "invalid_idempotency_key" | "idempotency_key_reused";
                };
            };
        };
        /** @description `slot_taken`: This time is already taken. `idempotency_in_progress`: The first request under this key is still running. */
        SlotTakenOrIdempotencyInProgress: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "slot_taken" | "idempotency_in_progress";
                };
            };
        };
        /** @description `patient_not_found`: Patient not found. `psychologist_not_found`: Psychologist not found. `outside_working_hours`: Outside working hours. `starts_in_past`: The start has to be in the future. `too_far_ahead`: The date is too far ahead. `too_many_appointments`: You have too many appointments ahead; ask the practice to book more. `validation_failed`: Some fields are invalid. `invalid_idempotency_key`: The idempotency key is not valid. `idempotency_key_reused`: This idempotency key was already used for another request. */
        PatientNotFoundOrPsychologistNotFoundOrOutsideWorkingHoursOrStartsInPastOrTooFarAheadOrTooManyAppointmentsOrValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "patient_not_found" | "psychologist_not_found" | "outside_working_hours" | "starts_in_past" | "too_far_ahead" | "too_many_appointments" | "validation_failed" | "invalid_idempotency_key" | "idempotency_key_reused";
                };
            };
        };
        /** @description `slot_taken`: This time is already taken. `invalid_transition`: The appointment's status does not allow this. `psychologist_unavailable`: The psychologist of this appointment is not practising; the practice will be in touch. `version_conflict`: The appointment has changed since you read it. */
        SlotTakenOrInvalidTransitionOrPsychologistUnavailableOrVersionConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "slot_taken" | "invalid_transition" | "psychologist_unavailable" | "version_conflict";
                };
            };
        };
        /** @description `outside_working_hours`: Outside working hours. `starts_in_past`: The start has to be in the future. `too_far_ahead`: The date is too far ahead. `validation_failed`: Some fields are invalid. */
        OutsideWorkingHoursOrStartsInPastOrTooFarAheadOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "outside_working_hours" | "starts_in_past" | "too_far_ahead" | "validation_failed";
                };
            };
        };
        /** @description `invalid_transition`: The appointment's status does not allow this. */
        InvalidTransition: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_transition";
                };
            };
        };
        /** @description `invalid_transition`: The appointment's status does not allow this. `psychologist_unavailable`: The psychologist of this appointment is not practising; the practice will be in touch. */
        InvalidTransitionOrPsychologistUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_transition" | "psychologist_unavailable";
                };
            };
        };
        /** @description `invalid_transition`: The appointment's status does not allow this. `too_early`: The appointment has not started yet. */
        InvalidTransitionOrTooEarly: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_transition" | "too_early";
                };
            };
        };
        /** @description `invalid_transition`: The appointment's status does not allow this. `psychologist_unavailable`: The psychologist of this appointment is not practising; the practice will be in touch. `idempotency_in_progress`: The first request under this key is still running. */
        InvalidTransitionOrPsychologistUnavailableOrIdempotencyInProgress: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_transition" | "psychologist_unavailable" | "idempotency_in_progress";
                };
            };
        };
        /** @description `validation_failed`: Some fields are invalid. `invalid_idempotency_key`: The idempotency key is not valid. `idempotency_key_reused`: This idempotency key was already used for another request. */
        ValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "invalid_idempotency_key" | "idempotency_key_reused";
                };
            };
        };
        /** @description `psychologist_not_found`: Psychologist not found. `validation_failed`: Some fields are invalid. */
        PsychologistNotFoundOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "psychologist_not_found" | "validation_failed";
                };
            };
        };
        /** @description `malformed_request`: The request is malformed. `malformed_multipart`: The multipart form is malformed. `malformed_json`: The body is not valid JSON. */
        MalformedRequestOrMalformedMultipartOrMalformedJson: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "malformed_request" | "malformed_multipart" | "malformed_json";
                };
            };
        };
        /** @description `file_too_large`: The file is too large. `body_too_large`: The body is too large. */
        FileTooLargeOrBodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "file_too_large" | "body_too_large";
                };
            };
        };
        /** @description `validation_failed`: Some fields are invalid. `file_missing`: No file was sent. `too_many_files`: Too many files at once. `invalid_image`: The image could not be read. */
        ValidationFailedOrFileMissingOrTooManyFilesOrInvalidImage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "file_missing" | "too_many_files" | "invalid_image";
                };
            };
        };
        /** @description `unavailable`: Temporarily unavailable. `storage_unavailable`: Storage is unavailable. `overloaded`: Too many requests at once; try again in a moment. */
        UnavailableOrStorageUnavailableOrOverloaded: {
            headers: {
                /** @description Seconds until it is worth trying again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable" | "storage_unavailable" | "overloaded";
                };
            };
        };
        /** @description `quota_exceeded`: Your account has no room left. `storage_full`: There is no room to store this. */
        QuotaExceededOrStorageFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "quota_exceeded" | "storage_full";
                };
            };
        };
        /** @description `validation_failed`: Some fields are invalid. `file_missing`: No file was sent. `too_many_files`: Too many files at once. */
        ValidationFailedOrFileMissingOrTooManyFiles: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "file_missing" | "too_many_files";
                };
            };
        };
        /** @description `idempotency_in_progress`: The first request under this key is still running. */
        IdempotencyInProgress: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_in_progress";
                };
            };
        };
        /** @description `preference_locked`: These notifications cannot be turned off. `validation_failed`: Some fields are invalid. */
        PreferenceLockedOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "preference_locked" | "validation_failed";
                };
            };
        };
        /** @description `delivery_settled`: The delivery's status does not allow this. */
        DeliverySettled: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "delivery_settled";
                };
            };
        };
        /** @description `invalid_signature`: The signature does not match. */
        InvalidSignature: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid_signature";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    openSocket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A single-use ticket of `POST /api/v1/auth/ws-ticket` (good for 60 s), or an access token. A ticket is better: addresses end in the logs of proxies. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open. */
            101: {
                headers: {
                    Upgrade?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            426: components["responses"]["UpgradeRequired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Look at every integration. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "version": "2.1.0",
                     *       "uptimeSeconds": 86400,
                     *       "time": "2026-11-30T17:00:00.000Z",
                     *       "tzdata": "2026a",
                     *       "integrations": {
                     *         "database": {
                     *           "status": "ok",
                     *           "provider": "postgres",
                     *           "latencyMs": 1.4,
                     *           "detail": "31 migrations"
                     *         },
                     *         "queue": {
                     *           "status": "ok",
                     *           "provider": "pg-boss",
                     *           "latencyMs": 2.1,
                     *           "detail": "0 waiting, the oldest for 0 s"
                     *         },
                     *         "email": {
                     *           "status": "ok",
                     *           "provider": "smtp",
                     *           "latencyMs": 38.2
                     *         },
                     *         "sms": {
                     *           "status": "ok",
                     *           "provider": "twilio",
                     *           "latencyMs": 120.5,
                     *           "detail": "14 of today's 1000 sent"
                     *         },
                     *         "storage": {
                     *           "status": "fallback",
                     *           "provider": "local",
                     *           "latencyMs": 0.8,
                     *           "detail": "set STORAGE_TYPE to change"
                     *         },
                     *         "ai": {
                     *           "status": "ok",
                     *           "provider": "openai",
                     *           "latencyMs": 210.3,
                     *           "detail": "openai: circuit closed"
                     *         },
                     *         "notifications": {
                     *           "status": "ok",
                     *           "provider": "in_app, websocket, smtp, twilio",
                     *           "latencyMs": 1.1,
                     *           "detail": "0 failed deliveries wait for an administrator"
                     *         },
                     *         "websocket": {
                     *           "status": "ok",
                     *           "provider": "postgres",
                     *           "latencyMs": 0,
                     *           "detail": "42 sockets on this node"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            /** @description Look at every integration. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    isLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask whether the process runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    isReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask whether requests are welcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics, in Prometheus' text format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP blurosiere_http_requests_in_work Requests that are being worked on, of 256 at once
                     *     # TYPE blurosiere_http_requests_in_work gauge
                     *     blurosiere_http_requests_in_work 3
                     */
                    "text/plain": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    showHome: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of a copy: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The module. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description Nothing has changed since the `ETag` of `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of a copy: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "BluRosiere",
                     *         "version": "2.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": Record<string, never>;
                };
            };
            /** @description Nothing has changed since the `ETag` of `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    getAsyncApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of a copy: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AsyncAPI 3. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asyncapi": "3.0.0",
                     *       "info": {
                     *         "title": "BluRosiere",
                     *         "version": "2.1.0"
                     *       },
                     *       "channels": {}
                     *     }
                     */
                    "application/json": Record<string, never>;
                };
            };
            /** @description Nothing has changed since the `ETag` of `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    showOperations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of a copy: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Nothing has changed since the `ETag` of `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    showSockets: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of a copy: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Nothing has changed since the `ETag` of `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    getDocsFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of a copy: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description One of the names that the pages ask for. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                    "text/css": string;
                };
            };
            /** @description Nothing has changed since the `ETag` of `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    followShortLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A signature, the appointment and its version (both in base 36), with dots between. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page; `Cache-Control: no-store`. */
            303: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is not ours, or its account is closed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    showConfirmation: {
        parameters: {
            query?: {
                /** @description The version of the appointment that the link was written for. */
                v?: string;
                /** @description The patient. */
                p?: string;
                /** @description The signature over the act, appointment, version and patient. */
                s?: string;
                /** @description Of a mailed link: a signature that also proves the mailbox when the form is sent. */
                m?: string;
            };
            header?: never;
            path: {
                /** @description The appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form, or why there is nothing to do any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is not ours, or its account is closed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    confirmByLink: {
        parameters: {
            query?: {
                /** @description The version of the appointment that the link was written for. */
                v?: string;
                /** @description The patient. */
                p?: string;
                /** @description The signature over the act, appointment, version and patient. */
                s?: string;
                /** @description Of a mailed link: a signature that also proves the mailbox when the form is sent. */
                m?: string;
            };
            header?: never;
            path: {
                /** @description The appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, never>;
            };
        };
        responses: {
            /** @description What was done, or why there is nothing to do any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            /** @description The link is not ours, or its account is closed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    showCancellation: {
        parameters: {
            query?: {
                /** @description The version of the appointment that the link was written for. */
                v?: string;
                /** @description The patient. */
                p?: string;
                /** @description The signature over the act, appointment, version and patient. */
                s?: string;
                /** @description Of a mailed link: a signature that also proves the mailbox when the form is sent. */
                m?: string;
            };
            header?: never;
            path: {
                /** @description The appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form, or why there is nothing to do any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is not ours, or its account is closed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    cancelByLink: {
        parameters: {
            query?: {
                /** @description The version of the appointment that the link was written for. */
                v?: string;
                /** @description The patient. */
                p?: string;
                /** @description The signature over the act, appointment, version and patient. */
                s?: string;
                /** @description Of a mailed link: a signature that also proves the mailbox when the form is sent. */
                m?: string;
            };
            header?: never;
            path: {
                /** @description The appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description For the psychologist; cut after 500 characters. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description What was done, or why there is nothing to do any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            /** @description The link is not ours, or its account is closed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getCalendarFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account, a hyphen and a signature, then `.ics`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointments. `Cache-Control: private, no-cache`. */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example BEGIN:VCALENDAR
                     *     VERSION:2.0
                     *     PRODID:-//BluRosiere//Agenda//PT
                     *     METHOD:PUBLISH
                     *     NAME:Compromissos
                     *     REFRESH-INTERVAL;VALUE=DURATION:PT1H
                     *     END:VCALENDAR
                     */
                    "text/calendar": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    showUnsubscribe: {
        parameters: {
            query?: {
                /** @description The account. */
                u?: string;
                /** @description The signature. */
                s?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is not ours, or the account is erased. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    unsubscribeByLink: {
        parameters: {
            query?: {
                /** @description The account. */
                u?: string;
                /** @description The signature. */
                s?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @constant */
                    "List-Unsubscribe"?: "One-Click";
                };
                "multipart/form-data": {
                    /** @constant */
                    "List-Unsubscribe"?: "One-Click";
                };
            };
        };
        responses: {
            /** @description Messages by e-mail are off. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            /** @description The link is not ours, or the account is erased. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    showPasswordReset: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form for the new password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is unknown, used or expired. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    submitPasswordReset: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    password: string;
                    /** @description The same once more. */
                    repeat: string;
                };
            };
        };
        responses: {
            /** @description The password is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The form again, saying why: too short or too long, easy to guess, or the two differ; the link stays usable. Or the page of a dead link. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    showInvitation: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form for the new password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is unknown, used or expired. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    submitInvitation: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    password: string;
                    /** @description The same once more. */
                    repeat: string;
                };
            };
        };
        responses: {
            /** @description The password is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The form again, saying why: too short or too long, easy to guess, or the two differ; the link stays usable. Or the page of a dead link. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    showEmailRestore: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form for the new password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            /** @description The link is unknown, used or expired. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    submitEmailRestore: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    password: string;
                    /** @description The same once more. */
                    repeat: string;
                };
            };
        };
        responses: {
            /** @description The password is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The form again, saying why: too short or too long, easy to guess, or the two differ; the link stays usable. Or the page of a dead link. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    showEmailVerification: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form, also of a dead link. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    submitEmailVerification: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description `remove`: the number is not theirs. Counts only at the first verification.
                     * @enum {string}
                     */
                    phone?: "keep" | "remove";
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The link is unknown, used or expired. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    showEmailChange: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form, also of a dead link. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    submitEmailChange: {
        parameters: {
            query?: {
                /** @description Of the mailed link. Without one the link counts as dead. */
                token?: string;
            };
            header?: {
                /** @description The language of the page: `pt-BR` (else) or `en`. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, never>;
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The link is unknown, used or expired. Or the problem `validation_failed`, where `token` is too long. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the rules of this server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "2.1.0",
                     *       "clinic": {
                     *         "name": "BluRosiere",
                     *         "phone": null,
                     *         "address": null
                     *       },
                     *       "timezone": "America/Sao_Paulo",
                     *       "locales": [
                     *         "pt-BR",
                     *         "en"
                     *       ],
                     *       "roles": [
                     *         "paciente",
                     *         "psicologo",
                     *         "admin"
                     *       ],
                     *       "notifications": {
                     *         "types": [
                     *           "lembrete",
                     *           "confirmacao",
                     *           "agendamento",
                     *           "remarcacao",
                     *           "cancelamento",
                     *           "mensagem",
                     *           "alerta",
                     *           "sistema",
                     *           "seguranca"
                     *         ],
                     *         "channels": [
                     *           "in_app",
                     *           "websocket",
                     *           "email",
                     *           "sms"
                     *         ],
                     *         "optionalChannels": [
                     *           "email",
                     *           "sms"
                     *         ],
                     *         "lockedTypes": [
                     *           "seguranca",
                     *           "alerta"
                     *         ]
                     *       },
                     *       "appointments": {
                     *         "statuses": [
                     *           "agendado",
                     *           "confirmado",
                     *           "realizado",
                     *           "faltou",
                     *           "cancelado"
                     *         ],
                     *         "modalities": [
                     *           "presencial",
                     *           "online"
                     *         ],
                     *         "durationMinutes": {
                     *           "min": 10,
                     *           "max": 480,
                     *           "default": 50
                     *         },
                     *         "patientAhead": {
                     *           "newPsychologist": 8,
                     *           "knownPsychologist": 30,
                     *           "total": 40
                     *         },
                     *         "monthsAhead": {
                     *           "patient": 12,
                     *           "staff": 24
                     *         }
                     *       },
                     *       "passwords": {
                     *         "min": 10,
                     *         "max": 128
                     *       },
                     *       "uploads": {
                     *         "avatar": {
                     *           "files": 1,
                     *           "fileBytes": 5242880,
                     *           "types": [
                     *             "image/jpeg",
                     *             "image/png",
                     *             "image/webp"
                     *           ],
                     *           "megapixels": {
                     *             "image/jpeg": 108,
                     *             "image/png": 50,
                     *             "image/webp": 50
                     *           }
                     *         },
                     *         "attachment": {
                     *           "files": 1,
                     *           "fileBytes": 10485760,
                     *           "types": null
                     *         },
                     *         "bulk": {
                     *           "files": 10,
                     *           "fileBytes": 10485760,
                     *           "types": null
                     *         },
                     *         "quotaBytes": 1048576000
                     *       },
                     *       "ai": {
                     *         "characters": 4000,
                     *         "consentRequired": false
                     *       },
                     *       "accessTokenSeconds": 900,
                     *       "limits": {
                     *         "login-account": {
                     *           "points": 10,
                     *           "seconds": 900
                     *         },
                     *         "login-address": {
                     *           "points": 100,
                     *           "seconds": 900
                     *         },
                     *         "login-anywhere": {
                     *           "points": 50,
                     *           "seconds": 900
                     *         },
                     *         "register": {
                     *           "points": 20,
                     *           "seconds": 3600
                     *         },
                     *         "register-taken": {
                     *           "points": 10,
                     *           "seconds": 900
                     *         },
                     *         "forgot-address": {
                     *           "points": 20,
                     *           "seconds": 900
                     *         },
                     *         "forgot-account": {
                     *           "points": 5,
                     *           "seconds": 1800
                     *         },
                     *         "account-link": {
                     *           "points": 60,
                     *           "seconds": 900
                     *         },
                     *         "phone-code": {
                     *           "points": 3,
                     *           "seconds": 3600
                     *         },
                     *         "verify-resend": {
                     *           "points": 3,
                     *           "seconds": 3600
                     *         },
                     *         "email-change": {
                     *           "points": 3,
                     *           "seconds": 3600
                     *         },
                     *         "refresh": {
                     *           "points": 600,
                     *           "seconds": 900
                     *         },
                     *         "ws-ticket": {
                     *           "points": 60,
                     *           "seconds": 600
                     *         },
                     *         "export": {
                     *           "points": 10,
                     *           "seconds": 3600
                     *         },
                     *         "upload": {
                     *           "points": 20,
                     *           "seconds": 3600
                     *         },
                     *         "upload-attempt": {
                     *           "points": 60,
                     *           "seconds": 3600
                     *         },
                     *         "sms-answer": {
                     *           "points": 20,
                     *           "seconds": 3600
                     *         },
                     *         "ai-model": {
                     *           "points": 60,
                     *           "seconds": 3600
                     *         },
                     *         "socket-message": {
                     *           "points": 1000,
                     *           "seconds": 3600
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FrontEndConfig"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "João Pereira",
                 *       "email": "joao.pereira@example.com",
                 *       "password": "um cavalo azul dorme cedo",
                 *       "phone": "(11) 98765-4321"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @description An e-mail address; kept in lower case, its domain in punycode. */
                    email: string;
                    /** @description Refused as `weak_password` where it is common, a pattern, or made of the owner's name or mailbox. */
                    password: string;
                    /** @description A mobile number as people write it, Brazilian unless it says otherwise: `(11) 98765-4321`. Kept as E.164. */
                    phone?: string;
                    /**
                     * @description Of letters, SMS and notifications.
                     * @default pt-BR
                     * @enum {string}
                     */
                    locale?: "pt-BR" | "en";
                    /** @description An IANA zone, such as `America/Manaus`. */
                    timezone?: string;
                };
            };
        };
        responses: {
            /** @description Register as a patient. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": 42,
                     *         "name": "João Pereira",
                     *         "email": "joao.pereira@example.com",
                     *         "emailVerified": false,
                     *         "role": "paciente",
                     *         "phone": "+5511987654321",
                     *         "phoneVerified": false,
                     *         "smsReachable": true,
                     *         "locale": "pt-BR",
                     *         "timezone": "America/Sao_Paulo",
                     *         "avatarUrl": null,
                     *         "discreet": false,
                     *         "disabled": false,
                     *         "createdAt": "2026-12-01T12:30:00.000Z"
                     *       },
                     *       "accessToken": "eyJhbGciOiJIUzI1NiJ9...",
                     *       "refreshToken": "h76XOfRe8TdzYUsqOaN5...",
                     *       "expiresIn": 900
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            409: components["responses"]["EmailTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["WeakPasswordOrValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "joao.pereira@example.com",
                 *       "password": "um cavalo azul dorme cedo"
                 *     }
                 */
                "application/json": {
                    /** @description The e-mail address of the account, in any letter case. */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Sign in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": 42,
                     *         "name": "João Pereira",
                     *         "email": "joao.pereira@example.com",
                     *         "emailVerified": false,
                     *         "role": "paciente",
                     *         "phone": "+5511987654321",
                     *         "phoneVerified": false,
                     *         "smsReachable": true,
                     *         "locale": "pt-BR",
                     *         "timezone": "America/Sao_Paulo",
                     *         "avatarUrl": null,
                     *         "discreet": false,
                     *         "disabled": false,
                     *         "createdAt": "2026-12-01T12:30:00.000Z"
                     *       },
                     *       "accessToken": "eyJhbGciOiJIUzI1NiJ9...",
                     *       "refreshToken": "h76XOfRe8TdzYUsqOaN5...",
                     *       "expiresIn": 900
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["InvalidCredentials"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List where the account is signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01a22d92-30ca-70f6-a939-cff55f33482f",
                     *           "device": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
                     *           "ip": "203.0.113.7",
                     *           "createdAt": "2026-12-01T12:30:00.000Z",
                     *           "lastUsedAt": "2026-12-02T09:05:31.000Z",
                     *           "current": true
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Session"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of `GET /me/sessions`: the `sid` of its access tokens. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refreshToken": "h76XOfRe8TdzYUsqOaN5..."
                 *     }
                 */
                "application/json": {
                    refreshToken: string;
                };
            };
        };
        responses: {
            /** @description Exchange a refresh token for the next pair of tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJIUzI1NiJ9...",
                     *       "refreshToken": "Zr4kT0mV1cYxQ2uWb8Lp...",
                     *       "expiresIn": 900
                     *     }
                     */
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["InvalidRefreshToken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    createSocketTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a ticket for one socket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "uV0QqQ32Nz4Ogj-WbAhM...",
                     *       "expiresIn": 60
                     *     }
                     */
                    "application/json": {
                        token: string;
                        /** @description In seconds. */
                        expiresIn: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "joao.pereira@example.com"
                 *     }
                 */
                "application/json": {
                    /** @description The e-mail address of the account, in any letter case. */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "uV0QqQ32Nz4Ogj-WbAhM...",
                 *       "password": "quatro gatos leem jornal"
                 *     }
                 */
                "application/json": {
                    /** @description The `token` of the mailed link's query. */
                    token: string;
                    /** @description Refused as `weak_password` where it is common, a pattern, or made of the owner's name or mailbox. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidTokenOrWeakPasswordOrValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "um cavalo azul dorme cedo",
                 *       "new": "quatro gatos leem jornal"
                 *     }
                 */
                "application/json": {
                    /** @description The present password. */
                    current: string;
                    /** @description Refused as `weak_password` where it is common, a pattern, or made of the owner's name or mailbox. */
                    new: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["InvalidCredentialsOrUnauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["WeakPasswordOrValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "uV0QqQ32Nz4Ogj-WbAhM..."
                 *     }
                 */
                "application/json": {
                    /** @description The `token` of the mailed link's query. */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidTokenOrValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "joao@nova.example.com",
                 *       "password": "um cavalo azul dorme cedo"
                 *     }
                 */
                "application/json": {
                    /** @description An e-mail address; kept in lower case, its domain in punycode. */
                    email: string;
                    /** @description The present password. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["InvalidCredentialsOrUnauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    confirmEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "uV0QqQ32Nz4Ogj-WbAhM..."
                 *     }
                 */
                "application/json": {
                    /** @description The `token` of the mailed link's query. */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidTokenOrValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    restoreEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "uV0QqQ32Nz4Ogj-WbAhM...",
                 *       "password": "quatro gatos leem jornal"
                 *     }
                 */
                "application/json": {
                    /** @description The `token` of the mailed link's query. */
                    token: string;
                    /** @description Refused as `weak_password` where it is common, a pattern, or made of the owner's name or mailbox. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidTokenOrWeakPasswordOrValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    requestPhoneCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["PhoneMissing"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    verifyPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "482 913"
                 *     }
                 */
                "application/json": {
                    /** @description Six digits; spaces and hyphens are ignored. */
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidCodeOrValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get the signed-in account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 42,
                     *       "name": "João Pereira",
                     *       "email": "joao.pereira@example.com",
                     *       "emailVerified": true,
                     *       "role": "paciente",
                     *       "phone": "+5511987654321",
                     *       "phoneVerified": true,
                     *       "smsReachable": true,
                     *       "locale": "pt-BR",
                     *       "timezone": "America/Sao_Paulo",
                     *       "avatarUrl": "https://api.example.com/api/v1/files/01a22d92-7a10-74c2-9d3e-5b1f0c8e2a47/content?disposition=inline&sig=0a1B2c3D...",
                     *       "discreet": false,
                     *       "disabled": false,
                     *       "createdAt": "2026-12-01T12:30:00.000Z",
                     *       "storage": {
                     *         "usedBytes": 1482133,
                     *         "quotaBytes": 1048576000
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    eraseMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "um cavalo azul dorme cedo"
                 *     }
                 */
                "application/json": {
                    /** @description The present password. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["InvalidCredentialsOrUnauthenticated"];
            409: components["responses"]["LastAdmin"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "(92) 99123-4567",
                 *       "discreet": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    phone?: string | null;
                    /**
                     * @description Of letters, SMS and notifications.
                     * @enum {string}
                     */
                    locale?: "pt-BR" | "en";
                    /** @description An IANA zone, such as `America/Manaus`. */
                    timezone?: string;
                    /** @description Letters, SMS and invitations name neither psychology nor titles. */
                    discreet?: boolean;
                };
            };
        };
        responses: {
            /** @description Change the profile. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 42,
                     *       "name": "João Pereira",
                     *       "email": "joao.pereira@example.com",
                     *       "emailVerified": true,
                     *       "role": "paciente",
                     *       "phone": "+5592991234567",
                     *       "phoneVerified": false,
                     *       "smsReachable": true,
                     *       "locale": "pt-BR",
                     *       "timezone": "America/Manaus",
                     *       "avatarUrl": "https://api.example.com/api/v1/files/01a22d92-7a10-74c2-9d3e-5b1f0c8e2a47/content?disposition=inline&sig=0a1B2c3D...",
                     *       "discreet": true,
                     *       "disabled": false,
                     *       "createdAt": "2026-12-01T12:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what the account is asked to agree to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "purpose": "provedor-ia",
                     *           "required": true,
                     *           "version": "2026-11",
                     *           "text": "O assistente virtual pode responder melhor com a ajuda de um serviço externo de inteligência artificial...",
                     *           "granted": true,
                     *           "history": [
                     *             {
                     *               "version": "2026-11",
                     *               "granted": true,
                     *               "at": "2026-12-01T12:34:10.000Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Consent"][];
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    recordConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purpose": "provedor-ia",
                 *       "version": "2026-11",
                 *       "granted": true
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    purpose: "provedor-ia";
                    /** @description Of the text that was shown. */
                    version: string;
                    granted: boolean;
                };
            };
        };
        responses: {
            /** @description Agree to a text, or withdraw. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "purpose": "provedor-ia",
                     *           "required": true,
                     *           "version": "2026-11",
                     *           "text": "O assistente virtual pode responder melhor com a ajuda de um serviço externo de inteligência artificial...",
                     *           "granted": true,
                     *           "history": [
                     *             {
                     *               "version": "2026-11",
                     *               "granted": true,
                     *               "at": "2026-12-01T12:34:10.000Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Consent"][];
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            409: components["responses"]["ConsentOutdated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    exportMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export. `Vary: Accept`. */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "format": 1,
                     *       "exportedAt": "2026-12-02T09:10:00.000Z",
                     *       "user": {
                     *         "id": 42,
                     *         "name": "João Pereira",
                     *         "email": "joao.pereira@example.com",
                     *         "role": "paciente",
                     *         "hasPassword": true
                     *       },
                     *       "sms": {
                     *         "optedOut": false,
                     *         "dialogue": null
                     *       },
                     *       "emailSuppression": null,
                     *       "preferences": [],
                     *       "sessions": [
                     *         {
                     *           "id": "01a22d92-30ca-70f6-a939-cff55f33482f",
                     *           "ip": "203.0.113.7",
                     *           "createdAt": "2026-12-01T12:30:00.000Z"
                     *         }
                     *       ],
                     *       "emailChanges": [],
                     *       "consents": [],
                     *       "appointments": [],
                     *       "notifications": [],
                     *       "messagesWritten": [],
                     *       "files": [],
                     *       "conversations": [],
                     *       "riskAlerts": [],
                     *       "audit": []
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Of this shape.
                         * @constant
                         */
                        format: 1;
                        /** Format: date-time */
                        exportedAt: string;
                        /** @description The account, with `hasPassword` in place of the password. */
                        user: Record<string, never>;
                        /** @description Whether the number was opted out, and what was last asked by SMS. */
                        sms?: Record<string, never>;
                        /** @description Why nothing is mailed to the address. */
                        emailSuppression?: Record<string, never> | null;
                        /** @description Notifications that were turned off or on. */
                        preferences?: Record<string, never>[];
                        /** @description Sign-ins of the last 30 days and those that go on. */
                        sessions?: Record<string, never>[];
                        /** @description Of the last 30 days. */
                        emailChanges?: Record<string, never>[];
                        /** @description Every decision. */
                        consents?: Record<string, never>[];
                        /** @description As patient and as psychologist. */
                        appointments?: Record<string, never>[];
                        /** @description With their deliveries and attempts. */
                        notifications?: Record<string, never>[];
                        /** @description To others. */
                        messagesWritten?: Record<string, never>[];
                        /** @description Their bytes are in the ZIP. */
                        files?: Record<string, never>[];
                        /** @description With the assistant, and their messages. */
                        conversations?: Record<string, never>[];
                        /** @description About the person. */
                        riskAlerts?: Record<string, never>[];
                        /** @description What the person did, and what was done to the account. */
                        audit?: Record<string, never>[];
                    };
                    "application/zip": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description Only people of this role. */
                role?: "paciente" | "psicologo" | "admin";
                /** @description A part of the name, in any case; of staff also of the e-mail. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Search people. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 41,
                     *           "name": "Ana Souza",
                     *           "email": "ana.souza@example.com",
                     *           "emailVerified": true,
                     *           "role": "paciente",
                     *           "phone": "+5511987654321",
                     *           "phoneVerified": true,
                     *           "smsReachable": true,
                     *           "locale": "pt-BR",
                     *           "timezone": "America/Sao_Paulo",
                     *           "avatarUrl": null,
                     *           "discreet": false,
                     *           "disabled": false,
                     *           "createdAt": "2026-11-03T12:30:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["User"][];
                        nextCursor: string | null;
                    } | {
                        items: components["schemas"]["Person"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key and body within 24 h give the first answer again, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ana Souza",
                 *       "email": "ana.souza@example.com",
                 *       "role": "paciente",
                 *       "phone": "(11) 98765-4321"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @description An e-mail address; kept in lower case, its domain in punycode. */
                    email: string;
                    /** @description Works at once. Without one an invitation is mailed, by which its owner chooses. */
                    password?: string;
                    /** @enum {string} */
                    role: "paciente" | "psicologo" | "admin";
                    /** @description A mobile number in any spelling, Brazilian unless it begins with + and a country. */
                    phone?: string;
                    /**
                     * @description Of letters, SMS and notifications.
                     * @default pt-BR
                     * @enum {string}
                     */
                    locale?: "pt-BR" | "en";
                    /** @description IANA; else that of the telephone's area code, else the practice's. */
                    timezone?: string;
                };
            };
        };
        responses: {
            /** @description Create an account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "name": "Ana Souza",
                     *       "email": "ana.souza@example.com",
                     *       "emailVerified": false,
                     *       "role": "paciente",
                     *       "phone": "+5511987654321",
                     *       "phoneVerified": true,
                     *       "smsReachable": true,
                     *       "locale": "pt-BR",
                     *       "timezone": "America/Sao_Paulo",
                     *       "avatarUrl": null,
                     *       "discreet": false,
                     *       "disabled": false,
                     *       "createdAt": "2026-11-03T12:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["EmailTakenOrIdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["WeakPasswordOrValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the account. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "disabled": true,
                 *       "appointments": "keep"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @description A mobile number in any spelling, Brazilian unless it begins with + and a country; null takes it away. */
                    phone?: string | null;
                    /**
                     * @description Of letters, SMS and notifications.
                     * @enum {string}
                     */
                    locale?: "pt-BR" | "en";
                    /** @description IANA. */
                    timezone?: string;
                    /** @enum {string} */
                    role?: "paciente" | "psicologo" | "admin";
                    disabled?: boolean;
                    /**
                     * @description Of an account that stops: what becomes of its appointments ahead. Left out: `keep`.
                     * @enum {string}
                     */
                    appointments?: "keep" | "cancel";
                };
            };
        };
        responses: {
            /** @description Correct a patient's details, or change what an account may do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 2,
                     *       "name": "Beatriz Carvalho",
                     *       "email": "beatriz@example.com",
                     *       "emailVerified": true,
                     *       "role": "psicologo",
                     *       "phone": null,
                     *       "phoneVerified": false,
                     *       "smsReachable": false,
                     *       "locale": "pt-BR",
                     *       "timezone": "America/Sao_Paulo",
                     *       "avatarUrl": null,
                     *       "discreet": false,
                     *       "disabled": false,
                     *       "createdAt": "2026-11-03T12:30:00.000Z",
                     *       "appointmentsAhead": 7
                     *     }
                     */
                    "application/json": {
                        id: number;
                        name: string;
                        /** @description Null once the account was erased. */
                        email: string | null;
                        /** @description Whether a link that was mailed there has been used. */
                        emailVerified: boolean;
                        /** @enum {string} */
                        role: "paciente" | "psicologo" | "admin";
                        /** @description E.164. */
                        phone: string | null;
                        /** @description By a code, by an answer from it, or because staff entered it. Until then SMS carry no links. */
                        phoneVerified: boolean;
                        /** @description Whether SMS can go to `phone`: a mobile number, and a patient's of a country that the practice serves. */
                        smsReachable: boolean;
                        /** @description Of letters, SMS and notifications: `pt-BR` or `en`. */
                        locale: string;
                        /** @description IANA zone, in which letters, SMS and the calendar say the time. */
                        timezone: string;
                        /** @description Absolute and signed, for `<img src>`; good until the picture is replaced. */
                        avatarUrl: string | null;
                        /** @description Whether letters, SMS and invitations name neither psychology nor titles. */
                        discreet: boolean;
                        /** @description Whether an administrator has shut it: it cannot sign in, and nobody can book with it. */
                        disabled: boolean;
                        /** Format: date-time */
                        createdAt: string;
                        /** @description After a change of role or of `disabled`: how many appointments the account still has ahead. */
                        appointmentsAhead?: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LastAdmin"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listAppointments: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description One status, or several with commas between: `agendado,confirmado`. */
                status?: string;
                /** @description Only what starts then or later: an instant with a zone, or a date for its beginning in the practice's zone. */
                from?: string;
                /** @description Only what starts before: an instant with a zone, or a date for the end of that day in the practice's zone. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List appointments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 456,
                     *           "patientId": 41,
                     *           "psychologistId": 2,
                     *           "patient": {
                     *             "id": 41,
                     *             "name": "Ana Souza",
                     *             "avatarUrl": null
                     *           },
                     *           "psychologist": {
                     *             "id": 2,
                     *             "name": "Beatriz Carvalho",
                     *             "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *           },
                     *           "startsAt": "2027-01-18T17:00:00.000Z",
                     *           "endsAt": "2027-01-18T17:50:00.000Z",
                     *           "durationMinutes": 50,
                     *           "date": "2027-01-18",
                     *           "time": "14:00",
                     *           "modality": "online",
                     *           "meetingUrl": "https://meet.example.com/ana-souza",
                     *           "status": "agendado",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Appointment"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    bookAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key and body within 24 h give the first answer again, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "psychologistId": 2,
                 *       "startsAt": "2027-01-18T14:00:00-03:00",
                 *       "durationMinutes": 50,
                 *       "modality": "online"
                 *     }
                 */
                "application/json": {
                    /** @description Needed of staff without `patientEmail`; a patient books for themselves. */
                    patientId?: number;
                    /** @description Of staff, in place of `patientId`: the verified address of a patient. */
                    patientEmail?: string;
                    /** @description A psychologist may leave it out, and books with themselves. */
                    psychologistId?: number;
                    /**
                     * Format: date-time
                     * @description In the future, with a zone.
                     */
                    startsAt: string;
                    /** @default 50 */
                    durationMinutes?: number;
                    /**
                     * @default presencial
                     * @enum {string}
                     */
                    modality?: "presencial" | "online";
                    /** @description https, by staff alone, of `online` appointments alone. */
                    meetingUrl?: string;
                };
            };
        };
        responses: {
            /** @description Book an appointment. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-18T17:00:00.000Z",
                     *       "endsAt": "2027-01-18T17:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-18",
                     *       "time": "14:00",
                     *       "modality": "online",
                     *       "status": "agendado",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["SlotTakenOrIdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["PatientNotFoundOrPsychologistNotFoundOrOutsideWorkingHoursOrStartsInPastOrTooFarAheadOrTooManyAppointmentsOrValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read one appointment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-18T17:00:00.000Z",
                     *       "endsAt": "2027-01-18T17:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-18",
                     *       "time": "14:00",
                     *       "modality": "online",
                     *       "meetingUrl": "https://meet.example.com/ana-souza",
                     *       "status": "agendado",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "startsAt": "2027-01-19T10:00:00-03:00",
                 *       "version": 1
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date-time
                     * @description In the future, with a zone.
                     */
                    startsAt?: string;
                    durationMinutes?: number;
                    /** @enum {string} */
                    modality?: "presencial" | "online";
                    /** @description https, by staff alone, of `online` appointments alone; null takes it away. */
                    meetingUrl?: string | null;
                    /** @description The one that you read: where it has risen since, 409 `version_conflict`. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description Move an appointment, or change its place. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-19T13:00:00.000Z",
                     *       "endsAt": "2027-01-19T13:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-19",
                     *       "time": "10:00",
                     *       "modality": "online",
                     *       "meetingUrl": "https://meet.example.com/ana-souza",
                     *       "status": "agendado",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotTakenOrInvalidTransitionOrPsychologistUnavailableOrVersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["OutsideWorkingHoursOrStartsInPastOrTooFarAheadOrValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    cancelAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Viagem de trabalho"
                 *     }
                 */
                "application/json": {
                    /** @description Both people read it. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Cancel an appointment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-18T17:00:00.000Z",
                     *       "endsAt": "2027-01-18T17:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-18",
                     *       "time": "14:00",
                     *       "modality": "online",
                     *       "meetingUrl": "https://meet.example.com/ana-souza",
                     *       "status": "cancelado",
                     *       "version": 2,
                     *       "cancelReason": "Viagem de trabalho",
                     *       "lateCancel": false
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InvalidTransition"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    confirmAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Confirm an appointment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-18T17:00:00.000Z",
                     *       "endsAt": "2027-01-18T17:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-18",
                     *       "time": "14:00",
                     *       "modality": "online",
                     *       "meetingUrl": "https://meet.example.com/ana-souza",
                     *       "status": "confirmado",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InvalidTransitionOrPsychologistUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    completeAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Record that it took place. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-18T17:00:00.000Z",
                     *       "endsAt": "2027-01-18T17:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-18",
                     *       "time": "14:00",
                     *       "modality": "online",
                     *       "meetingUrl": "https://meet.example.com/ana-souza",
                     *       "status": "realizado",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InvalidTransitionOrTooEarly"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    markNoShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Record that the patient did not come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 456,
                     *       "patientId": 41,
                     *       "psychologistId": 2,
                     *       "patient": {
                     *         "id": 41,
                     *         "name": "Ana Souza",
                     *         "avatarUrl": null
                     *       },
                     *       "psychologist": {
                     *         "id": 2,
                     *         "name": "Beatriz Carvalho",
                     *         "avatarUrl": "http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1"
                     *       },
                     *       "startsAt": "2027-01-18T17:00:00.000Z",
                     *       "endsAt": "2027-01-18T17:50:00.000Z",
                     *       "durationMinutes": 50,
                     *       "date": "2027-01-18",
                     *       "time": "14:00",
                     *       "modality": "online",
                     *       "meetingUrl": "https://meet.example.com/ana-souza",
                     *       "status": "faltou",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InvalidTransitionOrTooEarly"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    remindPatient: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key and body within 24 h give the first answer again, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Of the appointment. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remind the patient now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "notificationId": 123
                     *     }
                     */
                    "application/json": {
                        /** @description To be followed at GET `/api/v1/notifications/{id}/deliveries`; absent where the patient's account is gone. */
                        notificationId?: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InvalidTransitionOrPsychologistUnavailableOrIdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getWorkingHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the psychologist. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a psychologist's working hours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "days": {
                     *         "mon": [
                     *           [
                     *             "08:00",
                     *             "12:00"
                     *           ],
                     *           [
                     *             "14:00",
                     *             "18:00"
                     *           ]
                     *         ],
                     *         "wed": [
                     *           [
                     *             "13:00",
                     *             "20:00"
                     *           ]
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WorkingHours"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    setWorkingHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the psychologist. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": {
                 *         "mon": [
                 *           [
                 *             "08:00",
                 *             "12:00"
                 *           ],
                 *           [
                 *             "14:00",
                 *             "18:00"
                 *           ]
                 *         ],
                 *         "wed": [
                 *           [
                 *             "13:00",
                 *             "20:00"
                 *           ]
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WorkingHoursInput"];
            };
        };
        responses: {
            /** @description Set a psychologist's working hours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "days": {
                     *         "mon": [
                     *           [
                     *             "08:00",
                     *             "12:00"
                     *           ],
                     *           [
                     *             "14:00",
                     *             "18:00"
                     *           ]
                     *         ],
                     *         "wed": [
                     *           [
                     *             "13:00",
                     *             "20:00"
                     *           ]
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WorkingHours"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listSlots: {
        parameters: {
            query: {
                /** @description Slots that start then or later: an instant with a zone, or a date for its beginning in the practice's zone. */
                from: string;
                /** @description Slots that end by then: an instant with a zone, or a date for the end of that day in the practice's zone. At most 62 days after `from`. */
                to: string;
                /** @description Of each slot: 10 to 480. */
                durationMinutes?: number;
            };
            header?: never;
            path: {
                /** @description Of the psychologist. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List free times of a psychologist. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "startsAt": "2027-01-18T17:00:00.000Z",
                     *           "endsAt": "2027-01-18T17:50:00.000Z",
                     *           "date": "2027-01-18",
                     *           "time": "14:00"
                     *         },
                     *         {
                     *           "startsAt": "2027-01-18T17:50:00.000Z",
                     *           "endsAt": "2027-01-18T18:40:00.000Z",
                     *           "date": "2027-01-18",
                     *           "time": "14:50"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Slot"][];
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    transferAppointments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the psychologist who gives them up, practising or not. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "psychologistId": 3
                 *     }
                 */
                "application/json": {
                    psychologistId: number;
                };
            };
        };
        responses: {
            /** @description Move a psychologist's appointments to a colleague. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transferred": [
                     *         456,
                     *         460
                     *       ],
                     *       "conflicts": [
                     *         {
                     *           "appointmentId": 471,
                     *           "startsAt": "2027-01-25T17:00:00.000Z",
                     *           "code": "slot_taken"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["PsychologistNotFoundOrValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    uploadAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The picture.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Replace the caller's avatar. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199b6a4-58c3-7d10-9f5e-3c1b2a4d6e8f",
                     *       "kind": "avatar",
                     *       "filename": "eu.webp",
                     *       "mimeType": "image/webp",
                     *       "size": 28114,
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "url": "https://api.example.com/api/v1/files/0199b6a4-58c3-7d10-9f5e-3c1b2a4d6e8f/content?disposition=inline&sig=u1x7Vq",
                     *       "createdAt": "2026-11-30T17:00:00.000Z",
                     *       "variants": [
                     *         {
                     *           "name": "128",
                     *           "size": 3920,
                     *           "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                     *           "url": "https://api.example.com/api/v1/files/0199b6a4-58c3-7d10-9f5e-3c1b2a4d6e8f/content?disposition=inline&variant=128&sig=k9Ta0c"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedMultipartOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["FileTooLargeOrBodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrFileMissingOrTooManyFilesOrInvalidImage"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrStorageUnavailableOrOverloaded"];
            507: components["responses"]["QuotaExceededOrStorageFull"];
        };
    };
    uploadAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file; its name is cleaned and kept.
                     */
                    file: string;
                    /** @description An appointment of yours; its two people may then read the file. */
                    appointmentId?: number;
                };
            };
        };
        responses: {
            /** @description Upload a file. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c",
                     *       "kind": "attachment",
                     *       "filename": "laudo.pdf",
                     *       "mimeType": "application/pdf",
                     *       "size": 204800,
                     *       "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *       "url": "https://api.example.com/api/v1/files/0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c/content?exp=1796068800&for=12&sig=Zp3wQe",
                     *       "appointmentId": 456,
                     *       "createdAt": "2026-11-30T17:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedMultipartOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["FileTooLargeOrBodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrFileMissingOrTooManyFiles"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrStorageUnavailableOrOverloaded"];
            507: components["responses"]["QuotaExceededOrStorageFull"];
        };
    };
    uploadFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    files: string[];
                    /** @description An appointment of yours; its two people may then read the file. */
                    appointmentId?: number;
                };
            };
        };
        responses: {
            /** @description Upload up to ten files. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "status": 201,
                     *           "file": {
                     *             "id": "0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c",
                     *             "kind": "attachment",
                     *             "filename": "laudo.pdf",
                     *             "mimeType": "application/pdf",
                     *             "size": 204800,
                     *             "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "url": "https://api.example.com/api/v1/files/0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c/content?exp=1796068800&for=12&sig=Zp3wQe",
                     *             "appointmentId": 456,
                     *             "createdAt": "2026-11-30T17:05:00.000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** @description 201, or that of the problem. */
                            status: number;
                            file?: components["schemas"]["File"];
                            problem?: components["schemas"]["Problem"];
                        }[];
                    };
                };
            };
            /** @description Upload up to ten files. */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "status": 201,
                     *           "file": {
                     *             "id": "0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c",
                     *             "kind": "attachment",
                     *             "filename": "laudo.pdf",
                     *             "mimeType": "application/pdf",
                     *             "size": 204800,
                     *             "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "url": "https://api.example.com/api/v1/files/0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c/content?exp=1796068800&for=12&sig=Zp3wQe",
                     *             "appointmentId": 456,
                     *             "createdAt": "2026-11-30T17:05:00.000Z"
                     *           }
                     *         },
                     *         {
                     *           "status": 413,
                     *           "problem": {
                     *             "type": "urn:blurosiere:problem:file_too_large",
                     *             "title": "O arquivo é grande demais",
                     *             "status": 413,
                     *             "code": "file_too_large",
                     *             "requestId": "5f0c2a1e-7d0b-4b60-9a53-0c8f3f8f1a11"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** @description 201, or that of the problem. */
                            status: number;
                            file?: components["schemas"]["File"];
                            problem?: components["schemas"]["Problem"];
                        }[];
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedMultipartOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["FileTooLargeOrBodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrFileMissingOrTooManyFiles"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrStorageUnavailableOrOverloaded"];
            507: components["responses"]["QuotaExceededOrStorageFull"];
        };
    };
    listFiles: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description Those of this appointment, both people's. */
                appointmentId?: number;
                /** @description Only avatars, or only attachments. */
                kind?: "avatar" | "attachment";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List files. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c",
                     *           "kind": "attachment",
                     *           "filename": "laudo.pdf",
                     *           "mimeType": "application/pdf",
                     *           "size": 204800,
                     *           "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *           "url": "https://api.example.com/api/v1/files/0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c/content?exp=1796068800&for=12&sig=Zp3wQe",
                     *           "appointmentId": 456,
                     *           "createdAt": "2026-11-30T17:05:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["File"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what is known of a file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c",
                     *       "kind": "attachment",
                     *       "filename": "laudo.pdf",
                     *       "mimeType": "application/pdf",
                     *       "size": 204800,
                     *       "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *       "url": "https://api.example.com/api/v1/files/0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c/content?exp=1796068800&for=12&sig=Zp3wQe",
                     *       "appointmentId": 456,
                     *       "createdAt": "2026-11-30T17:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    downloadFile: {
        parameters: {
            query?: {
                /** @description The signature, over the address as it was given. */
                sig?: string;
                /** @description When a signed address ends: seconds since 1970. */
                exp?: number;
                /** @description Stands in signed addresses; how the file is shown depends on its kind alone. */
                disposition?: "inline" | "attachment";
                /** @description The name of one of its `variants`, such as `128`. */
                variant?: string;
                /** @description The id of the reader that the address was signed for. */
                for?: number;
            };
            header?: {
                /** @description One range of bytes, such as `bytes=0-1023`. */
                Range?: string;
                /** @description An `ETag` or `Last-Modified` as it was given: the range is served only of that version. */
                "If-Range"?: string;
                /** @description An `ETag`: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The file's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file, by the type that its content has. */
            200: {
                headers: {
                    /** @description The content's SHA-256, in quotes. */
                    ETag?: string;
                    /** @description When it was uploaded. */
                    "Last-Modified"?: string;
                    /** @description `private, no-cache`: kept, and asked for again with `If-None-Match`. */
                    "Cache-Control"?: string;
                    /** @description `inline` for avatars, else `attachment`, with the name by RFC 6266. */
                    "Content-Disposition"?: string;
                    /** @description `sandbox`: no browser runs it as a page. */
                    "Content-Security-Policy"?: string;
                    /** @description `bytes`. */
                    "Accept-Ranges"?: string;
                    /** @description Bytes. */
                    "Content-Length"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    /** @description The content's SHA-256, in quotes. */
                    ETag?: string;
                    /** @description When it was uploaded. */
                    "Last-Modified"?: string;
                    /** @description `private, no-cache`: kept, and asked for again with `If-None-Match`. */
                    "Cache-Control"?: string;
                    /** @description `inline` for avatars, else `attachment`, with the name by RFC 6266. */
                    "Content-Disposition"?: string;
                    /** @description `sandbox`: no browser runs it as a page. */
                    "Content-Security-Policy"?: string;
                    /** @description Such as `bytes 0-1023/20480`. */
                    "Content-Range"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description It is what `If-None-Match` names. */
            304: {
                headers: {
                    /** @description The content's SHA-256, in quotes. */
                    ETag?: string;
                    /** @description When it was uploaded. */
                    "Last-Modified"?: string;
                    /** @description `private, no-cache`: kept, and asked for again with `If-None-Match`. */
                    "Cache-Control"?: string;
                    /** @description `inline` for avatars, else `attachment`, with the name by RFC 6266. */
                    "Content-Disposition"?: string;
                    /** @description `sandbox`: no browser runs it as a page. */
                    "Content-Security-Policy"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `range_not_satisfiable`: the range begins beyond the end. */
            416: {
                headers: {
                    /** @description The size, such as `bytes *\/20480`. */
                    "Content-Range"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "range_not_satisfiable";
                    };
                };
            };
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrStorageUnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description `true`: only what is unread; `false`: only what has been read. */
                unread?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the caller's notifications. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 123,
                     *           "type": "lembrete",
                     *           "title": "Lembrete de consulta",
                     *           "message": "Lembrete: sua consulta com Beatriz Carvalho é segunda-feira, 18 de janeiro de 2027, às 14:00. Será online.",
                     *           "data": {
                     *             "appointmentId": 456,
                     *             "version": 1,
                     *             "startsAt": "2027-01-18T17:00:00.000Z",
                     *             "date": "2027-01-18",
                     *             "time": "14:00"
                     *           },
                     *           "createdAt": "2027-01-17T17:00:00.000Z",
                     *           "readAt": null
                     *         }
                     *       ],
                     *       "nextCursor": "MTIz"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Notification"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    sendNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key and body within 24 h give the first answer again, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userId": 41,
                 *       "title": "Material da próxima sessão",
                 *       "message": "Olá, Ana! Traga por favor o diário de sono da semana.",
                 *       "channels": [
                 *         "email"
                 *       ]
                 *     }
                 */
                "application/json": {
                    userId: number;
                    title: string;
                    message: string;
                    /** @description Beside the inbox and its push, which always stand. Left out: `email`. */
                    channels?: ("in_app" | "websocket" | "email" | "sms")[];
                };
            };
        };
        responses: {
            /** @description Write to a person. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 124
                     *     }
                     */
                    "application/json": {
                        /** @description Of the notification. */
                        id: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    countUnreadNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count the caller's unread notifications. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 3
                     *     }
                     */
                    "application/json": {
                        count: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    markNotificationRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the notification. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mark a notification as read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 123,
                     *       "type": "lembrete",
                     *       "title": "Lembrete de consulta",
                     *       "message": "Lembrete: sua consulta com Beatriz Carvalho é segunda-feira, 18 de janeiro de 2027, às 14:00. Será online.",
                     *       "data": {
                     *         "appointmentId": 456,
                     *         "version": 1,
                     *         "startsAt": "2027-01-18T17:00:00.000Z",
                     *         "date": "2027-01-18",
                     *         "time": "14:00"
                     *       },
                     *       "createdAt": "2027-01-17T17:00:00.000Z",
                     *       "readAt": "2027-01-17T17:02:10.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    markAllNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mark all notifications as read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 3
                     *     }
                     */
                    "application/json": {
                        count: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listNotificationDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the notification. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See what became of a notification. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01944d2a-91c0-7b11-8a33-0d6a4f2be7c1",
                     *           "notificationId": 123,
                     *           "channel": "in_app",
                     *           "status": "entregue",
                     *           "provider": "in_app",
                     *           "reason": null,
                     *           "nextAttemptAt": null,
                     *           "attempts": []
                     *         },
                     *         {
                     *           "id": "01944d2a-91c0-7b11-8a33-0d6a4f2be7c4",
                     *           "notificationId": 123,
                     *           "channel": "sms",
                     *           "status": "entregue",
                     *           "provider": "twilio",
                     *           "reason": null,
                     *           "nextAttemptAt": null,
                     *           "segments": 1,
                     *           "price": {
                     *             "amount": "0.0539",
                     *             "currency": "USD"
                     *           },
                     *           "attempts": [
                     *             {
                     *               "at": "2027-01-17T17:00:01.000Z",
                     *               "provider": "twilio",
                     *               "providerId": "SM5ef8732a3c49700934481addd5ce1659",
                     *               "outcome": "enviada",
                     *               "latencyMs": 312
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2027-01-17T17:00:00.000Z",
                     *           "event": "criada"
                     *         },
                     *         {
                     *           "at": "2027-01-17T17:00:01.000Z",
                     *           "event": "tentativa",
                     *           "channel": "sms",
                     *           "outcome": "enviada"
                     *         },
                     *         {
                     *           "at": "2027-01-17T17:00:06.000Z",
                     *           "event": "relatada",
                     *           "channel": "sms",
                     *           "outcome": "entregue"
                     *         },
                     *         {
                     *           "at": "2027-01-17T17:02:10.000Z",
                     *           "event": "lida"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        timeline: {
                            /** Format: date-time */
                            at: string;
                            /**
                             * @description Made, tried, reported on by its provider, read, passed on to an administrator.
                             * @enum {string}
                             */
                            event: "criada" | "tentativa" | "relatada" | "lida" | "escalada";
                            /** @enum {string} */
                            channel?: "in_app" | "websocket" | "email" | "sms";
                            /** @description Of an attempt its outcome, of a report the status that it led to. */
                            outcome?: string;
                            /** @description Of an escalation: who was notified. */
                            userId?: number;
                            /** @description Of an escalation: the notification that they got. */
                            notificationId?: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the caller's preferences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "lembrete": {
                     *         "email": true,
                     *         "sms": false
                     *       },
                     *       "confirmacao": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "agendamento": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "remarcacao": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "cancelamento": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "mensagem": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "alerta": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "sistema": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "seguranca": {
                     *         "email": true,
                     *         "sms": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    updateNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lembrete": {
                 *         "sms": false
                 *       }
                 *     }
                 */
                "application/json": {
                    lembrete?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    confirmacao?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    agendamento?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    remarcacao?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    cancelamento?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    mensagem?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    alerta?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    sistema?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                    seguranca?: {
                        email?: boolean;
                        sms?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Change the caller's preferences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "lembrete": {
                     *         "email": true,
                     *         "sms": false
                     *       },
                     *       "confirmacao": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "agendamento": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "remarcacao": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "cancelamento": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "mensagem": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "alerta": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "sistema": {
                     *         "email": true,
                     *         "sms": true
                     *       },
                     *       "seguranca": {
                     *         "email": true,
                     *         "sms": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["PreferenceLockedOrValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getQuietHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the caller's quiet hours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true,
                     *       "start": "21:30",
                     *       "end": "08:00"
                     *     }
                     */
                    "application/json": {
                        enabled: boolean;
                        /** @description `HH:MM` in the person's zone. */
                        start: string;
                        /** @description `HH:MM` in the person's zone; before `start`, it is on the next day. */
                        end: string;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    setQuietHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true,
                 *       "start": "21:30",
                 *       "end": "08:00"
                 *     }
                 */
                "application/json": {
                    enabled: boolean;
                    /** @description `HH:MM` in the person's zone. */
                    start: string;
                    /** @description `HH:MM` in the person's zone; before `start`, it is on the next day. */
                    end: string;
                };
            };
        };
        responses: {
            /** @description Set the caller's quiet hours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true,
                     *       "start": "21:30",
                     *       "end": "08:00"
                     *     }
                     */
                    "application/json": {
                        enabled: boolean;
                        /** @description `HH:MM` in the person's zone. */
                        start: string;
                        /** @description `HH:MM` in the person's zone; before `start`, it is on the next day. */
                        end: string;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    searchDeliveries: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description Only of this status. */
                status?: "pendente" | "adiada" | "enviando" | "enviada" | "entregue" | "falhou" | "suprimida" | "cancelada";
                /** @description Only of this channel. */
                channel?: "in_app" | "websocket" | "email" | "sms";
                /** @description Only of notifications of this type. */
                type?: "lembrete" | "confirmacao" | "agendamento" | "remarcacao" | "cancelamento" | "mensagem" | "alerta" | "sistema" | "seguranca";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Search deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01944d2a-91c0-7b11-8a33-0d6a4f2be7c3",
                     *           "notificationId": 123,
                     *           "channel": "email",
                     *           "status": "falhou",
                     *           "provider": "smtp",
                     *           "reason": "recusada pelo provedor",
                     *           "nextAttemptAt": null,
                     *           "attempts": [
                     *             {
                     *               "at": "2027-01-17T17:00:01.000Z",
                     *               "provider": "smtp",
                     *               "outcome": "permanente",
                     *               "error": "550 5.1.1: user unknown",
                     *               "latencyMs": 420
                     *             }
                     *           ],
                     *           "userId": 41,
                     *           "type": "lembrete",
                     *           "attemptCount": 1,
                     *           "createdAt": "2027-01-17T17:00:00.000Z",
                     *           "updatedAt": "2027-01-17T17:00:01.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AdminDelivery"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read one delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01944d2a-91c0-7b11-8a33-0d6a4f2be7c3",
                     *       "notificationId": 123,
                     *       "channel": "email",
                     *       "status": "falhou",
                     *       "provider": "smtp",
                     *       "reason": "recusada pelo provedor",
                     *       "nextAttemptAt": null,
                     *       "attempts": [
                     *         {
                     *           "at": "2027-01-17T17:00:01.000Z",
                     *           "provider": "smtp",
                     *           "outcome": "permanente",
                     *           "error": "550 5.1.1: user unknown",
                     *           "latencyMs": 420
                     *         }
                     *       ],
                     *       "userId": 41,
                     *       "type": "lembrete",
                     *       "attemptCount": 1,
                     *       "createdAt": "2027-01-17T17:00:00.000Z",
                     *       "updatedAt": "2027-01-17T17:00:01.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AdminDelivery"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a failed delivery again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01944d2a-91c0-7b11-8a33-0d6a4f2be7c3",
                     *       "notificationId": 123,
                     *       "channel": "email",
                     *       "status": "pendente",
                     *       "provider": "smtp",
                     *       "reason": "nova tentativa pedida pela administração (conta 1)",
                     *       "nextAttemptAt": null,
                     *       "attempts": [
                     *         {
                     *           "at": "2027-01-17T17:00:01.000Z",
                     *           "provider": "smtp",
                     *           "outcome": "permanente",
                     *           "error": "550 5.1.1: user unknown",
                     *           "latencyMs": 420
                     *         }
                     *       ],
                     *       "userId": 41,
                     *       "type": "lembrete",
                     *       "attemptCount": 0,
                     *       "createdAt": "2027-01-17T17:00:00.000Z",
                     *       "updatedAt": "2027-01-17T18:10:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AdminDelivery"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeliverySettled"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    retryDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "email",
                 *       "provider": "smtp"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    channel?: "email" | "sms";
                    /** @enum {string} */
                    type?: "lembrete" | "confirmacao" | "agendamento" | "remarcacao" | "cancelamento" | "mensagem" | "alerta" | "sistema" | "seguranca";
                    /** @description Who was asked last, such as `twilio` or `smtp`. */
                    provider?: string;
                };
            };
        };
        responses: {
            /** @description Send all failed deliveries of a kind again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 12
                     *     }
                     */
                    "application/json": {
                        count: number;
                    };
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    discardDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Paciente avisada por telefone"
                 *     }
                 */
                "application/json": {
                    /** @description For staff; part of the `reason` of the delivery. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Give up a delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01944d2a-91c0-7b11-8a33-0d6a4f2be7c3",
                     *       "notificationId": 123,
                     *       "channel": "email",
                     *       "status": "cancelada",
                     *       "provider": "smtp",
                     *       "reason": "descartada pela administração (conta 1): Paciente avisada por telefone",
                     *       "nextAttemptAt": null,
                     *       "attempts": [
                     *         {
                     *           "at": "2027-01-17T17:00:01.000Z",
                     *           "provider": "smtp",
                     *           "outcome": "permanente",
                     *           "error": "550 5.1.1: user unknown",
                     *           "latencyMs": 420
                     *         }
                     *       ],
                     *       "userId": 41,
                     *       "type": "lembrete",
                     *       "attemptCount": 1,
                     *       "createdAt": "2027-01-17T17:00:00.000Z",
                     *       "updatedAt": "2027-01-17T18:10:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AdminDelivery"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeliverySettled"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    searchAudit: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description Only acts of this account. */
                actorId?: number;
                /** @description Only this act. */
                action?: "session.open" | "session.refuse" | "session.reuse" | "session.end" | "user.register" | "user.create" | "user.read" | "user.update" | "user.password" | "user.verify" | "user.export" | "user.erase" | "consent.record" | "appointment.create" | "appointment.read" | "appointment.update" | "file.create" | "file.read" | "file.download" | "file.delete" | "conversation.delete" | "risk_alert.read" | "risk_alert.acknowledge" | "notification.read" | "notification.send" | "delivery.read" | "delivery.retry" | "delivery.discard" | "suppression.read" | "suppression.lift" | "audit.read";
                /** @description Only acts on this kind of thing: what `action` begins with, such as `appointment`. */
                resource?: string;
                /** @description Only acts on the thing of this id, lists that showed it included; best with `resource`. */
                resourceId?: string;
                /** @description Then or later: an instant with a zone, or a date for its beginning in the practice's zone. */
                from?: string;
                /** @description Before: an instant with a zone, or a date for the end of that day in the practice's zone. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Search the audit log. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "90211",
                     *           "at": "2027-01-17T18:10:00.000Z",
                     *           "actorId": 2,
                     *           "action": "appointment.update",
                     *           "resource": "appointment",
                     *           "resourceId": "456",
                     *           "ip": "203.0.113.7",
                     *           "requestId": "6f0e2c1a-0d4b-4b3e-9d55-4e7a1f0c2b9d",
                     *           "detail": {
                     *             "change": "move",
                     *             "version": 2
                     *           }
                     *         },
                     *         {
                     *           "id": "90210",
                     *           "at": "2027-01-17T18:09:52.000Z",
                     *           "actorId": 2,
                     *           "action": "appointment.read",
                     *           "resource": "appointment",
                     *           "resourceId": null,
                     *           "ip": "203.0.113.7",
                     *           "requestId": "0b9c7a52-6a1e-4c0c-8a37-b1b4f3de7710",
                     *           "detail": {
                     *             "ids": [
                     *               456,
                     *               460
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "IjkwMjEwIg"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List mailboxes that nothing is sent to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 9,
                     *           "address": "ana.souza@example.com",
                     *           "code": "550 5.1.1",
                     *           "createdAt": "2027-01-17T17:00:01.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Suppression"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    liftSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the suppression. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    reportTwilioDelivery: {
        parameters: {
            query?: {
                /** @description The delivery, as it stands in the address that Twilio was given with the message. */
                delivery?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description Twilio's id of the message. */
                    MessageSid?: string;
                    /** @description Such as `sent`, `delivered` or `undelivered`. */
                    MessageStatus?: string;
                    /** @description Why it was not delivered, such as `30005`. */
                    ErrorCode?: string;
                    /** @description The same in words. */
                    ErrorMessage?: string;
                };
                /**
                 * @example {
                 *       "MessageSid": "SM0123456789abcdef0123456789abcdef",
                 *       "MessageStatus": "delivered"
                 *     }
                 */
                "application/json": {
                    /** @description Twilio's id of the message. */
                    MessageSid?: string;
                    /** @description Such as `sent`, `delivered` or `undelivered`. */
                    MessageStatus?: string;
                    /** @description Why it was not delivered, such as `30005`. */
                    ErrorCode?: string;
                    /** @description The same in words. */
                    ErrorMessage?: string;
                };
            };
        };
        responses: {
            /** @description Taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            403: components["responses"]["InvalidSignature"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    receiveTwilioMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description Twilio's id of the message. */
                    MessageSid?: string;
                    /** @description The number that it comes from, such as `+5511987654321`. */
                    From?: string;
                    /** @description The text. */
                    Body?: string;
                    /** @description `STOP`, `START` or `HELP`, where Twilio has seen to it by itself. */
                    OptOutType?: string;
                };
                /**
                 * @example {
                 *       "MessageSid": "SM0123456789abcdef0123456789abcdef",
                 *       "From": "+5511987654321",
                 *       "Body": "SIM"
                 *     }
                 */
                "application/json": {
                    /** @description Twilio's id of the message. */
                    MessageSid?: string;
                    /** @description The number that it comes from, such as `+5511987654321`. */
                    From?: string;
                    /** @description The text. */
                    Body?: string;
                    /** @description `STOP`, `START` or `HELP`, where Twilio has seen to it by itself. */
                    OptOutType?: string;
                };
            };
        };
        responses: {
            /** @description TwiML with the reply; without one where there is none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <?xml version="1.0" encoding="UTF-8"?><Response><Message>Consulta confirmada. Obrigado!</Message></Response> */
                    "text/xml": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            403: components["responses"]["InvalidSignature"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    getCalendarUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get the address of the private calendar feed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://api.example.com/calendar/42-fe59iB5WWowKsRvOYGtjOw.ics"
                     *     }
                     */
                    "application/json": {
                        /** @description Absolute; whoever has it can read the feed. */
                        url: string;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    revokeCalendarUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    askAssistant: {
        parameters: {
            query?: never;
            header?: {
                /** @description `text/event-stream` for the reply as it is written; else JSON. */
                Accept?: string;
                /** @description 1 to 255 visible ASCII characters. The same key and body within 24 h give the first answer again, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "Quero remarcar a minha consulta"
                 *     }
                 */
                "application/json": {
                    message: string;
                    /** @description What the front end adds, such as `Paciente novo`. */
                    context?: string;
                    /**
                     * Format: uuid
                     * @description The one that it goes on; without it a new one begins.
                     */
                    conversationId?: string;
                };
            };
        };
        responses: {
            /** @description The answer, whole or as it is written. */
            200: {
                headers: {
                    /** @description `true` on the first answer, given again. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reply": "Claro! Abra a consulta e escolha outro horário.",
                     *       "conversationId": "0199b6a6-7c10-7e52-8a3d-0f4b6c8d1e2f",
                     *       "provider": "rules",
                     *       "risk": "nenhum"
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantAnswer"];
                    /**
                     * @example event: delta
                     *     data: {"delta":"Claro! "}
                     *
                     *     event: delta
                     *     data: {"delta":"Abra a consulta e escolha outro horário."}
                     *
                     *     event: done
                     *     data: {"reply":"Claro! Abra a consulta e escolha outro horário.","conversationId":"0199b6a6-7c10-7e52-8a3d-0f4b6c8d1e2f","provider":"rules","risk":"nenhum"}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailedOrInvalidIdempotencyKeyOrIdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List conversations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199b6a6-7c10-7e52-8a3d-0f4b6c8d1e2f",
                     *           "title": "Quero remarcar a minha consulta",
                     *           "createdAt": "2026-11-30T17:00:00.000Z",
                     *           "updatedAt": "2026-11-30T17:02:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Conversation"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    getConversation: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The conversation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a conversation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199b6a6-7c10-7e52-8a3d-0f4b6c8d1e2f",
                     *       "title": "Quero remarcar a minha consulta",
                     *       "createdAt": "2026-11-30T17:00:00.000Z",
                     *       "updatedAt": "2026-11-30T17:02:00.000Z",
                     *       "messages": [
                     *         {
                     *           "id": 1001,
                     *           "role": "user",
                     *           "content": "Quero remarcar a minha consulta",
                     *           "risk": "nenhum",
                     *           "createdAt": "2026-11-30T17:02:00.000Z"
                     *         },
                     *         {
                     *           "id": 1002,
                     *           "role": "assistant",
                     *           "content": "Claro! Abra a consulta e escolha outro horário.",
                     *           "provider": "rules",
                     *           "risk": "nenhum",
                     *           "createdAt": "2026-11-30T17:02:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description The beginning of its first message, up to 80 characters. */
                        title: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        messages: components["schemas"]["ConversationMessage"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
        };
    };
    deleteConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRiskAlerts: {
        parameters: {
            query?: {
                /** @description How many items at most: 1 to 100. */
                limit?: number;
                /** @description The last page's `nextCursor`. */
                cursor?: string;
                /** @description `false` for those that wait for somebody, `true` for the others. */
                acknowledged?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List alerts of risk to life. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 31,
                     *           "patient": {
                     *             "id": 12,
                     *             "name": "João Silva",
                     *             "avatarUrl": null
                     *           },
                     *           "level": "alto",
                     *           "messages": 2,
                     *           "lastAt": "2026-11-30T17:02:00.000Z",
                     *           "createdAt": "2026-11-30T17:00:00.000Z",
                     *           "acknowledgedAt": null,
                     *           "acknowledgedBy": null
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["RiskAlert"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailedOrInvalidCursor"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
    acknowledgeRiskAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The alert's id. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Acknowledge an alert of risk to life. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 31,
                     *       "patient": {
                     *         "id": 12,
                     *         "name": "João Silva",
                     *         "avatarUrl": null
                     *       },
                     *       "level": "alto",
                     *       "messages": 2,
                     *       "lastAt": "2026-11-30T17:02:00.000Z",
                     *       "createdAt": "2026-11-30T17:00:00.000Z",
                     *       "acknowledgedAt": "2026-11-30T17:04:00.000Z",
                     *       "acknowledgedBy": {
                     *         "id": 2,
                     *         "name": "Dra. Ana Souza",
                     *         "avatarUrl": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RiskAlert"];
                };
            };
            400: components["responses"]["MalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailableOrOverloaded"];
            507: components["responses"]["StorageFull"];
        };
    };
}
