import type { Catalogue } from '../pt-BR/catalogue.ts'

export const accountNotices: Catalogue['accountNotices'] = {
  passwordChanged: {
    title: 'Your password was changed',
    message:
      'The password of your account was just changed. Your other sessions were ended, and your calendar feed has a new address.',
  },
  passwordReset: {
    title: 'Your password was changed',
    message:
      'The password of your account was just changed by a link sent to this e-mail. All sessions were ended, and your calendar feed has a new address.',
    phoneKept: (phone) => `Text messages still go to ${phone}. If that is not your phone, change it in your account.`,
    phoneRemoved: (phone) =>
      `The phone ${phone} was not confirmed and was removed from the account. If it is yours, enter it again.`,
  },
  emailTaken: {
    title: 'The e-mail of your account was changed',
    message:
      'This is the e-mail of your account now. Your other sessions were ended, and your calendar feed has a new address.',
  },
  emailRestored: {
    title: 'The e-mail of your account is this one again',
    message:
      'The change of the e-mail was undone and the password was changed by a link sent to this address. All sessions were ended. Please check the phone of your account.',
  },
  tokenReused: {
    title: 'A session of your account was ended',
    message:
      'A sign-in token of your account was used twice, which may mean that it was copied. To be safe we ended that session. If it was not you, change your password and end the other sessions.',
  },
  changedByStaff: {
    title: 'Your details were changed',
    message: (fields) =>
      `The team that sees you changed in your account: ${fields}. If something is not right, correct it in your account or get in touch with us.`,
    fields: { name: 'name', phone: 'phone', locale: 'language', timezone: 'time zone' },
  },
}

export const practiceNotices: Catalogue['practiceNotices'] = {
  onHold: (who, first, more) => ({
    title: 'Your appointment is on hold: the practice will be in touch',
    message:
      `${who} is not practising at the moment. The practice will be in touch about your appointment on ${first}` +
      `${more > 0 ? ` and ${more} more ahead` : ''}. Please wait to hear from us before you come.`,
  }),
  stands: (who, first, more) => ({
    title: 'Your appointment stands',
    message: `${who} practises again. Your appointment on ${first}${more > 0 ? ` and ${more} more ahead` : ''} will take place.`,
  }),
  withoutPsychologist: (who, first, more) => ({
    title: 'Appointments without a psychologist',
    message:
      `${who} no longer practises and has ${more + 1} appointment(s) ahead, the first on ${first}. ` +
      'Reminders are suspended and the patients were told: transfer or cancel the appointments.',
  }),
  patientDisabled: (who, first, more) => ({
    title: "A patient's account was disabled",
    message: `The account of ${who} was disabled. ${more + 1} appointment(s) with you stay in the calendar, the first on ${first}; the patient gets no reminders.`,
  }),
  transferred: (colleague, first, count) => ({
    title: 'Appointments were transferred',
    message: `${count} appointment(s) of yours went to ${colleague}, the first on ${first}.`,
  }),
  alertUnread: (name) => ({
    title: 'Unanswered alert',
    message: `An alert to ${name} has not been read yet. Open the app.`,
  }),
  smsBudgetLow: (budget) => ({
    title: '80% of the SMS budget used',
    message: `Of today's ${budget} SMS (SMS_DAILY_BUDGET) four fifths have left. The rest is kept for reminders and alerts; others wait until tomorrow. If this is unexpected, see who is getting so many.`,
  }),
  smsBudgetSpent: (budget) => ({
    title: 'SMS budget spent',
    message: `Today's ${budget} SMS have left (SMS_DAILY_BUDGET). Others wait until tomorrow; alerts still leave. If this is unexpected, see who is getting so many.`,
  }),
  erased: {
    appointment: (date, time) => `Appointment of ${date} at ${time}, with an account that was erased.`,
    dateFormat: 'YYYY-MM-DD',
    news: 'News of an account that was erased since.',
    alert: 'An alert was not read in time by an account that was erased since.',
  },
}
