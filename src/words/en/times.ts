import type { Catalogue } from '../pt-BR/catalogue.ts'

const dayAndMonth = (date: string) => date.slice(5).replace('-', '/')

export const dates: Catalogue['dates'] = {
  tag: 'en-US',
  dayAndMonth,
  dayFirst: false,
  dayAndTime: (date, time) => `${date} at ${time}`,
  smsWhen: ({ date, time }) => `${dayAndMonth(date)} at ${time}`,
}

/** "2:30 PM" */
function clock(time: string): string {
  const [hour = '', minute = ''] = time.split(':')
  return `${Number(hour) % 12 || 12}${minute === '00' ? '' : `:${minute}`} ${Number(hour) % 24 < 12 ? 'AM' : 'PM'}`
}

export const spokenTimes: Catalogue['spokenTimes'] = {
  day: (instant, timeZone) =>
    instant.toLocaleDateString('en-US', { timeZone, weekday: 'long', month: 'long', day: 'numeric' }),
  at: (time) => `at ${clock(time)}`,
  span: (from, to) => `${clock(from)} to ${clock(to)}`,
  and: (items) => items.join(' and '),
  through: (first, last) => `${first} to ${last}`,
  weekdays: {
    mon: 'Monday',
    tue: 'Tuesday',
    wed: 'Wednesday',
    thu: 'Thursday',
    fri: 'Friday',
    sat: 'Saturday',
    sun: 'Sunday',
  },
  periods: { manha: 'in the morning', tarde: 'in the afternoon', noite: 'in the evening' },
}
