export const unsubscribePage = {
  ask: 'Parar de receber mensagens por e-mail?',
  what: 'As mensagens continuam na sua conta. Avisos e lembretes de consultas não mudam.',
  button: 'Parar de receber',
  done: 'Pronto: não enviaremos mais mensagens por e-mail',
  again: 'Você pode voltar atrás nas preferências da sua conta.',
  invalid: 'Este link não vale',
  open: 'O endereço está incompleto. Abra-o de novo pela mensagem que você recebeu.',
}
