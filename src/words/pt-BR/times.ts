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

/** "14h30" */
function clock(time: string): string {
  const [hour = '', minute = ''] = time.split(':')
  return `${Number(hour)}h${minute === '00' ? '' : minute}`
}

/** Days and times as a person says them, in the assistant's answers. */
export const spokenTimes = {
  /** "terça-feira, 24/11" */
  day(instant: Date, timeZone: string): string {
    const weekday = instant.toLocaleDateString('pt-BR', { timeZone, weekday: 'long' })
    return `${weekday}, ${instant.toLocaleDateString('pt-BR', { timeZone, day: '2-digit', month: '2-digit' })}`
  },
  /** "às 14h" of `14:00` */
  at: (time: string) => `${time.startsWith('01') ? 'à' : 'às'} ${clock(time)}`,
  span: (from: string, to: string) => `das ${clock(from)} às ${clock(to)}`,
  and: (items: readonly string[]) => items.join(' e '),
  /** Of days that follow each other. */
  through: (first: string, last: string) => `${first} a ${last}`,
  weekdays: {
    mon: 'segunda',
    tue: 'terça',
    wed: 'quarta',
    thu: 'quinta',
    fri: 'sexta',
    sat: 'sábado',
    sun: 'domingo',
  },
  periods: { manha: 'de manhã', tarde: 'à tarde', noite: 'à noite' },
}
