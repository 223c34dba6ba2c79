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
