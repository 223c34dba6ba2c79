import { type ClinicContact, contactOf } from '../risk/contact.ts'
import type { Intent } from './rules-intents.ts'

export type Locale = 'pt-BR' | 'en'

/** What a reply may say besides its fixed words: only what the practice or the account really knows. */
export interface ReplyFacts extends ClinicContact {
  clinicAddress?: string
  hours?: string
  /** The day and time that the person said, in words. */
  wanted?: string
  /** The caller's next appointments, one line each; undefined where they are not known. */
  appointments?: string[]
  /** Free times to offer, one line each; undefined where they are not known. */
  free?: string[]
  /** Whether what the person said is among the free times; undefined where that is not known. */
  wantedIsFree?: boolean
}

type Reply = (facts: ReplyFacts) => string

const sentences = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join(' ')
const list = (lines: string[]) => lines.map((line) => `- ${line}`).join('\n')
const block = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join('\n')

const contactPt = (facts: ReplyFacts) => contactOf('pt-BR', facts)
const contactEn = (facts: ReplyFacts) => contactOf('en', facts)

const freePt = ({ free, wanted, wantedIsFree }: ReplyFacts) =>
  block(
    wanted && wantedIsFree === true && `Neste momento esse horário (${wanted}) aparece livre.`,
    wanted && wantedIsFree === false && `Esse horário (${wanted}) não aparece entre os livres.`,
    wanted && wantedIsFree === undefined && `Entendi: ${wanted}. Quem confirma se está livre é a tela de horários.`,
    wantedIsFree !== true && free && free.length > 0 && `Próximos horários livres:\n${list(free)}`,
    free?.length === 0 && !wanted && 'Agora não vejo horários livres nos próximos dias.',
  )
const freeEn = ({ free, wanted, wantedIsFree }: ReplyFacts) =>
  block(
    wanted && wantedIsFree === true && `Right now that time (${wanted}) shows as free.`,
    wanted && wantedIsFree === false && `That time (${wanted}) is not among the free ones.`,
    wanted && wantedIsFree === undefined && `Got it: ${wanted}. The booking screen shows whether it is free.`,
    wantedIsFree !== true && free && free.length > 0 && `Next free times:\n${list(free)}`,
    free?.length === 0 && !wanted && 'I see no free times in the next days.',
  )
const nextPt = ({ appointments }: ReplyFacts) =>
  appointments?.[0]
    ? `Sua próxima consulta: ${appointments[0]}.`
    : appointments && 'Não encontrei consulta futura em seu nome.'
const nextEn = ({ appointments }: ReplyFacts) =>
  appointments?.[0]
    ? `Your next appointment: ${appointments[0]}.`
    : appointments && 'I found no upcoming appointment of yours.'

const pt: Record<Intent, Reply> = {
  saudacao: ({ clinicName }) =>
    `Olá! Sou o assistente virtual ${clinicName ? `de ${clinicName}` : 'da clínica'}. Posso ajudar a agendar, confirmar, remarcar ou cancelar consultas e com dúvidas sobre horários, endereço, documentos e o aplicativo. Como posso ajudar?`,
  agendar: (facts) =>
    block(
      facts.wanted && freePt(facts),
      'Para agendar uma consulta, abra "Consultas" no aplicativo, toque em "Agendar", escolha quem vai atender você, o dia e o horário, e confirme.',
      !facts.wanted && freePt(facts),
      'Eu ainda não faço a reserva por aqui: ela vale quando aparece em "Consultas".',
    ),
  confirmar: (facts) =>
    block(
      nextPt(facts),
      'Para confirmar, abra a consulta em "Consultas" e toque em "Confirmar". Também vale o link do e-mail ou responder SIM ao SMS do lembrete.',
    ),
  cancelar: (facts) =>
    block(
      nextPt(facts),
      'Para cancelar, abra a consulta em "Consultas" e toque em "Cancelar"; se quiser, diga o motivo. O horário fica livre na hora.',
      `Não sei se há cobrança por cancelamento em cima da hora: confirme com ${contactPt(facts)}. Se preferir, dá para remarcar em vez de cancelar.`,
    ),
  remarcar: (facts) =>
    block(
      nextPt(facts),
      freePt(facts),
      'Para remarcar, abra a consulta em "Consultas", toque em "Remarcar" e escolha o novo dia e horário.',
      !facts.wanted && 'Qual dia e horário ficam bons para você?',
    ),
  precos: (facts) =>
    `Não tenho os valores nem as formas de pagamento, e não quero passar informação errada. Por favor, confirme com ${contactPt(facts)}.`,
  convenios: (facts) =>
    `Não sei quais convênios são aceitos nem como fica o reembolso. Por favor, confirme com ${contactPt(facts)}. Recibos para pedir reembolso também são com a clínica.`,
  horarios: (facts) =>
    facts.hours
      ? `Horário de atendimento: ${facts.hours}. Os horários livres aparecem em "Consultas" ao agendar.`
      : `Não tenho o horário de atendimento completo aqui. Os horários livres aparecem em "Consultas" ao agendar; para o resto, confirme com ${contactPt(facts)}.`,
  endereco: (facts) =>
    facts.clinicAddress
      ? `O endereço é: ${facts.clinicAddress}. Se precisar de mais detalhes para chegar, fale com ${contactPt(facts)}. Se a consulta for online, o link fica na própria consulta, em "Consultas".`
      : `Não tenho o endereço aqui. Por favor, confirme com ${contactPt(facts)}. Se a consulta for online, o link fica na própria consulta, em "Consultas".`,
  suporte: (facts) =>
    block(
      'Vamos resolver. Tente assim:',
      list([
        'Senha ou login: na tela de entrada, toque em "Esqueci minha senha" e abra o link que chega por e-mail (veja também o spam; ele vale 30 minutos).',
        'Consulta online: o link fica na consulta, em "Consultas". Permita câmera e microfone, confira a internet e tente outro navegador.',
        'Aplicativo com erro: feche, abra de novo e veja se há atualização.',
        'Dados da conta: no seu perfil dá para mudar nome, telefone e senha.',
      ]),
      `Se não der certo, fale com ${contactPt(facts)}.`,
    ),
  documentos: (facts) =>
    `Recibos, declarações, atestados e laudos são feitos por quem atende você ou pela clínica; eu não emito documentos. Peça na consulta ou fale com ${contactPt(facts)}.`,
  proxima_consulta: (facts) =>
    facts.appointments?.length
      ? `Suas próximas consultas:\n${list(facts.appointments)}\nOs detalhes ficam em "Consultas".`
      : block(
          facts.appointments && 'Não encontrei consulta futura em seu nome.',
          'Suas consultas, com dia, horário e quem atende, ficam em "Consultas", no aplicativo.',
        ),
  lembretes: () =>
    'Os lembretes chegam antes da consulta, no aplicativo e, onde a clínica usa, por e-mail e SMS. Nas preferências de notificação do aplicativo você escolhe por onde receber e as horas de silêncio. Para não receber mais SMS, responda PARE a qualquer um deles; para voltar, VOLTAR.',
  primeira_consulta: (facts) =>
    sentences(
      'Que bom que você quer começar! Na primeira consulta, quem atende costuma ouvir o que trouxe você, explicar como trabalha e combinar os próximos passos; não é preciso preparar nada.',
      'Pode ser presencial ou online, conforme os horários de quem atende; a duração aparece na consulta, em "Consultas".',
      `Se precisar de algo específico (convênio, encaminhamento, frequência), confirme com ${contactPt(facts)}.`,
    ),
  sigilo: (facts) =>
    `O que você fala na consulta é protegido pelo sigilo profissional da psicologia. O histórico desta conversa só você vê; se houver sinal de risco à vida, quem atende você recebe um aviso para poder ajudar. Nos seus dados você pode pedir uma cópia ou apagar a conta pelo aplicativo. Para dúvidas sobre prontuário ou gravação, fale com ${contactPt(facts)}.`,
  urgencia_humana: (facts) =>
    sentences(
      facts.clinicPhone
        ? `Claro. Para falar com uma pessoa, ligue para ${contactPt(facts)}.`
        : 'Claro. Eu não consigo transferir a conversa nem tenho o telefone da clínica aqui; procure a clínica pelo contato que ela deu a você.',
      'Se for uma emergência de saúde, ligue 192 (SAMU); para apoio emocional a qualquer hora, 188 (CVV), de graça.',
    ),
  agradecimento: () => 'Por nada! Se precisar de mais alguma coisa, é só escrever.',
  despedida: () => 'Até logo! Cuide-se, e conte comigo quando precisar.',
  identidade: ({ clinicName }) =>
    `Sou um assistente virtual ${clinicName ? `de ${clinicName}` : 'da clínica'}, um programa: não sou psicólogo nem uma pessoa. Ajudo com consultas (agendar, confirmar, remarcar, cancelar), horários, endereço, documentos e dúvidas do aplicativo. O que é clínico fica com quem atende você.`,
  fora_de_escopo: (facts) =>
    `Entendo que isso preocupe você. Como assistente virtual, não posso avaliar sintomas, dar diagnóstico nem orientar sobre remédios: isso precisa de um profissional que conheça você. Leve a dúvida para a sua consulta; sobre remédios, fale com o médico que receitou. Se quiser adiantar a conversa, agende em "Consultas" ou procure ${contactPt(facts)}.`,
  sentimento: (facts) =>
    block(
      'Sinto muito que esteja sendo assim, e obrigado por contar. Eu sou um assistente virtual: não substituo a conversa com quem cuida de você, mas posso ajudar você a chegar até ela.',
      facts.appointments?.[0] ? nextPt(facts) : freePt(facts),
      `Para marcar ou antecipar, abra "Consultas" no aplicativo ou procure ${contactPt(facts)}.`,
    ),
  nao_sei: (facts) =>
    `Isso eu não sei responder, e prefiro não inventar. Posso ajudar a agendar, confirmar, remarcar ou cancelar consultas, e com dúvidas sobre o aplicativo. Para outros assuntos, fale com ${contactPt(facts)}.`,
}

const en: Record<Intent, Reply> = {
  saudacao: ({ clinicName }) =>
    `Hello! I am the virtual assistant of ${clinicName ?? 'the practice'}. I can help you book, confirm, reschedule or cancel appointments, and with questions about hours, address, documents and the app. How can I help?`,
  agendar: (facts) =>
    block(
      facts.wanted && freeEn(facts),
      'To book an appointment, open "Consultas" in the app, tap "Agendar", choose the psychologist, the day and the time, and confirm.',
      !facts.wanted && freeEn(facts),
      'I cannot book it for you here: it counts once it shows in "Consultas".',
    ),
  confirmar: (facts) =>
    block(
      nextEn(facts),
      'To confirm, open the appointment under "Consultas" and tap "Confirmar". The link in the e-mail works too, or answer SIM to the reminder SMS.',
    ),
  cancelar: (facts) =>
    block(
      nextEn(facts),
      'To cancel, open the appointment under "Consultas" and tap "Cancelar"; you may give a reason.',
      `I don't know whether late cancellations are charged: please ask ${contactEn(facts)}. You can also reschedule instead.`,
    ),
  remarcar: (facts) =>
    block(
      nextEn(facts),
      freeEn(facts),
      'To reschedule, open the appointment under "Consultas", tap "Remarcar" and choose the new day and time.',
      !facts.wanted && 'Which day and time would suit you?',
    ),
  precos: (facts) =>
    `I don't have the prices or the ways to pay, and I'd rather not guess. Please ask ${contactEn(facts)}.`,
  convenios: (facts) =>
    `I don't know which insurance plans are accepted or how reimbursement works. Please ask ${contactEn(facts)}.`,
  horarios: (facts) =>
    facts.hours
      ? `Opening hours: ${facts.hours}. Free times show under "Consultas" when you book.`
      : `I don't have the full opening hours here. Free times show under "Consultas" when you book; for the rest, please ask ${contactEn(facts)}.`,
  endereco: (facts) =>
    facts.clinicAddress
      ? `The address is: ${facts.clinicAddress}. For directions, please contact ${contactEn(facts)}. If your appointment is online, its link is under "Consultas".`
      : `I don't have the address here. Please ask ${contactEn(facts)}. If your appointment is online, its link is under "Consultas".`,
  suporte: (facts) =>
    block(
      "Let's fix it. Please try this:",
      list([
        'Password or login: on the sign-in screen tap "Esqueci minha senha" and open the link sent by e-mail (check spam too; it is valid for 30 minutes).',
        'Online appointment: the link is in the appointment, under "Consultas". Allow camera and microphone, check your connection, try another browser.',
        'App trouble: close it, open it again and look for an update.',
        'Account data: name, phone and password can be changed in your profile.',
      ]),
      `If that doesn't help, contact ${contactEn(facts)}.`,
    ),
  documentos: (facts) =>
    `Receipts, attendance notes and reports come from your psychologist or the practice; I don't issue documents. Ask at your appointment or contact ${contactEn(facts)}.`,
  proxima_consulta: (facts) =>
    facts.appointments?.length
      ? `Your next appointments:\n${list(facts.appointments)}\nThe details are under "Consultas".`
      : block(
          facts.appointments && 'I found no upcoming appointment of yours.',
          'Your appointments, with day, time and psychologist, are under "Consultas" in the app.',
        ),
  lembretes: () =>
    'Reminders come before the appointment, in the app and, where the practice uses them, by e-mail and SMS. In the app’s notification preferences you choose the channels and quiet hours. To stop SMS, answer STOP to any of them; START brings them back.',
  primeira_consulta: (facts) =>
    sentences(
      'Glad you want to start! In a first appointment the psychologist usually listens to what brought you, explains how they work and agrees on the next steps; you don’t need to prepare anything.',
      'It can be in person or online, depending on the psychologist’s times; its length shows under "Consultas".',
      `For anything specific (insurance, referral, frequency), please ask ${contactEn(facts)}.`,
    ),
  sigilo: (facts) =>
    `What you say in a session is protected by professional confidentiality. Only you can see the history of this chat; if there is a sign of risk to life, your psychologist is alerted so that they can help. You can ask for a copy of your data or delete your account in the app. About records or recording, please ask ${contactEn(facts)}.`,
  urgencia_humana: (facts) =>
    sentences(
      facts.clinicPhone
        ? `Of course. To talk to a person, call ${contactEn(facts)}.`
        : 'Of course. I cannot transfer this chat and don’t have the practice’s phone here; please use the contact the practice gave you.',
      'In a medical emergency call 192 (SAMU); for emotional support at any hour, 188 (CVV), free.',
    ),
  agradecimento: () => 'You’re welcome! Just write if you need anything else.',
  despedida: () => 'Goodbye! Take care, and write whenever you need.',
  identidade: ({ clinicName }) =>
    `I am a virtual assistant of ${clinicName ?? 'the practice'}, a program: neither a psychologist nor a person. I help with appointments (book, confirm, reschedule, cancel), hours, address, documents and the app. Clinical matters belong with your psychologist.`,
  fora_de_escopo: (facts) =>
    `I understand this worries you. As a virtual assistant I cannot assess symptoms, diagnose or advise on medication: that takes a professional who knows you. Please bring it to your appointment; about medication, ask the doctor who prescribed it. To talk sooner, book under "Consultas" or contact ${contactEn(facts)}.`,
  sentimento: (facts) =>
    block(
      'I’m sorry it is like this for you, and thank you for telling me. I am a virtual assistant: I don’t replace a talk with the person who cares for you, but I can help you get there.',
      facts.appointments?.[0] ? nextEn(facts) : freeEn(facts),
      `To book or come sooner, open "Consultas" in the app or contact ${contactEn(facts)}.`,
    ),
  nao_sei: (facts) =>
    `I don't know that one, and I'd rather not make something up. I can help you book, confirm, reschedule or cancel appointments, and with the app. For anything else, please contact ${contactEn(facts)}.`,
}

/** The fixed words for each intent; facts fill them in, nothing that the person wrote does (except the day and time read from it). */
export const replies: Record<Locale, Record<Intent, Reply>> = { 'pt-BR': pt, en }
