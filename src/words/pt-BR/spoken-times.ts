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
