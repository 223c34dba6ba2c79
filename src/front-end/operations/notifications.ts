import { channels, defaultQuietHours } from '../../notifications/channels.ts'
import type { Operations } from '../operation.ts'

const { email, sms } = channels

const parameters = { id: 'Of the notification.' }

const reminder = {
  id: 123,
  type: 'lembrete',
  title: 'Lembrete de consulta',
  message: 'Lembrete: sua consulta com Beatriz Carvalho é segunda-feira, 18 de janeiro de 2027, às 14:00. Será online.',
  data: {
    appointmentId: 456,
    version: 1,
    startsAt: '2027-01-18T17:00:00.000Z',
    date: '2027-01-18',
    time: '14:00',
  },
  createdAt: '2027-01-17T17:00:00.000Z',
  readAt: null,
}

const on = { email: true, sms: true }

const preferences = {
  lembrete: { email: true, sms: false },
  confirmacao: on,
  agendamento: on,
  remarcacao: on,
  cancelamento: on,
  mensagem: on,
  alerta: on,
  sistema: on,
  seguranca: on,
}

const quietHours = { enabled: true, start: '21:30', end: '08:00' }

export const notificationsOperations: Operations = {
  'GET /api/v1/notifications': {
    id: 'listNotifications',
    tag: 'notifications',
    summary: "List the caller's notifications",
    description: `The newest first. Of an appointment \`data\` has \`appointmentId\`, \`version\`, \`startsAt\`, and \`date\` and \`time\` in the reader's own zone.
New ones come to the sockets as \`notification:new\`.`,
    parameters: { unread: '`true`: only what is unread; `false`: only what has been read.' },
    answer: { items: [reminder], nextCursor: 'MTIz' },
  },
  'POST /api/v1/notifications': {
    id: 'sendNotification',
    tag: 'notifications',
    summary: 'Write to a person',
    description: `A psychologist to their patients (others are \`not_found\`), an admin to anyone. It is a \`mensagem\`, stands in the inbox at once, and
comes to the person's sockets as \`notification:new\`; e-mail and SMS leave after the answer.
- What the person has turned off is not sent. Quiet hours put it off, and so do the limits for a person in any sixty minutes: ${email.hourlyCaps.geral} e-mails,
  ${sms.hourlyCaps.geral} SMS.
- What became of it: GET \`/api/v1/notifications/{id}/deliveries\`.`,
    errors: ['not_found'],
    idempotent: true,
    body: {
      userId: 41,
      title: 'Material da próxima sessão',
      message: 'Olá, Ana! Traga por favor o diário de sono da semana.',
      channels: ['email'],
    },
    answer: { id: 124 },
  },
  'GET /api/v1/notifications/unread-count': {
    id: 'countUnreadNotifications',
    tag: 'notifications',
    summary: "Count the caller's unread notifications",
    description: 'For a badge: ask once, then follow `notification:new` and `notification:read` on the socket.',
    answer: { count: 3 },
  },
  'POST /api/v1/notifications/:id/read': {
    id: 'markNotificationRead',
    tag: 'notifications',
    summary: 'Mark a notification as read',
    description: `One of the caller's own. The first time all of the caller's sockets get \`notification:read\`; later it stays as it is, with the same
answer. An \`alerta\` that was read is not passed on to the admins.`,
    errors: ['not_found'],
    parameters,
    answer: { ...reminder, readAt: '2027-01-17T17:02:10.000Z' },
  },
  'POST /api/v1/notifications/read-all': {
    id: 'markAllNotificationsRead',
    tag: 'notifications',
    summary: 'Mark all notifications as read',
    description: "The caller's own. The caller's sockets get a `notification:read` for each that was unread.",
    answer: { count: 3 },
  },
  'GET /api/v1/notifications/:id/deliveries': {
    id: 'listNotificationDeliveries',
    tag: 'notifications',
    summary: 'See what became of a notification',
    description: `A psychologist sees their own and their patients' (others are \`not_found\`), an admin all. \`items\` has one for each channel, also for
those that were not used, with the reason; \`timeline\` what happened in order. \`in_app\` is \`entregue\` at once; \`websocket\` is \`entregue\` when it was
written to a socket, and \`suprimida\` for \`offline\` where none was open within two seconds; e-mail stays \`enviada\`. Reads are audited.`,
    errors: ['not_found'],
    parameters,
    answer: {
      items: [
        {
          id: '01944d2a-91c0-7b11-8a33-0d6a4f2be7c1',
          notificationId: 123,
          channel: 'in_app',
          status: 'entregue',
          provider: 'in_app',
          reason: null,
          nextAttemptAt: null,
          attempts: [],
        },
        {
          id: '01944d2a-91c0-7b11-8a33-0d6a4f2be7c4',
          notificationId: 123,
          channel: 'sms',
          status: 'entregue',
          provider: 'twilio',
          reason: null,
          nextAttemptAt: null,
          segments: 1,
          price: { amount: '0.0539', currency: 'USD' },
          attempts: [
            {
              at: '2027-01-17T17:00:01.000Z',
              provider: 'twilio',
              providerId: 'SM5ef8732a3c49700934481addd5ce1659',
              outcome: 'enviada',
              latencyMs: 312,
            },
          ],
        },
      ],
      timeline: [
        { at: '2027-01-17T17:00:00.000Z', event: 'criada' },
        { at: '2027-01-17T17:00:01.000Z', event: 'tentativa', channel: 'sms', outcome: 'enviada' },
        { at: '2027-01-17T17:00:06.000Z', event: 'relatada', channel: 'sms', outcome: 'entregue' },
        { at: '2027-01-17T17:02:10.000Z', event: 'lida' },
      ],
    },
  },
  'GET /api/v1/notifications/preferences': {
    id: 'getNotificationPreferences',
    tag: 'notifications',
    summary: "Read the caller's preferences",
    description: `For each type of notification whether it may come by \`email\` and by \`sms\`: all may until they are turned off. Not every type uses
both: \`mensagem\` and \`seguranca\` go by e-mail (staff may send a \`mensagem\` by SMS, too), \`sistema\` mostly stays in the inbox. The inbox and
the sockets always get everything.`,
    answer: preferences,
  },
  'PUT /api/v1/notifications/preferences': {
    id: 'updateNotificationPreferences',
    tag: 'notifications',
    summary: "Change the caller's preferences",
    description: `Send only what changes; the rest stays. \`alerta\` and \`seguranca\` cannot be turned off (\`preference_locked\`, with the fields among
\`errors\`). It also holds for what waits to be sent. The answer has all of them.`,
    errors: ['preference_locked'],
    body: { lembrete: { sms: false } },
    answer: preferences,
  },
  'GET /api/v1/notifications/preferences/quiet-hours': {
    id: 'getQuietHours',
    tag: 'notifications',
    summary: "Read the caller's quiet hours",
    description: `In the caller's own zone (\`timezone\` of the account). They put off \`lembrete\` and \`mensagem\` by e-mail and SMS, not what answers the
caller's own act. Until they are set, ${defaultQuietHours.start} to ${defaultQuietHours.end} holds for SMS alone, and is the answer.`,
    answer: quietHours,
  },
  'PUT /api/v1/notifications/preferences/quiet-hours': {
    id: 'setQuietHours',
    tag: 'notifications',
    summary: "Set the caller's quiet hours",
    description: `For e-mail and SMS alike. \`end\` differs from \`start\`; before it, it is on the next day. \`enabled: false\` lets everything come at any
time. A reminder that would then come less than an hour before the appointment leaves before they begin. The answer is what was sent.`,
    body: quietHours,
    answer: quietHours,
  },
}
