interface Said {
  readonly title: string
  readonly text: string
}

const pt = {
  date: 'Data',
  time: 'Horário',
  with: 'Com',
  where: 'Onde',
  inPerson: 'Presencial',
  reason: 'Quer dizer o motivo? (opcional)',
  button: { confirm: 'Confirmar presença', cancel: 'Cancelar agora' },
  instead: { confirm: 'Na verdade, quero confirmar presença', cancel: 'Na verdade, preciso cancelar' },
  open: {
    confirm: { title: 'Você vem?', text: 'Confira e toque no botão para confirmar presença.' },
    cancel: { title: 'Quer cancelar?', text: 'Confira e toque no botão para cancelar. O horário será liberado.' },
  },
  done: {
    confirm: { title: 'Presença confirmada', text: 'Obrigado! Até lá.' },
    cancel: { title: 'Cancelamento feito', text: 'O horário foi liberado. Obrigado por avisar.' },
  },
  waiting: {
    title: 'Este horário está em espera',
    text: 'A clínica vai entrar em contato com você. Espere por esse contato antes de vir.',
  },
  over: { title: 'O horário já passou', text: 'Este link não faz mais nada.' },
  cancelled: { title: 'Este horário foi cancelado', text: 'Não é preciso fazer mais nada.' },
  moved: {
    title: 'O horário mudou',
    text: 'Este link era do horário anterior. Vale o que está abaixo; para responder, use a mensagem mais recente.',
  },
  confirmed: { title: 'Presença já confirmada', text: 'Não é preciso fazer mais nada. Até lá!' },
  invalid: {
    title: 'Este link não vale',
    text: 'O endereço está incompleto ou não é mais válido. Abra-o de novo pela mensagem que você recebeu, ou fale com a gente.',
  },
} satisfies Record<string, string | Said | Record<'confirm' | 'cancel', string | Said>>

const en: typeof pt = {
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

/** What the pages behind a patient's links say. */
export const linkWords = { 'pt-BR': pt, en } as const
