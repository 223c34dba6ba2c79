import type { Catalogue } from '../pt-BR/catalogue.ts'

export const linkPages: Catalogue['linkPages'] = {
  date: 'Date',
  time: 'Time',
  with: 'With',
  where: 'Where',
  inPerson: 'In person',
  reason: 'Would you like to say why? (optional)',
  button: { confirm: 'I will be there', cancel: 'Cancel now' },
  instead: { confirm: 'Actually, I will be there', cancel: 'Actually, I need to cancel' },
  open: {
    confirm: { title: 'Will you be there?', text: 'Please check, and press the button to confirm.' },
    cancel: {
      title: 'Do you want to cancel?',
      text: 'Please check, and press the button to cancel. The time will be free for others.',
    },
  },
  done: {
    confirm: { title: 'Thank you, it is confirmed', text: 'See you then.' },
    cancel: { title: 'It is cancelled', text: 'The time is free for others now. Thank you for telling us.' },
  },
  waiting: {
    title: 'This appointment is on hold',
    text: 'The practice will be in touch with you. Please wait to hear from us before you come.',
  },
  over: { title: 'This time has passed', text: 'This link does nothing any more.' },
  cancelled: { title: 'This time was cancelled', text: 'There is nothing more to do.' },
  moved: {
    title: 'The time has changed',
    text: 'This link was for the time before. What stands below is true now; to answer, use the latest message.',
  },
  confirmed: { title: 'Already confirmed', text: 'There is nothing more to do. See you then!' },
  invalid: {
    title: 'This link is not valid',
    text: 'The address is incomplete or no longer valid. Open it again from the message that you received, or get in touch with us.',
  },
}
