import type { Letter, Link } from '../../email/letter.ts'
import type { DueDelivery } from '../channel.ts'
import { type Clinic, greeting, type LetterReader, sender } from './appointment-letter.ts'

type NoticeType = 'mensagem' | 'alerta' | 'seguranca' | 'sistema'

/** What a discreet reader's list of mails says instead of the title, which somebody may have written freely. */
const neutral: Record<NoticeType, readonly [pt: string, en: string]> = {
  mensagem: ['Você tem uma nova mensagem', 'You have a new message'],
  alerta: ['Aviso importante para você', 'Important notice for you'],
  seguranca: ['Aviso de segurança da sua conta', 'Security notice for your account'],
  sistema: ['Aviso sobre a sua conta', 'Notice about your account'],
}

const unasked = {
  pt: 'Se não foi você, peça uma nova senha agora e fale com a gente.',
  en: 'If this was not you, ask for a new password now and get in touch with us.',
}

/** A notification that stands for itself, in the words it was written in. `unsubscribeUrl` where the kind may be turned off. */
export function noticeLetter(
  { type, title, message }: Pick<DueDelivery['notification'], 'title' | 'message'> & { type: NoticeType },
  {
    reader,
    clinic,
    appUrl,
    unsubscribeUrl,
  }: { reader: LetterReader; clinic: Clinic; appUrl?: string | undefined; unsubscribeUrl?: string | undefined },
): Letter {
  const english = reader.locale === 'en'
  const plain = neutral[type][english ? 1 : 0]
  const open: Link[] = appUrl ? [{ label: english ? 'Open BluRosiere' : 'Abrir o BluRosiere', url: appUrl }] : []
  return {
    locale: reader.locale,
    subject: reader.discreet ? plain : title,
    preheader: reader.discreet
      ? english
        ? 'Open to read it.'
        : 'Abra para ler.'
      : message.replace(/\s+/g, ' ').slice(0, 140),
    heading: reader.discreet ? plain : title,
    paragraphs: [
      greeting(reader),
      // To a discreet reader the title is told inside.
      ...(reader.discreet && title !== plain ? [title] : []),
      ...message.split(/\n{2,}/),
    ],
    actions: open,
    notes: type === 'seguranca' ? [unasked[english ? 'en' : 'pt']] : [],
    ...sender(reader, clinic),
    ...(unsubscribeUrl
      ? {
          unsubscribe: {
            label: english ? 'Stop receiving messages by e-mail' : 'Não quero mais receber mensagens por e-mail',
            url: unsubscribeUrl,
          },
        }
      : {}),
  }
}
