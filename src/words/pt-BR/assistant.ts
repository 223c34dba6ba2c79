import { bulleted, lines, sentences } from '../lines.ts'
import type { ReplyFacts } from '../reply-facts.ts'
import { contact } from './contact.ts'

interface Appointment {
  readonly when: string
  readonly withWhom: string
  readonly modality: 'presencial' | 'online'
  readonly confirmed: boolean
}

/** What the assistant says besides its answers by the rules. */
export const assistant = {
  /** In which a model is asked to answer. */
  language: 'Brazilian Portuguese',
  appointment: ({ when, withWhom, modality, confirmed }: Appointment) =>
    `${when}, com ${withWhom} (${modality}, ${confirmed ? 'confirmada' : 'a confirmar'})`,
  freeTime: (when: string, withWhom: string | undefined) => (withWhom ? `${when}, com ${withWhom}` : when),
  /** Where a model would have broken a rule, by the rule. */
  instead: (contact: string) => ({
    diagnostico: 'Não posso dizer o que você tem ou deixa de ter: isso cabe a um profissional que conheça você.',
    medicacao: 'Sobre remédios, fale com quem receitou: eu não posso orientar.',
    promessa: 'Não posso prometer resultados: cada pessoa tem o seu caminho na terapia.',
    humano: 'Sou um assistente virtual, um programa: não sou uma pessoa nem psicólogo.',
    acao: 'Eu não faço isso por aqui: consultas são marcadas, confirmadas, remarcadas e canceladas em "Consultas", no aplicativo.',
    preco: `Não tenho os valores nem os convênios aceitos: confirme com ${contact}.`,
    contato: `Para falar com a clínica, procure ${contact}.`,
    dano: 'Se estiver difícil, você não está só: o CVV, 188, escuta de graça, 24 horas por dia; em emergência, ligue 192.',
  }),
  /** Where an answer met its greatest length. */
  toBeContinued: 'Há mais a dizer; se quiser, peça que eu continue.',
}

const freeTimes = ({ free, wanted, wantedIsFree }: ReplyFacts) =>
  lines(
    wanted && wantedIsFree === true && `Neste momento esse horário (${wanted}) aparece livre.`,
    wanted && wantedIsFree === false && `Esse horário (${wanted}) não aparece entre os livres.`,
    wanted && wantedIsFree === undefined && `Entendi: ${wanted}. Quem confirma se está livre é a tela de horários.`,
    wantedIsFree !== true && free && free.length > 0 && `Próximos horários livres:\n${bulleted(free)}`,
    free?.length === 0 && !wanted && 'Agora não vejo horários livres nos próximos dias.',
  )

const nextAppointment = ({ appointments }: ReplyFacts) =>
  appointments?.[0]
    ? `Sua próxima consulta: ${appointments[0]}.`
    : appointments && 'Não encontrei consulta futura em seu nome.'
/**
 * The assistant's fixed answers, by what was asked. Facts fill them in; nothing that the person wrote does, except the day and
 * time read from it.
 */
export const assistantReplies = {
  saudacao: ({ clinicName }: ReplyFacts) =>
    `Olá! Sou o assistente virtual ${clinicName ? `de ${clinicName}` : 'da clínica'}. Posso ajudar a agendar, confirmar, remarcar ou cancelar consultas e com dúvidas sobre horários, endereço, documentos e o aplicativo. Como posso ajudar?`,
  agendar: (facts: ReplyFacts) =>
    lines(
      facts.wanted && freeTimes(facts),
      'Para agendar uma consulta, abra "Consultas" no aplicativo, toque em "Agendar", escolha quem vai atender você, o dia e o horário, e confirme.',
      !facts.wanted && freeTimes(facts),
      'Eu ainda não faço a reserva por aqui: ela vale quando aparece em "Consultas".',
    ),
  confirmar: (facts: ReplyFacts) =>
    lines(
      nextAppointment(facts),
      'Para confirmar, abra a consulta em "Consultas" e toque em "Confirmar". Também vale o link do e-mail ou responder SIM ao SMS do lembrete.',
    ),
  cancelar: (facts: ReplyFacts) =>
    lines(
      nextAppointment(facts),
      'Para cancelar, abra a consulta em "Consultas" e toque em "Cancelar"; se quiser, diga o motivo. O horário fica livre na hora.',
      `Não sei se há cobrança por cancelamento em cima da hora: confirme com ${contact(facts)}. Se preferir, dá para remarcar em vez de cancelar.`,
    ),
  remarcar: (facts: ReplyFacts) =>
    lines(
      nextAppointment(facts),
      freeTimes(facts),
      'Para remarcar, abra a consulta em "Consultas", toque em "Remarcar" e escolha o novo dia e horário.',
      !facts.wanted && 'Qual dia e horário ficam bons para você?',
    ),
  precos: (facts: ReplyFacts) =>
    `Não tenho os valores nem as formas de pagamento, e não quero passar informação errada. Por favor, confirme com ${contact(facts)}.`,
  convenios: (facts: ReplyFacts) =>
    `Não sei quais convênios são aceitos nem como fica o reembolso. Por favor, confirme com ${contact(facts)}. Recibos para pedir reembolso também são com a clínica.`,
  horarios: (facts: ReplyFacts) =>
    facts.hours
      ? `Horário de atendimento: ${facts.hours}. Os horários livres aparecem em "Consultas" ao agendar.`
      : `Não tenho o horário de atendimento completo aqui. Os horários livres aparecem em "Consultas" ao agendar; para o resto, confirme com ${contact(facts)}.`,
  endereco: (facts: ReplyFacts) =>
    facts.clinicAddress
      ? `O endereço é: ${facts.clinicAddress}. Se precisar de mais detalhes para chegar, fale com ${contact(facts)}. Se a consulta for online, o link fica na própria consulta, em "Consultas".`
      : `Não tenho o endereço aqui. Por favor, confirme com ${contact(facts)}. Se a consulta for online, o link fica na própria consulta, em "Consultas".`,
  suporte: (facts: ReplyFacts) =>
    lines(
      'Vamos resolver. Tente assim:',
      bulleted([
        'Senha ou login: na tela de entrada, toque em "Esqueci minha senha" e abra o link que chega por e-mail (veja também o spam; ele vale 30 minutos).',
        'Consulta online: o link fica na consulta, em "Consultas". Permita câmera e microfone, confira a internet e tente outro navegador.',
        'Aplicativo com erro: feche, abra de novo e veja se há atualização.',
        'Dados da conta: no seu perfil dá para mudar nome, telefone e senha.',
      ]),
      `Se não der certo, fale com ${contact(facts)}.`,
    ),
  documentos: (facts: ReplyFacts) =>
    `Recibos, declarações, atestados e laudos são feitos por quem atende você ou pela clínica; eu não emito documentos. Peça na consulta ou fale com ${contact(facts)}.`,
  proxima_consulta: (facts: ReplyFacts) =>
    facts.appointments?.length
      ? `Suas próximas consultas:\n${bulleted(facts.appointments)}\nOs detalhes ficam em "Consultas".`
      : lines(
          facts.appointments && 'Não encontrei consulta futura em seu nome.',
          'Suas consultas, com dia, horário e quem atende, ficam em "Consultas", no aplicativo.',
        ),
  lembretes: () =>
    'Os lembretes chegam antes da consulta, no aplicativo e, onde a clínica usa, por e-mail e SMS. Nas preferências de notificação do aplicativo você escolhe por onde receber e as horas de silêncio. Para não receber mais SMS, responda PARE a qualquer um deles; para voltar, VOLTAR.',
  primeira_consulta: (facts: ReplyFacts) =>
    sentences(
      'Que bom que você quer começar! Na primeira consulta, quem atende costuma ouvir o que trouxe você, explicar como trabalha e combinar os próximos passos; não é preciso preparar nada.',
      'Pode ser presencial ou online, conforme os horários de quem atende; a duração aparece na consulta, em "Consultas".',
      `Se precisar de algo específico (convênio, encaminhamento, frequência), confirme com ${contact(facts)}.`,
    ),
  sigilo: (facts: ReplyFacts) =>
    `O que você fala na consulta é protegido pelo sigilo profissional da psicologia. O histórico desta conversa só você vê; se houver sinal de risco à vida, quem atende você recebe um aviso para poder ajudar. Nos seus dados você pode pedir uma cópia ou apagar a conta pelo aplicativo. Para dúvidas sobre prontuário ou gravação, fale com ${contact(facts)}.`,
  urgencia_humana: (facts: ReplyFacts) =>
    sentences(
      facts.clinicPhone
        ? `Claro. Para falar com uma pessoa, ligue para ${contact(facts)}.`
        : 'Claro. Eu não consigo transferir a conversa nem tenho o telefone da clínica aqui; procure a clínica pelo contato que ela deu a você.',
      'Se for uma emergência de saúde, ligue 192 (SAMU); para apoio emocional a qualquer hora, 188 (CVV), de graça.',
    ),
  agradecimento: () => 'Por nada! Se precisar de mais alguma coisa, é só escrever.',
  despedida: () => 'Até logo! Cuide-se, e conte comigo quando precisar.',
  identidade: ({ clinicName }: ReplyFacts) =>
    `Sou um assistente virtual ${clinicName ? `de ${clinicName}` : 'da clínica'}, um programa: não sou psicólogo nem uma pessoa. Ajudo com consultas (agendar, confirmar, remarcar, cancelar), horários, endereço, documentos e dúvidas do aplicativo. O que é clínico fica com quem atende você.`,
  fora_de_escopo: (facts: ReplyFacts) =>
    `Entendo que isso preocupe você. Como assistente virtual, não posso avaliar sintomas, dar diagnóstico nem orientar sobre remédios: isso precisa de um profissional que conheça você. Leve a dúvida para a sua consulta; sobre remédios, fale com o médico que receitou. Se quiser adiantar a conversa, agende em "Consultas" ou procure ${contact(facts)}.`,
  sentimento: (facts: ReplyFacts) =>
    lines(
      'Sinto muito que esteja sendo assim, e obrigado por contar. Eu sou um assistente virtual: não substituo a conversa com quem cuida de você, mas posso ajudar você a chegar até ela.',
      facts.appointments?.[0] ? nextAppointment(facts) : freeTimes(facts),
      `Para marcar ou antecipar, abra "Consultas" no aplicativo ou procure ${contact(facts)}.`,
    ),
  nao_sei: (facts: ReplyFacts) =>
    `Isso eu não sei responder, e prefiro não inventar. Posso ajudar a agendar, confirmar, remarcar ou cancelar consultas, e com dúvidas sobre o aplicativo. Para outros assuntos, fale com ${contact(facts)}.`,
}
