import type { Operations } from '../operation.ts'

const parameters = { id: 'Of the delivery.' }

const failed = {
  id: '01944d2a-91c0-7b11-8a33-0d6a4f2be7c3',
  notificationId: 123,
  channel: 'email',
  status: 'falhou',
  provider: 'smtp',
  reason: 'recusada pelo provedor',
  nextAttemptAt: null,
  attempts: [
    {
      at: '2027-01-17T17:00:01.000Z',
      provider: 'smtp',
      outcome: 'permanente',
      error: '550 5.1.1: user unknown',
      latencyMs: 420,
    },
  ],
  userId: 41,
  type: 'lembrete',
  attemptCount: 1,
  createdAt: '2027-01-17T17:00:00.000Z',
  updatedAt: '2027-01-17T17:00:01.000Z',
}

export const adminOperations: Operations = {
  'GET /api/v1/admin/deliveries': {
    id: 'searchDeliveries',
    tag: 'admin',
    summary: 'Search deliveries',
    description: `The newest first: one for each channel of each notification, with its attempts, but never with what it says. \`status=falhou\` lists
what waits for an admin: failures that stay, and what was tried eight times over about a day. Reads are audited.`,
    parameters: {
      status: 'Only of this status.',
      channel: 'Only of this channel.',
      type: 'Only of notifications of this type.',
    },
    answer: { items: [failed], nextCursor: null },
  },
  'GET /api/v1/admin/deliveries/:id': {
    id: 'getDelivery',
    tag: 'admin',
    summary: 'Read one delivery',
    description: 'With its attempts, but never with what it says. Reads are audited.',
    errors: ['not_found'],
    parameters,
    answer: failed,
  },
  'POST /api/v1/admin/deliveries/:id/retry': {
    id: 'retryDelivery',
    tag: 'admin',
    summary: 'Send a failed delivery again',
    description: `From \`falhou\` to \`pendente\`, as if it had never been tried; \`attempts\` keeps the earlier ones. Another status is \`delivery_settled\`. At
its turn it is checked against the present: a reminder of an appointment that was moved becomes \`cancelada\`.`,
    errors: ['not_found', 'delivery_settled'],
    parameters,
    answer: {
      ...failed,
      status: 'pendente',
      reason: 'nova tentativa pedida pela administração (conta 1)',
      attemptCount: 0,
      updatedAt: '2027-01-17T18:10:00.000Z',
    },
  },
  'POST /api/v1/admin/deliveries/retry': {
    id: 'retryDeliveries',
    tag: 'admin',
    summary: 'Send all failed deliveries of a kind again',
    description: `All that are \`falhou\` at the moment of the request and match every field that is given; at least one has to be. The answer tells how
many: they leave afterwards, within the limits.`,
    body: { channel: 'email', provider: 'smtp' },
    answer: { count: 12 },
  },
  'POST /api/v1/admin/deliveries/:id/discard': {
    id: 'discardDelivery',
    tag: 'admin',
    summary: 'Give up a delivery',
    description: `Of e-mail and SMS: from \`falhou\`, \`pendente\` or \`adiada\` to \`cancelada\`, with the reason. Another status, or another channel, is
\`delivery_settled\`. The notification stays in the inbox.`,
    errors: ['not_found', 'delivery_settled'],
    parameters,
    body: { reason: 'Paciente avisada por telefone' },
    answer: {
      ...failed,
      status: 'cancelada',
      reason: 'descartada pela administração (conta 1): Paciente avisada por telefone',
      updatedAt: '2027-01-17T18:10:00.000Z',
    },
  },
  'GET /api/v1/admin/audit': {
    id: 'searchAudit',
    tag: 'admin',
    summary: 'Search the audit log',
    description: `Who saw or changed what, the newest first. All filters must match. The log is append-only, holds no names and no texts, and
this read stands in it, too. Patients' reads of their own are not logged.`,
    parameters: {
      actorId: 'Only acts of this account.',
      action: 'Only this act.',
      resource: 'Only acts on this kind of thing: what `action` begins with, such as `appointment`.',
      resourceId: 'Only acts on the thing of this id, lists that showed it included; best with `resource`.',
      from: "Then or later: an instant with a zone, or a date for its beginning in the practice's zone.",
      to: "Before: an instant with a zone, or a date for the end of that day in the practice's zone.",
    },
    answer: {
      items: [
        {
          id: '90211',
          at: '2027-01-17T18:10:00.000Z',
          actorId: 2,
          action: 'appointment.update',
          resource: 'appointment',
          resourceId: '456',
          ip: '203.0.113.7',
          requestId: '6f0e2c1a-0d4b-4b3e-9d55-4e7a1f0c2b9d',
          detail: { change: 'move', version: 2 },
        },
        {
          id: '90210',
          at: '2027-01-17T18:09:52.000Z',
          actorId: 2,
          action: 'appointment.read',
          resource: 'appointment',
          resourceId: null,
          ip: '203.0.113.7',
          requestId: '0b9c7a52-6a1e-4c0c-8a37-b1b4f3de7710',
          detail: { ids: [456, 460] },
        },
      ],
      nextCursor: 'IjkwMjEwIg',
    },
  },
  'GET /api/v1/admin/suppressions': {
    id: 'listSuppressions',
    tag: 'admin',
    summary: 'List mailboxes that nothing is sent to',
    description: `The newest first: addresses that a mail server has refused for good (5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10, 5.2.1). Their deliveries are
\`suprimida\`. Reads are audited.`,
    answer: {
      items: [{ id: 9, address: 'ana.souza@example.com', code: '550 5.1.1', createdAt: '2027-01-17T17:00:01.000Z' }],
      nextCursor: null,
    },
  },
  'DELETE /api/v1/admin/suppressions/:id': {
    id: 'liftSuppression',
    tag: 'admin',
    summary: 'Let mail go to an address again',
    description: 'As once its owner has set the mailbox right. What was not sent meanwhile is not sent later.',
    errors: ['not_found'],
    parameters: { id: 'Of the suppression.' },
  },
}
