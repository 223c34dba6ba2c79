/** What the pages behind the links to confirm and to cancel say. */
export const linkPages = {
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
}
