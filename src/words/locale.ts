import { z } from 'zod'

/**
 * The languages that people are written to in. Another one is a name here, a folder beside this file, and a line in
 * `catalogue.ts`; the compiler names each word that it lacks.
 */
export const locales = ['pt-BR', 'en'] as const
export type Locale = (typeof locales)[number]

/** That of the practice, where a person has chosen none. */
export const defaultLocale: Locale = 'pt-BR'

export const localeSchema = z.enum(locales)

/** The locale of a stored account: the default for one that a release with other locales has written. */
export const readLocale = (stored: string): Locale => localeSchema.safeParse(stored).data ?? defaultLocale

/** A row of an account, as it was read, with its locale parsed. */
export const withLocale = <Row extends { readonly locale: string }>(row: Row) => ({
  ...row,
  locale: readLocale(row.locale),
})
