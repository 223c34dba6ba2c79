/** What people are told of their own accounts, in the inbox and by mail. */
export const accountNotices = {
  passwordChanged: {
    title: 'Sua senha foi alterada',
    message:
      'A senha da sua conta acaba de ser trocada. As outras sessões foram encerradas e o endereço da sua agenda (.ics) mudou.',
  },
  passwordReset: {
    title: 'Sua senha foi alterada',
    message:
      'A senha da sua conta acaba de ser trocada por um link enviado a este e-mail. Todas as sessões foram encerradas e o endereço da sua agenda (.ics) mudou.',
    phoneKept: (phone: string) =>
      `Os SMS continuam indo para ${phone}. Se esse telefone não é seu, troque-o na sua conta.`,
    phoneRemoved: (phone: string) =>
      `O telefone ${phone} não estava confirmado e foi retirado da conta. Se for seu, informe-o de novo.`,
  },
  emailTaken: {
    title: 'O e-mail da sua conta foi alterado',
    message:
      'Este é agora o e-mail da sua conta. As outras sessões foram encerradas e o endereço da sua agenda (.ics) mudou.',
  },
  emailRestored: {
    title: 'O e-mail da sua conta voltou a ser este',
    message:
      'A troca de e-mail foi desfeita e a senha foi alterada por um link enviado a este endereço. Todas as sessões foram encerradas. Confira o telefone da sua conta.',
  },
  tokenReused: {
    title: 'Uma sessão da sua conta foi encerrada',
    message:
      'Uma credencial de acesso da sua conta foi usada duas vezes, o que pode ser sinal de cópia. Por segurança encerramos essa sessão. Se não foi você, troque a senha e encerre as outras sessões.',
  },
  changedByStaff: {
    title: 'Seus dados foram alterados',
    message: (fields: string) =>
      `A equipe que atende você alterou na sua conta: ${fields}. Se algo não estiver certo, corrija na sua conta ou fale com a gente.`,
    fields: { name: 'nome', phone: 'telefone', locale: 'idioma', timezone: 'fuso horário' },
  },
}

/** What staff and patients are told of the practice: who practises, what was transferred, what needs an administrator. */
export const practiceNotices = {
  /** To the patients of a psychologist who stops practising. */
  onHold: (who: string, first: string, more: number) => ({
    // All that a text message says.
    title: 'Sua consulta está em espera: a clínica vai entrar em contato',
    message:
      `${who} não está atendendo no momento. Sobre sua consulta de ${first}` +
      `${more > 0 ? ` e mais ${more} à frente` : ''}, a clínica vai entrar em contato. Espere por esse contato antes de vir.`,
  }),
  /** To the patients of one who practises again. */
  stands: (who: string, first: string, more: number) => ({
    title: 'Sua consulta está mantida',
    message: `${who} voltou a atender. Sua consulta de ${first}${more > 0 ? ` e mais ${more} à frente` : ''} está mantida.`,
  }),
  /** To the administrators. */
  withoutPsychologist: (who: string, first: string, more: number) => ({
    title: 'Consultas sem profissional',
    message:
      `${who} deixou de atender com ${more + 1} consulta(s) à frente, a primeira em ${first}. ` +
      'Os lembretes estão suspensos e os pacientes foram avisados: transfira ou cancele as consultas.',
  }),
  /** To the psychologist of a patient whose account was disabled. */
  patientDisabled: (who: string, first: string, more: number) => ({
    title: 'Conta de paciente desativada',
    message: `A conta de ${who} foi desativada. ${more + 1} consulta(s) com você continuam na agenda, a primeira em ${first}; o paciente não recebe lembretes.`,
  }),
  /** To the psychologist whose appointments went to a colleague. */
  transferred: (colleague: string, first: string, count: number) => ({
    title: 'Consultas transferidas',
    message: `${count} consulta(s) suas passaram para ${colleague}, a primeira em ${first}.`,
  }),
  alertUnread: (name: string) => ({
    title: 'Alerta sem resposta',
    message: `Um alerta para ${name} ainda não foi lido. Abra o aplicativo.`,
  }),
  smsBudgetLow: (budget: number) => ({
    title: '80% do orçamento de SMS usado',
    message: `Dos ${budget} SMS de hoje (SMS_DAILY_BUDGET), quatro quintos já saíram. O resto fica para lembretes e alertas; os demais esperam até amanhã. Se não era de esperar, veja quem está recebendo tantos.`,
  }),
  smsBudgetSpent: (budget: number) => ({
    title: 'Orçamento de SMS esgotado',
    message: `Os ${budget} SMS de hoje já saíram (SMS_DAILY_BUDGET). Os demais esperam até amanhã; alertas continuam saindo. Se não era de esperar, veja quem está recebendo tantos.`,
  }),
  /** What a notice says once the account that it named was erased. */
  erased: {
    appointment: (date: string, time: string) => `Consulta de ${date}, às ${time}, com uma conta que foi apagada.`,
    /** Of `date`, for PostgreSQL. */
    dateFormat: 'DD/MM/YYYY',
    news: 'Aviso sobre uma conta que já foi apagada.',
    alert: 'Um alerta não foi lido a tempo por uma conta que já foi apagada.',
  },
}
