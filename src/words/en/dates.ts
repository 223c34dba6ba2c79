import type { Catalogue } from '../pt-BR/catalogue.ts'

const dayAndMonth = (date: string) => date.slice(5).replace('-', '/')

export const dates: Catalogue['dates'] = {
  tag: 'en-US',
  dayAndMonth,
  dayFirst: false,
  dayAndTime: (date, time) => `${date} at ${time}`,
  smsWhen: ({ date, time }) => `${dayAndMonth(date)} at ${time}`,
}
