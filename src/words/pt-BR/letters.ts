/** What the letters of appointments and notices say, besides the words that they share with the inbox. */
export const letters = {
  greeting: (name: string) => `Olá, ${name}!`,
  hello: 'Olá!',
  sentBy: (brand: string) => `Enviado por ${brand}.`,
  /** To an address without an account. */
  reminder: (day: string, time: string) => `Lembrete: sua consulta é ${day}, às ${time}.`,
  /** Before the address of a button. */
  buttonFails: 'Se o botão não funcionar, abra este endereço:',
  appointment: {
    confirm: 'Confirmar presença',
    cancel: 'Preciso cancelar',
    date: 'Data',
    time: 'Horário',
    length: 'Duração',
    minutes: (count: number) => `${count} minutos`,
    with: 'Com',
    where: 'Onde',
    online: 'Online',
    inPerson: 'Presencial',
    link: 'Link',
    preheader: (other: string, where: string) => `Com ${other}, ${where.toLowerCase()}.`,
    discreetPreheader: 'Abra para ver os detalhes.',
    question: 'Você vem? Conte para a gente:',
    note: 'Os botões funcionam sem entrar na conta, até o início. Por favor, não encaminhe esta mensagem.',
  },
  notice: {
    /** Instead of the title, which may have been written freely, in a discreet reader's list of mails. */
    neutral: {
      mensagem: 'Você tem uma nova mensagem',
      alerta: 'Aviso importante para você',
      seguranca: 'Aviso de segurança da sua conta',
      sistema: 'Aviso sobre a sua conta',
    },
    discreetPreheader: 'Abra para ler.',
    open: 'Abrir o BluRosiere',
    notYou: 'Se não foi você, peça uma nova senha agora e fale com a gente.',
    unsubscribe: 'Não quero mais receber mensagens por e-mail',
  },
}
