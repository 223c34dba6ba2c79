import { bulleted, lines, sentences } from '../lines.ts'
import type { Catalogue } from '../pt-BR/catalogue.ts'
import type { ReplyFacts } from '../reply-facts.ts'
import { contact } from './contact.ts'

export const assistant: Catalogue['assistant'] = {
  language: 'English',
  appointment: ({ when, withWhom, modality, confirmed }) =>
    `${when}, with ${withWhom} (${modality === 'online' ? 'online' : 'in person'}, ${confirmed ? 'confirmed' : 'to be confirmed'})`,
  freeTime: (when, withWhom) => (withWhom ? `${when}, with ${withWhom}` : when),
  instead: (contact) => ({
    diagnostico: 'I cannot say what you have or don’t have: that takes a professional who knows you.',
    medicacao: 'About medication, please talk to the doctor who prescribed it; I cannot advise on it.',
    promessa: 'I cannot promise results: everybody’s path in therapy is their own.',
    humano: 'I am a virtual assistant, a program, not a person or a psychologist.',
    acao: 'I cannot do that here: appointments are booked, confirmed, moved and cancelled under "Consultas" in the app.',
    preco: `I don’t have the prices, nor the insurance plans that are accepted: please ask ${contact}.`,
    contato: `To reach the practice, please contact ${contact}.`,
    dano: 'If things are hard, you are not alone: CVV, 188, listens for free, 24 hours a day; in an emergency, call 192.',
  }),
  toBeContinued: 'There is more to say; ask me to go on.',
}

const freeTimes = ({ free, wanted, wantedIsFree }: ReplyFacts) =>
  lines(
    wanted && wantedIsFree === true && `Right now that time (${wanted}) shows as free.`,
    wanted && wantedIsFree === false && `That time (${wanted}) is not among the free ones.`,
    wanted && wantedIsFree === undefined && `Got it: ${wanted}. The booking screen shows whether it is free.`,
    wantedIsFree !== true && free && free.length > 0 && `Next free times:\n${bulleted(free)}`,
    free?.length === 0 && !wanted && 'I see no free times in the next days.',
  )

const nextAppointment = ({ appointments }: ReplyFacts) =>
  appointments?.[0]
    ? `Your next appointment: ${appointments[0]}.`
    : appointments && 'I found no upcoming appointment of yours.'

export const assistantReplies: Catalogue['assistantReplies'] = {
  saudacao: ({ clinicName }) =>
    `Hello! I am the virtual assistant of ${clinicName ?? 'the practice'}. I can help you book, confirm, reschedule or cancel appointments, and with questions about hours, address, documents and the app. How can I help?`,
  agendar: (facts) =>
    lines(
      facts.wanted && freeTimes(facts),
      'To book an appointment, open "Consultas" in the app, tap "Agendar", choose the psychologist, the day and the time, and confirm.',
      !facts.wanted && freeTimes(facts),
      'I cannot book it for you here: it counts once it shows in "Consultas".',
    ),
  confirmar: (facts) =>
    lines(
      nextAppointment(facts),
      'To confirm, open the appointment under "Consultas" and tap "Confirmar". The link in the e-mail works too, or answer SIM to the reminder SMS.',
    ),
  cancelar: (facts) =>
    lines(
      nextAppointment(facts),
      'To cancel, open the appointment under "Consultas" and tap "Cancelar"; you may give a reason.',
      `I don't know whether late cancellations are charged: please ask ${contact(facts)}. You can also reschedule instead.`,
    ),
  remarcar: (facts) =>
    lines(
      nextAppointment(facts),
      freeTimes(facts),
      'To reschedule, open the appointment under "Consultas", tap "Remarcar" and choose the new day and time.',
      !facts.wanted && 'Which day and time would suit you?',
    ),
  precos: (facts) =>
    `I don't have the prices or the ways to pay, and I'd rather not guess. Please ask ${contact(facts)}.`,
  convenios: (facts) =>
    `I don't know which insurance plans are accepted or how reimbursement works. Please ask ${contact(facts)}.`,
  horarios: (facts) =>
    facts.hours
      ? `Opening hours: ${facts.hours}. Free times show under "Consultas" when you book.`
      : `I don't have the full opening hours here. Free times show under "Consultas" when you book; for the rest, please ask ${contact(facts)}.`,
  endereco: (facts) =>
    facts.clinicAddress
      ? `The address is: ${facts.clinicAddress}. For directions, please contact ${contact(facts)}. If your appointment is online, its link is under "Consultas".`
      : `I don't have the address here. Please ask ${contact(facts)}. If your appointment is online, its link is under "Consultas".`,
  suporte: (facts) =>
    lines(
      "Let's fix it. Please try this:",
      bulleted([
        'Password or login: on the sign-in screen tap "Esqueci minha senha" and open the link sent by e-mail (check spam too; it is valid for 30 minutes).',
        'Online appointment: the link is in the appointment, under "Consultas". Allow camera and microphone, check your connection, try another browser.',
        'App trouble: close it, open it again and look for an update.',
        'Account data: name, phone and password can be changed in your profile.',
      ]),
      `If that doesn't help, contact ${contact(facts)}.`,
    ),
  documentos: (facts) =>
    `Receipts, attendance notes and reports come from your psychologist or the practice; I don't issue documents. Ask at your appointment or contact ${contact(facts)}.`,
  proxima_consulta: (facts) =>
    facts.appointments?.length
      ? `Your next appointments:\n${bulleted(facts.appointments)}\nThe details are under "Consultas".`
      : lines(
          facts.appointments && 'I found no upcoming appointment of yours.',
          'Your appointments, with day, time and psychologist, are under "Consultas" in the app.',
        ),
  lembretes: () =>
    'Reminders come before the appointment, in the app and, where the practice uses them, by e-mail and SMS. In the app’s notification preferences you choose the channels and quiet hours. To stop SMS, answer STOP to any of them; START brings them back.',
  primeira_consulta: (facts) =>
    sentences(
      'Glad you want to start! In a first appointment the psychologist usually listens to what brought you, explains how they work and agrees on the next steps; you don’t need to prepare anything.',
      'It can be in person or online, depending on the psychologist’s times; its length shows under "Consultas".',
      `For anything specific (insurance, referral, frequency), please ask ${contact(facts)}.`,
    ),
  sigilo: (facts) =>
    `What you say in a session is protected by professional confidentiality. Only you can see the history of this chat; if there is a sign of risk to life, your psychologist is alerted so that they can help. You can ask for a copy of your data or delete your account in the app. About records or recording, please ask ${contact(facts)}.`,
  urgencia_humana: (facts) =>
    sentences(
      facts.clinicPhone
        ? `Of course. To talk to a person, call ${contact(facts)}.`
        : 'Of course. I cannot transfer this chat and don’t have the practice’s phone here; please use the contact the practice gave you.',
      'In a medical emergency call 192 (SAMU); for emotional support at any hour, 188 (CVV), free.',
    ),
  agradecimento: () => 'You’re welcome! Just write if you need anything else.',
  despedida: () => 'Goodbye! Take care, and write whenever you need.',
  identidade: ({ clinicName }) =>
    `I am a virtual assistant of ${clinicName ?? 'the practice'}, a program: neither a psychologist nor a person. I help with appointments (book, confirm, reschedule, cancel), hours, address, documents and the app. Clinical matters belong with your psychologist.`,
  fora_de_escopo: (facts) =>
    `I understand this worries you. As a virtual assistant I cannot assess symptoms, diagnose or advise on medication: that takes a professional who knows you. Please bring it to your appointment; about medication, ask the doctor who prescribed it. To talk sooner, book under "Consultas" or contact ${contact(facts)}.`,
  sentimento: (facts) =>
    lines(
      'I’m sorry it is like this for you, and thank you for telling me. I am a virtual assistant: I don’t replace a talk with the person who cares for you, but I can help you get there.',
      facts.appointments?.[0] ? nextAppointment(facts) : freeTimes(facts),
      `To book or come sooner, open "Consultas" in the app or contact ${contact(facts)}.`,
    ),
  nao_sei: (facts) =>
    `I don't know that one, and I'd rather not make something up. I can help you book, confirm, reschedule or cancel appointments, and with the app. For anything else, please contact ${contact(facts)}.`,
}
