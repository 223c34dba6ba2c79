/** What the pages behind the links of account letters say. */
export const accountPages = {
  reset: 'Escolha uma nova senha',
  invitation: 'Escolha uma senha para entrar',
  restore: 'Recupere sua conta com uma nova senha',
  newEmail: 'Confirme seu novo e-mail',
  newEmailText: 'Toque no botão para que este endereço passe a ser o e-mail da sua conta.',
  newEmailButton: 'Usar este e-mail',
  newEmailTaken: 'E-mail alterado',
  newEmailTakenText:
    'A partir de agora, entre com este endereço. Avisamos o endereço anterior, e as outras sessões foram encerradas.',
  verify: 'Confirme seu e-mail',
  verifyText: 'Toque no botão para confirmar que este endereço é seu.',
  verifyButton: 'Confirmar meu e-mail',
  phone: (number: string) => `Os SMS desta conta vão para ${number}. Este telefone é seu?`,
  phoneKeep: 'Sim, é meu: confirmar meu e-mail',
  phoneRemove: 'Não é meu: retirar o telefone e confirmar meu e-mail',
  password: 'Nova senha',
  rule: 'De 10 a 128 caracteres. Uma frase é fácil de lembrar e difícil de adivinhar.',
  repeat: 'Repita a senha',
  save: 'Salvar senha',
  differ: 'As duas senhas não são iguais.',
  length: 'A senha precisa ter de 10 a 128 caracteres.',
  saved: 'Senha salva',
  savedText: 'Agora você já pode entrar com ela. Todas as sessões abertas foram encerradas.',
  verified: 'E-mail confirmado',
  verifiedText:
    'Obrigado! Você já pode fechar esta página. Se você já assinava sua agenda em outro aplicativo, copie o novo endereço dela.',
  phoneRemoved: 'O telefone foi retirado da conta.',
  dead: 'Este link não vale mais',
  deadText: 'Ele já foi usado, passou do prazo ou está incompleto. Peça outro.',
}

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

export const unsubscribePage = {
  ask: 'Parar de receber mensagens por e-mail?',
  what: 'As mensagens continuam na sua conta. Avisos e lembretes de consultas não mudam.',
  button: 'Parar de receber',
  done: 'Pronto: não enviaremos mais mensagens por e-mail',
  again: 'Você pode voltar atrás nas preferências da sua conta.',
  invalid: 'Este link não vale',
  open: 'O endereço está incompleto. Abra-o de novo pela mensagem que você recebeu.',
}

/** What the page at the root says. */
export const homePage = {
  title: 'Servidor no ar',
  text: 'Este endereço serve os aplicativos da clínica. Para marcar ou ver consultas, use o aplicativo.',
  frontEnd: 'Abrir o aplicativo',
  documents: {
    docs: 'A API HTTP, para ler e experimentar (em inglês)',
    'docs/sockets': 'O tempo real, para ler e experimentar (em inglês)',
    'openapi.json': 'A API HTTP em OpenAPI 3.1',
    'asyncapi.json': 'O tempo real em AsyncAPI 3',
    'client.js': 'O cliente pronto para navegadores',
    health: 'O estado das integrações',
  },
}
