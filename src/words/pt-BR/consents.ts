/** What people are asked to agree to. Other words, in any language, need another version: `consentVersions` in privacy/consents.ts. */
export const consents = {
  'provedor-ia':
    'O assistente virtual pode responder melhor com a ajuda de um serviço externo de inteligência artificial. Se você concordar, suas mensagens ao assistente serão enviadas a esse serviço, sem nomes, documentos, telefones, e-mails, endereços e datas de nascimento que conseguirmos reconhecer. O que você conta nelas é dado de saúde. Sem o seu acordo o assistente continua a responder, com respostas prontas. Você pode mudar de ideia quando quiser; o que já foi enviado não volta.',
}
