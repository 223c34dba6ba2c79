import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startApp, type TestApp } from './app.ts'
import { comingMonday } from './clinic.ts'
import { accountSid, authToken } from './fakes/twilio.ts'
import { mark, type Target, targetOf } from './target.ts'

const nobodysId = '0197a2c4-0000-7000-8000-000000000000'

/** [status without a token, for a stranger who is a patient, for a stranger who is a psychologist, for an administrator] */
type Expected = readonly [nobody: number, patient: number, psychologist: number, admin: number]
interface Row {
  readonly may: Expected
  readonly path?: (target: Target) => string
  readonly body?: (target: Target) => unknown
}

const signedIn = (status: number): Expected => [401, status, status, status]
const adminOnly = (status: number): Expected => [401, 403, 403, status]
const everybody = (status: number): Expected => [status, status, status, status]
/** Visible to the psychologist who cares for the person and to administrators; 404 for others. */
const careOnly = (status: number): Expected => [401, 404, 404, status]
/** Not even for an administrator. */
const ownOnly: Expected = [401, 404, 404, 404]

const at = (path: string) => (target: Target) =>
  path.replace(/\{(\w+)\}/g, (_, name: Exclude<keyof Target, 'patient' | 'psychologist'>) => String(target[name]))
const start = { startsAt: comingMonday() }

/** What each route is to each role. A route that has no row here fails the test. */
const table: Record<string, Row> = {
  'GET /health': { may: everybody(200) },
  'GET /health/live': { may: everybody(200) },
  'GET /health/ready': { may: everybody(200) },
  // METRICS_TOKEN is no person's; the test sets one.
  'GET /metrics': { may: everybody(401) },
  'GET /': { may: everybody(200) },
  'GET /client.js': { may: everybody(200) },
  'GET /openapi.json': { may: everybody(200) },
  'GET /asyncapi.json': { may: everybody(200) },
  'GET /docs': { may: everybody(200) },
  'GET /docs/sockets': { may: everybody(200) },
  'GET /docs/:file': { may: everybody(200), path: () => '/docs/page.css' },
  'GET /ws/:token': { may: everybody(426), path: () => '/ws/abc' },
  // Signed addresses: without the signature there is nothing, for anyone.
  'GET /a/:code': { may: everybody(404), path: () => '/a/abcdefghijk' },
  'GET /appointments/:id/confirm': { may: everybody(404), path: at('/appointments/{appointment}/confirm?v=1&p=1&s=x') },
  'POST /appointments/:id/confirm': {
    may: everybody(404),
    path: at('/appointments/{appointment}/confirm?v=1&p=1&s=x'),
  },
  'GET /appointments/:id/cancel': { may: everybody(404), path: at('/appointments/{appointment}/cancel?v=1&p=1&s=x') },
  'POST /appointments/:id/cancel': { may: everybody(404), path: at('/appointments/{appointment}/cancel?v=1&p=1&s=x') },
  'GET /calendar/:file': {
    may: everybody(404),
    path: ({ patient }) => `/calendar/${patient.id}-${'A'.repeat(22)}.ics`,
  },
  'GET /unsubscribe': { may: everybody(404), path: ({ patient }) => `/unsubscribe?u=${patient.id}&s=x` },
  'POST /unsubscribe': { may: everybody(404), path: ({ patient }) => `/unsubscribe?u=${patient.id}&s=x` },
  'GET /reset-password': { may: everybody(422), path: () => '/reset-password?token=x' },
  'POST /reset-password': { may: everybody(422), path: () => '/reset-password?token=x' },
  'GET /invitation': { may: everybody(422), path: () => '/invitation?token=x' },
  'POST /invitation': { may: everybody(422), path: () => '/invitation?token=x' },
  // Only asks: mail scanners open every link.
  'GET /verify-email': { may: everybody(200), path: () => '/verify-email?token=x' },
  'POST /verify-email': { may: everybody(422), path: () => '/verify-email?token=x' },
  'GET /confirm-email': { may: everybody(200), path: () => '/confirm-email?token=x' },
  'POST /confirm-email': { may: everybody(422), path: () => '/confirm-email?token=x' },
  'GET /restore-email': { may: everybody(422), path: () => '/restore-email?token=x' },
  'POST /restore-email': { may: everybody(422), path: () => '/restore-email?token=x' },
  'POST /api/v1/webhooks/twilio/status': { may: everybody(403) },
  'POST /api/v1/webhooks/twilio/inbound': { may: everybody(403) },

  'GET /api/v1/config': { may: everybody(200) },
  'POST /api/v1/auth/register': {
    may: everybody(201),
    body: () => ({ name: 'Nova', email: `${uuidv7()}@example.com`, password: 'uma senha bem longa' }),
  },
  'POST /api/v1/auth/login': {
    may: everybody(401),
    body: ({ patient }) => ({ email: patient.email, password: 'not the password' }),
  },
  'POST /api/v1/auth/refresh': { may: everybody(401), body: () => ({ refreshToken: 'made-up' }) },
  'POST /api/v1/auth/logout': { may: signedIn(204) },
  'POST /api/v1/auth/forgot-password': { may: everybody(202), body: ({ patient }) => ({ email: patient.email }) },
  'POST /api/v1/auth/reset-password': {
    may: everybody(422),
    body: () => ({ token: 'made-up', password: 'uma senha bem longa' }),
  },
  'POST /api/v1/auth/verify-email': { may: everybody(422), body: () => ({ token: 'made-up' }) },
  'POST /api/v1/auth/verify-email/resend': { may: signedIn(202) },
  'POST /api/v1/auth/confirm-email': { may: everybody(422), body: () => ({ token: 'made-up' }) },
  'POST /api/v1/auth/restore-email': {
    may: everybody(422),
    body: () => ({ token: 'made-up', password: 'uma senha bem longa' }),
  },
  'POST /api/v1/auth/ws-ticket': { may: signedIn(201) },

  'GET /api/v1/me': { may: signedIn(200) },
  'PATCH /api/v1/me': { may: signedIn(200), body: () => ({ discreet: true }) },
  'DELETE /api/v1/me': { may: signedIn(401), body: () => ({ password: 'not the password' }) },
  'GET /api/v1/me/export': { may: signedIn(200) },
  'GET /api/v1/me/sessions': { may: signedIn(200) },
  'DELETE /api/v1/me/sessions/:id': { may: ownOnly, path: at('/api/v1/me/sessions/{session}') },
  'POST /api/v1/me/email': {
    may: signedIn(401),
    body: () => ({ email: 'outro@example.com', password: 'not the password' }),
  },
  // None of these has a telephone.
  'POST /api/v1/me/phone/code': { may: signedIn(422) },
  'POST /api/v1/me/phone/verify': { may: signedIn(422), body: () => ({ code: '000000' }) },
  'POST /api/v1/me/password': {
    may: signedIn(401),
    body: () => ({ current: 'not the password', new: 'outra senha bem longa' }),
  },
  'GET /api/v1/me/consents': { may: signedIn(200) },
  'PUT /api/v1/me/consents': {
    may: signedIn(409),
    body: () => ({ purpose: 'provedor-ia', version: 'another', granted: true }),
  },
  'GET /api/v1/me/calendar-url': { may: signedIn(200) },
  'DELETE /api/v1/me/calendar-url': { may: signedIn(204) },

  'GET /api/v1/users': { may: signedIn(200), path: () => '/api/v1/users?limit=100' },
  'POST /api/v1/users': {
    may: adminOnly(201),
    body: () => ({
      name: 'Nova',
      email: `${uuidv7()}@example.com`,
      role: 'psicologo',
      password: 'uma senha bem longa',
    }),
  },
  'PATCH /api/v1/users/:id': {
    may: [401, 403, 404, 200],
    path: ({ patient }) => `/api/v1/users/${patient.id}`,
    body: () => ({ locale: 'pt-BR' }),
  },
  // When a psychologist can be booked is for those who may book.
  'GET /api/v1/users/:id/working-hours': {
    may: signedIn(200),
    path: ({ psychologist }) => `/api/v1/users/${psychologist.id}/working-hours`,
  },
  'PUT /api/v1/users/:id/working-hours': {
    may: [401, 403, 403, 200],
    path: ({ psychologist }) => `/api/v1/users/${psychologist.id}/working-hours`,
    body: () => ({ days: { mon: [['08:00', '12:00']] } }),
  },
  'GET /api/v1/users/:id/slots': {
    may: signedIn(200),
    path: ({ psychologist }) =>
      `/api/v1/users/${psychologist.id}/slots?from=2031-01-01T00:00:00Z&to=2031-01-08T00:00:00Z`,
  },

  'GET /api/v1/appointments': { may: signedIn(200) },
  'POST /api/v1/appointments': {
    // No one books for another person, nor a psychologist for a colleague.
    may: [401, 403, 403, 201],
    body: ({ patient, psychologist }) => ({ ...start, patientId: patient.id, psychologistId: psychologist.id }),
  },
  'GET /api/v1/appointments/:id': { may: careOnly(200), path: at('/api/v1/appointments/{appointment}') },
  'PATCH /api/v1/appointments/:id': {
    may: careOnly(200),
    path: at('/api/v1/appointments/{appointment}'),
    body: () => ({ modality: 'online' }),
  },
  'POST /api/v1/appointments/:id/cancel': { may: careOnly(200), path: at('/api/v1/appointments/{appointment}/cancel') },
  'POST /api/v1/appointments/:id/confirm': {
    may: careOnly(200),
    path: at('/api/v1/appointments/{appointment}/confirm'),
  },
  'POST /api/v1/appointments/:id/complete': { may: careOnly(200), path: at('/api/v1/appointments/{started}/complete') },
  'POST /api/v1/appointments/:id/no-show': { may: careOnly(200), path: at('/api/v1/appointments/{started}/no-show') },
  'POST /api/v1/appointments/:id/remind': { may: careOnly(202), path: at('/api/v1/appointments/{appointment}/remind') },

  // Without a form it goes no further than the door.
  'POST /api/v1/upload/avatar': { may: signedIn(415) },
  'POST /api/v1/upload/attachment': { may: signedIn(415) },
  'POST /api/v1/upload/bulk': { may: signedIn(415) },
  'GET /api/v1/files': { may: careOnly(200), path: at('/api/v1/files?appointmentId={appointment}') },
  'GET /api/v1/files/:id': { may: careOnly(200), path: at('/api/v1/files/{file}') },
  'DELETE /api/v1/files/:id': { may: careOnly(204), path: at('/api/v1/files/{file}') },
  'GET /api/v1/files/:id/content': { may: careOnly(200), path: at('/api/v1/files/{file}/content') },

  'GET /api/v1/notifications': { may: signedIn(200) },
  'POST /api/v1/notifications': {
    may: [401, 403, 404, 202],
    body: ({ patient }) => ({ userId: patient.id, title: 'Olá', message: 'Bom dia' }),
  },
  'GET /api/v1/notifications/unread-count': { may: signedIn(200) },
  'POST /api/v1/notifications/read-all': { may: signedIn(200) },
  'POST /api/v1/notifications/:id/read': { may: ownOnly, path: at('/api/v1/notifications/{notification}/read') },
  'GET /api/v1/notifications/:id/deliveries': {
    may: [401, 403, 404, 200],
    path: at('/api/v1/notifications/{notification}/deliveries'),
  },
  'GET /api/v1/notifications/preferences': { may: signedIn(200) },
  'PUT /api/v1/notifications/preferences': { may: signedIn(200), body: () => ({ lembrete: { sms: false } }) },
  'GET /api/v1/notifications/preferences/quiet-hours': { may: signedIn(200) },
  'PUT /api/v1/notifications/preferences/quiet-hours': {
    may: signedIn(200),
    body: () => ({ enabled: true, start: '22:00', end: '07:00' }),
  },

  'GET /api/v1/admin/deliveries': { may: adminOnly(200) },
  'GET /api/v1/admin/deliveries/:id': { may: adminOnly(200), path: at('/api/v1/admin/deliveries/{failed}') },
  // A psychologist without patients has nothing ahead; to themselves it cannot go.
  'POST /api/v1/admin/users/:id/transfer': {
    may: adminOnly(422),
    path: ({ patient }) => `/api/v1/admin/users/${patient.id}/transfer`,
    body: ({ patient }) => ({ psychologistId: patient.id }),
  },
  'POST /api/v1/admin/deliveries/:id/retry': {
    may: adminOnly(202),
    path: at('/api/v1/admin/deliveries/{failed}/retry'),
  },
  'POST /api/v1/admin/deliveries/retry': { may: adminOnly(202), body: () => ({ channel: 'sms' }) },
  'POST /api/v1/admin/deliveries/:id/discard': {
    may: adminOnly(200),
    path: at('/api/v1/admin/deliveries/{failed}/discard'),
    body: () => ({ reason: 'teste' }),
  },
  'GET /api/v1/admin/suppressions': { may: adminOnly(200) },
  'DELETE /api/v1/admin/suppressions/:id': {
    may: adminOnly(204),
    path: at('/api/v1/admin/suppressions/{suppression}'),
  },
  'GET /api/v1/admin/audit': { may: adminOnly(200) },

  'POST /api/v1/ai/chat': { may: signedIn(200), body: () => ({ message: 'Quanto custa a sessão?' }) },
  'GET /api/v1/ai/conversations': { may: signedIn(200) },
  'GET /api/v1/ai/conversations/:id': { may: ownOnly, path: at('/api/v1/ai/conversations/{conversation}') },
  'DELETE /api/v1/ai/conversations/:id': { may: ownOnly, path: at('/api/v1/ai/conversations/{conversation}') },
  'GET /api/v1/ai/risk-alerts': { may: [401, 403, 200, 200] },
  'POST /api/v1/ai/risk-alerts/:id/ack': { may: careOnly(200), path: at('/api/v1/ai/risk-alerts/{alert}/ack') },
}

/** Starts the application and gives every route that it registers, as Fastify reports them. */
async function withRoutes(): Promise<{ started: TestApp; routes: Map<string, RouteOptions> }> {
  const routes = new Map<string, RouteOptions>()
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance } // Fastify's own message on its own channel
    fastify.addHook('onRoute', (route) => {
      for (const method of [route.method].flat()) routes.set(`${method} ${route.url}`, route)
    })
  }
  subscribe('fastify.initialization', listen)
  const env = {
    ...{ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_PHONE_NUMBER: '+15005550006' },
    METRICS_TOKEN: 'a token that is long enough for metrics',
  }
  const started = await startApp({ env })
  unsubscribe('fastify.initialization', listen)
  return { started, routes }
}

test('every route lets in whom it should, and shows a stranger nothing', { timeout: 120_000 }, async () => {
  const { started, routes } = await withRoutes()
  const { call, person } = started
  const walked = [...routes.keys()].filter((route) => !/^(HEAD|OPTIONS) /.test(route))
  expect(walked.filter((route) => !table[route])).toEqual([])
  expect(Object.keys(table).filter((route) => !routes.has(route))).toEqual([])

  for (const [round, route] of walked.entries()) {
    const { may, path, body } = table[route] ?? expect.unreachable()
    const [method = '', url = ''] = route.split(' ')
    // Their own limits are not what this is about.
    await started.app.limits.reset('login-account', '127.0.0.1')
    const target = await targetOf(started, round)
    const callers = {
      nobody: call,
      patient: (await person('paciente')).call,
      psychologist: (await person('psicologo')).call,
      admin: (await person('admin')).call,
    }
    const answers: Record<string, number> = {}
    for (const [role, asks] of Object.entries(callers)) {
      const address = started.url + (path?.(target) ?? url)
      const answer = await asks(method, address, body?.(target))
      answers[role] = answer.status
      if (role !== 'admin') expect.soft(JSON.stringify(answer.body), `${role}: ${route}`).not.toContain(mark)
      // What is shown without a body is refused without one.
      if (method === 'GET' && routes.has(`HEAD ${url}`) && role !== 'admin')
        expect.soft((await asks('HEAD', address)).status, `${role}: HEAD ${url}`).toBe(answer.status)
    }
    const [nobody, patient, psychologist, admin] = may
    expect.soft(answers, route).toEqual({ nobody, patient, psychologist, admin })
  }
})

test('no route takes a field that it does not name', async () => {
  const { routes } = await withRoutes()
  const takes = [...routes].flatMap(([route, { schema }]) =>
    schema?.body instanceof z.ZodType ? [{ route, body: schema.body }] : [],
  )
  expect(takes.length).toBeGreaterThan(15)
  for (const { route, body } of takes) {
    const { error } = body.safeParse({ isAdmin: true })
    expect
      .soft(
        error?.issues.map(({ code }) => code),
        route,
      )
      .toContain('unrecognized_keys')
  }
})

test('a token that is none of ours, has lost a letter, or says that it needs no signature is refused', async () => {
  const { person, call } = await startApp()
  const { accessToken, id } = await person('admin')
  const [head = '', payload = '', signature = ''] = accessToken.split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const other = Buffer.from(JSON.stringify({ ...claims, sub: String(id + 1), role: 'admin' })).toString('base64url')
  for (const token of [
    `${none}.${payload}.`,
    `${none}.${payload}.${signature}`,
    `${head}.${other}.${signature}`,
    accessToken.slice(0, -1),
    nobodysId,
    'null',
  ])
    expect((await call('GET', '/me', undefined, { authorization: `Bearer ${token}` })).status, token).toBe(401)
})
