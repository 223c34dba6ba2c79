/** `20/01` of `2025-01-20`. */
const dayAndMonth = (date: string): string => date.slice(5).split('-').reverse().join('/')

export const dates = {
  /** For `Intl`. */
  tag: 'pt-BR',
  dayAndMonth,
  /** Whether `01/02` is the first of February. */
  dayFirst: true,
  /** `20/01/2025, às 14:00` */
  dayAndTime: (date: string, time: string) => `${date.split('-').reverse().join('/')}, às ${time}`,
  /** As a text message says it, without accents: `20/01 as 14:00`. */
  smsWhen: ({ date, time }: { date: string; time: string }) => `${dayAndMonth(date)} as ${time}`,
}
