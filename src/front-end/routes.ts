import { z } from 'zod'
import { longestMessage } from '../assistant/conversations.ts'
import { durationLimits } from '../appointments/rules.ts'
import { accessTokenSeconds } from '../auth/access-tokens.ts'
import { AppointmentStatus, Channel, Modality, NotificationType, Role } from '../database/generated/client.ts'
import type { Routes } from '../http/routes.ts'
import { bookingLimits, limits } from '../limits/limits.ts'
import { sentChannels } from '../notifications/channels.ts'
import { lockedTypes } from '../notifications/notification-types.ts'
import { pictureTypes, uploadRules } from '../uploads/rules.ts'
import { passwordLength } from '../users/users.ts'
import { locales } from '../words/locale.ts'

const limit = z.object({ points: z.int().describe('How many.'), seconds: z.int().describe('In how long.') })
const upload = z.object({
  files: z.int().describe('In one form.'),
  fileBytes: z.int().describe('Of each file.'),
  types: z.array(z.string()).nullable().describe('By content, whatever the name says; null: any.'),
  megapixels: z.record(z.string(), z.int()).optional().describe('The most that a picture of each type may have.'),
})

type UploadKind = keyof typeof uploadRules
const uploadKinds = Object.keys(uploadRules) as UploadKind[] // Object.keys forgets the keys it was given
const uploads = Object.fromEntries(uploadKinds.map((kind) => [kind, { ...uploadRules[kind], types: null }])) as Record<
  UploadKind,
  z.output<typeof upload>
> // one for each

const configOut = z
  .object({
    version: z.string(),
    clinic: z.object({ name: z.string(), phone: z.string().nullable(), address: z.string().nullable() }),
    timezone: z.string().describe("The practice's, in which working hours and `date` and `time` are meant."),
    locales: z.array(z.string()),
    roles: z.array(z.enum(Role)),
    notifications: z.object({
      types: z.array(z.enum(NotificationType)),
      channels: z.array(z.enum(Channel)),
      optionalChannels: z.array(z.enum(Channel)).describe('Those that a person may turn off for a type.'),
      lockedTypes: z.array(z.enum(NotificationType)).describe('The types that stay on all the same.'),
    }),
    appointments: z.object({
      statuses: z.array(z.enum(AppointmentStatus)),
      modalities: z.array(z.enum(Modality)),
      durationMinutes: z.object({ min: z.int(), max: z.int(), default: z.int() }),
      patientAhead: z
        .object({
          newPsychologist: z.int().describe('With whom none has taken place yet.'),
          knownPsychologist: z.int(),
          total: z.int(),
        })
        .describe('How many live appointments ahead a patient may have booked for themselves.'),
      monthsAhead: z.object({ patient: z.int(), staff: z.int() }).describe('How far ahead one may book.'),
    }),
    passwords: z.object({ min: z.int(), max: z.int() }).describe('Characters.'),
    uploads: z.object({
      ...(Object.fromEntries(uploadKinds.map((kind) => [kind, upload])) as Record<UploadKind, typeof upload>), // one for each
      quotaBytes: z.int().describe('What all files of one account may take.'),
    }),
    ai: z.object({
      characters: z.int().describe('Of one message, at most.'),
      consentRequired: z.boolean().describe('Whether models are asked only for those who have agreed to it.'),
    }),
    accessTokenSeconds: z.int().describe('How long an access token is good.'),
    limits: z
      .object(
        Object.fromEntries(Object.keys(limits).map((name) => [name, limit])) as Record<
          keyof typeof limits,
          typeof limit
        >,
      ) // one for each name
      .describe('So many of each in so many seconds, by the names of the `RateLimit-Policy` header.'),
  })
  .meta({ id: 'FrontEndConfig' })

/** GET `/api/v1/config`, public: what a front end would otherwise have to duplicate. */
export const configRoutes: Routes<{ version: string }> = async (app, { version }) => {
  const { config } = app
  const { phone = null, address = null } = config.clinic
  const answer: z.output<typeof configOut> = {
    version,
    clinic: { name: config.clinic.brand, phone, address },
    timezone: config.timezone,
    locales: [...locales],
    roles: Object.values(Role),
    notifications: {
      types: Object.values(NotificationType),
      channels: Object.values(Channel),
      optionalChannels: [...sentChannels],
      lockedTypes: [...lockedTypes],
    },
    appointments: {
      statuses: Object.values(AppointmentStatus),
      modalities: Object.values(Modality),
      durationMinutes: durationLimits,
      ...bookingLimits,
    },
    passwords: passwordLength,
    uploads: {
      ...uploads,
      avatar: {
        ...uploads.avatar,
        types: pictureTypes.map(({ type }) => type),
        megapixels: Object.fromEntries(pictureTypes.map(({ type, megapixels }) => [type, megapixels])),
      },
      quotaBytes: config.storageQuotaBytes,
    },
    ai: { characters: longestMessage, consentRequired: app.assistant.consentRequired },
    accessTokenSeconds,
    limits,
  }
  app.get('/config', { config: { answer }, schema: { response: { 200: configOut } } }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300')
    return answer
  })
}
