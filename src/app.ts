import assistant from './assistant/plugin.ts'
import { conversationRoutes } from './assistant/conversation-routes.ts'
import risk from './risk/plugin.ts'
import { riskAlertRoutes } from './risk/alert-routes.ts'
import { assistantRoutes } from './assistant/routes.ts'
import { availabilityRoutes } from './appointments/availability-routes.ts'
import { appointmentActRoutes } from './appointments/act-routes.ts'
import { appointmentLinkRoutes } from './appointments/link-routes.ts'
import appointments from './appointments/plugin.ts'
import { appointmentRoutes } from './appointments/routes.ts'
import { transferRoutes } from './appointments/transfer-routes.ts'
import fastify from 'fastify'
import accounts from './auth/accounts-plugin.ts'
import { accountPageRoutes } from './auth/page-routes.ts'
import { loginRoutes } from './auth/login-routes.ts'
import { mailboxRoutes } from './auth/mailbox-routes.ts'
import { passwordRoutes } from './auth/password-routes.ts'
import { phoneRoutes } from './auth/phone-routes.ts'
import auth from './auth/plugin.ts'
import { profileRoutes } from './auth/profile-routes.ts'
import { registrationRoutes } from './auth/registration-routes.ts'
import { sessionRoutes } from './auth/session-routes.ts'
import { tokenRoutes } from './auth/token-routes.ts'
import calendar from './calendar/plugin.ts'
import { calendarFeedRoutes, calendarRoutes } from './calendar/routes.ts'
import audit from './audit/plugin.ts'
import { auditRoutes } from './audit/routes.ts'
import { type Clock, systemClock } from './time/clock.ts'
import type { Config } from './config/config.ts'
import database from './database/plugin.ts'
import frontEnd from './front-end/plugin.ts'
import { documentRoutes } from './front-end/document-routes.ts'
import { configRoutes } from './front-end/routes.ts'
import { healthRoutes } from './health/routes.ts'
import email from './email/plugin.ts'
import idempotency from './http/idempotency-plugin.ts'
import { emailRoutes } from './email/routes.ts'
import http from './http/plugin.ts'
import overload from './http/overload.ts'
import { serverOptions } from './http/server-options.ts'
import jobs from './jobs/plugin.ts'
import limits from './limits/plugin.ts'
import metrics from './metrics/plugin.ts'
import { metricsRoutes } from './metrics/routes.ts'
import notifications from './notifications/plugin.ts'
import { adminDeliveryRoutes } from './notifications/admin-routes.ts'
import { preferenceRoutes } from './notifications/preference-routes.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { staffNotificationRoutes } from './notifications/staff-routes.ts'
import { unsubscribeRoutes } from './notifications/unsubscribe-routes.ts'
import { consentRoutes } from './privacy/consent-routes.ts'
import privacy from './privacy/plugin.ts'
import { privacyRoutes } from './privacy/privacy-routes.ts'
import type { Env } from './config/provider.ts'
import bus from './bus/plugin.ts'
import realtime from './realtime/plugin.ts'
import { isSocketRequest, socketRoutes } from './realtime/routes.ts'
import redis from './redis/plugin.ts'
import sms from './sms/plugin.ts'
import replies from './replies/plugin.ts'
import { smsRoutes } from './replies/webhook-routes.ts'
import storage from './storage/plugin.ts'
import { fileRoutes } from './uploads/file-routes.ts'
import uploads from './uploads/plugin.ts'
import { uploadRoutes } from './uploads/routes.ts'
import { userRoutes } from './auth/user-routes.ts'

export const version = '2.1.0'

export interface AppOptions {
  config: Config
  /** The environment, for the providers' own variables. */
  env: Env
  clock?: Clock
  /** Instead of the waits between the attempts of a delivery, in milliseconds. */
  retryWaits?: readonly number[]
  /** Receives every log line as JSON. */
  logStream?: { write(line: string): void }
}

/** The application, whole: every plugin by name, in order. It listens nowhere yet; `close()` gives everything back. */
export async function buildApp({ config, env, clock = systemClock, retryWaits, logStream }: AppOptions) {
  const app = fastify(await serverOptions(config, isSocketRequest, logStream))
  app.decorate('config', config).decorate('clock', clock)
  await app.register(frontEnd, { version })
  await app.register(metrics)
  await app.register(http)
  await app.register(database)
  await app.register(overload)
  // Before the jobs: what they finish at the end still counts, and is told to the other nodes.
  await app.register(redis)
  await app.register(jobs)
  await app.register(bus)
  await app.register(limits)
  await app.register(auth)
  await app.register(audit)
  await app.register(idempotency)
  await app.register(email, { env })
  await app.register(sms, { env })
  await app.register(risk)
  await app.register(assistant, { env })
  await app.register(storage, { env })
  await app.register(uploads)
  await app.register(calendar)
  await app.register(notifications, { retryWaits })
  await app.register(appointments, { notices: app.notifications })
  await app.register(accounts)
  await app.register(privacy)
  await app.register(replies)
  await app.register(realtime)
  await app.register(socketRoutes)
  await app.register(healthRoutes, { version })
  await app.register(metricsRoutes)
  await app.register(documentRoutes, { version })
  await app.register(appointmentLinkRoutes)
  await app.register(calendarFeedRoutes)
  await app.register(unsubscribeRoutes)
  // A front end answers its own addresses.
  if (!config.hasFrontEnd) await app.register(accountPageRoutes)

  await app.register(
    async (api) => {
      await api.register(configRoutes, { version })
      for (const routes of apiRoutes) await api.register(routes)
    },
    { prefix: '/api/v1' },
  )
  return app
}

const apiRoutes = [
  registrationRoutes,
  loginRoutes,
  sessionRoutes,
  tokenRoutes,
  passwordRoutes,
  mailboxRoutes,
  phoneRoutes,
  profileRoutes,
  consentRoutes,
  privacyRoutes,
  userRoutes,
  appointmentRoutes,
  appointmentActRoutes,
  availabilityRoutes,
  transferRoutes,
  uploadRoutes,
  fileRoutes,
  notificationRoutes,
  staffNotificationRoutes,
  preferenceRoutes,
  adminDeliveryRoutes,
  auditRoutes,
  emailRoutes,
  smsRoutes,
  calendarRoutes,
  assistantRoutes,
  conversationRoutes,
  riskAlertRoutes,
]
