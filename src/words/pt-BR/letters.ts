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

interface AccountLetter {
  readonly subject: string
  readonly preheader: string
  readonly paragraphs: readonly string[]
  /** Of a letter that may have a link. */
  readonly action?: string
  readonly note: string
}

/** What letters about an account say, by what they are about. */
export const accountLetters = {
  recuperacao: (brand: string): AccountLetter => ({
    subject: 'Escolha uma nova senha',
    preheader: 'O link vale por 30 minutos.',
    paragraphs: [`Recebemos um pedido para trocar a senha da sua conta em ${brand}.`],
    action: 'Escolher nova senha',
    note: 'O link vale por 30 minutos e uma única vez. Se você não pediu, ignore esta mensagem: sua senha continua a mesma.',
  }),
  'boas-vindas': (brand: string): AccountLetter => ({
    subject: 'Boas-vindas! Confirme seu e-mail',
    preheader: 'Falta só um passo.',
    paragraphs: [
      `Sua conta em ${brand} foi criada.`,
      'Confirme que este endereço é seu, para que avisos e lembretes cheguem a você.',
    ],
    action: 'Confirmar meu e-mail',
    note: 'O link vale por 7 dias. Se você não criou esta conta, ignore esta mensagem.',
  }),
  convite: (brand: string): AccountLetter => ({
    subject: 'Convite para a sua conta',
    preheader: 'Escolha uma senha para entrar.',
    paragraphs: [`Uma conta em ${brand} foi criada para você.`, 'Escolha uma senha para entrar.'],
    action: 'Aceitar e escolher senha',
    note: 'O link vale por 7 dias e uma única vez. Se você não esperava este convite, ignore esta mensagem.',
  }),
  /** The mailbox is to be verified, again. */
  verificacao: (brand: string): AccountLetter => ({
    subject: 'Confirme seu e-mail',
    preheader: 'Falta só um passo.',
    paragraphs: [`Confirme que este endereço é seu, para que os avisos da sua conta em ${brand} cheguem a você.`],
    action: 'Confirmar meu e-mail',
    note: 'O link vale por 7 dias. Se você não pediu esta mensagem, ignore-a.',
  }),
  /** To an address that an account asks for. */
  'novo-email': (brand: string): AccountLetter => ({
    subject: 'Confirme seu novo e-mail',
    preheader: 'O link vale por 30 minutos.',
    paragraphs: [`Recebemos um pedido para que este endereço passe a ser o e-mail de uma conta em ${brand}.`],
    action: 'Usar este e-mail',
    note: 'O link vale por 30 minutos e uma única vez. Se você não pediu, ignore esta mensagem: nada muda.',
  }),
  /** To its owner, where that is another account already. */
  'email-em-uso': (brand: string): AccountLetter => ({
    subject: 'Seu e-mail foi pedido para outra conta',
    preheader: 'Nada mudou na sua conta.',
    paragraphs: [
      `Alguém pediu para usar este endereço em outra conta em ${brand}. Ele já é o e-mail da sua conta, e nada mudou.`,
      'Se foi você, entre com este endereço ou escolha outro para a outra conta.',
    ],
    note: 'Se não foi você, não é preciso fazer nada.',
  }),
  /** To the address that an account had. */
  'email-trocado': (brand: string): AccountLetter => ({
    subject: 'O e-mail da sua conta foi alterado',
    preheader: 'Se não foi você, desfaça agora.',
    paragraphs: [`A conta em ${brand} que usava este endereço passou a usar outro.`],
    action: 'Não fui eu: recuperar minha conta',
    note: 'Se foi você, não é preciso fazer nada. O link de recuperação, quando há um, vale por 72 horas, devolve a conta a este endereço, encerra todas as sessões e pede uma nova senha.',
  }),
}
