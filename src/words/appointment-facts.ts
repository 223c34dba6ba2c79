import { z } from 'zod'
import type { Locale } from './locale.ts'

export const appointmentKinds = ['agendamento', 'confirmacao', 'remarcacao', 'cancelamento', 'lembrete'] as const
export type AppointmentKind = (typeof appointmentKinds)[number]

const placeChange = z.object({ place: z.enum(['online', 'presencial', 'link', 'psychologist']), moved: z.boolean() })

/** That an appointment changed where or with whom it takes place (`link`: the link alone), and whether it got a new time as well. */
export type PlaceChange = z.output<typeof placeChange>

/** What a `remarcacao` says of the place, as its notification keeps it. */
export const placeChangeIn = (data: Readonly<Record<string, unknown>>): PlaceChange | undefined =>
  placeChange.safeParse(data.change).data

/** What a text message of an appointment is about. */
export type SmsKind = AppointmentKind | PlaceChange['place'] | 'lembrete_urgente'

export interface AppointmentFacts {
  readonly locale: Locale
  readonly timezone: string
  readonly forPatient: boolean
  /** The other person of the appointment. */
  readonly otherName: string
  readonly startsAt: Date
  readonly modality: 'presencial' | 'online'
  readonly meetingUrl: string | null
  readonly reason: string | null
  readonly change?: PlaceChange
}

/** Whether it takes place elsewhere. By which modality now, the appointment says: it may have changed again before this leaves. */
export const isPlace = (change: PlaceChange | undefined): boolean =>
  change?.place === 'online' || change?.place === 'presencial'
