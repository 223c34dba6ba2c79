import type { Letter } from '../email/letter.ts'
import { type Clinic, greeting, type LetterReader, sender } from '../notifications/templates/appointment-letter.ts'

export type AccountKind =
  | 'recuperacao'
  | 'boas-vindas'
  | 'convite'
  /** The mailbox is to be verified, again. */
  | 'verificacao'
  /** To an address that an account asks for. */
  | 'novo-email'
  /** To its owner, where that is another account already. */
  | 'email-em-uso'
  /** To the address that an account had. */
  | 'email-trocado'

interface Words {
  readonly subject: string
  readonly preheader: string
  readonly paragraphs: readonly string[]
  /** Of a letter that may have a link. */
  readonly action?: string
  readonly note: string
}

const words = (brand: string): Record<AccountKind, { pt: Words; en: Words }> => ({
  recuperacao: {
    pt: {
      subject: 'Escolha uma nova senha',
      preheader: 'O link vale por 30 minutos.',
      paragraphs: [`Recebemos um pedido para trocar a senha da sua conta em ${brand}.`],
      action: 'Escolher nova senha',
      note: 'O link vale por 30 minutos e uma única vez. Se você não pediu, ignore esta mensagem: sua senha continua a mesma.',
    },
    en: {
      subject: 'Choose a new password',
      preheader: 'The link is good for 30 minutes.',
      paragraphs: [`We were asked to change the password of your account at ${brand}.`],
      action: 'Choose a new password',
      note: 'The link is good for 30 minutes and for one use. If you did not ask, ignore this message: your password stays as it is.',
    },
  },
  'boas-vindas': {
    pt: {
      subject: 'Boas-vindas! Confirme seu e-mail',
      preheader: 'Falta só um passo.',
      paragraphs: [
        `Sua conta em ${brand} foi criada.`,
        'Confirme que este endereço é seu, para que avisos e lembretes cheguem a você.',
      ],
      action: 'Confirmar meu e-mail',
      note: 'O link vale por 7 dias. Se você não criou esta conta, ignore esta mensagem.',
    },
    en: {
      subject: 'Welcome! Please confirm your e-mail',
      preheader: 'One step is left.',
      paragraphs: [
        `Your account at ${brand} was created.`,
        'Please confirm that this address is yours, so that notices and reminders reach you.',
      ],
      action: 'Confirm my e-mail',
      note: 'The link is good for 7 days. If you did not create this account, ignore this message.',
    },
  },
  convite: {
    pt: {
      subject: 'Convite para a sua conta',
      preheader: 'Escolha uma senha para entrar.',
      paragraphs: [`Uma conta em ${brand} foi criada para você.`, 'Escolha uma senha para entrar.'],
      action: 'Aceitar e escolher senha',
      note: 'O link vale por 7 dias e uma única vez. Se você não esperava este convite, ignore esta mensagem.',
    },
    en: {
      subject: 'Invitation to your account',
      preheader: 'Choose a password to sign in.',
      paragraphs: [`An account at ${brand} was created for you.`, 'Choose a password to sign in.'],
      action: 'Accept and choose a password',
      note: 'The link is good for 7 days and for one use. If you did not expect this invitation, ignore this message.',
    },
  },
  verificacao: {
    pt: {
      subject: 'Confirme seu e-mail',
      preheader: 'Falta só um passo.',
      paragraphs: [`Confirme que este endereço é seu, para que os avisos da sua conta em ${brand} cheguem a você.`],
      action: 'Confirmar meu e-mail',
      note: 'O link vale por 7 dias. Se você não pediu esta mensagem, ignore-a.',
    },
    en: {
      subject: 'Please confirm your e-mail',
      preheader: 'One step is left.',
      paragraphs: [
        `Please confirm that this address is yours, so that the notices of your account at ${brand} reach you.`,
      ],
      action: 'Confirm my e-mail',
      note: 'The link is good for 7 days. If you did not ask for this message, ignore it.',
    },
  },
  'novo-email': {
    pt: {
      subject: 'Confirme seu novo e-mail',
      preheader: 'O link vale por 30 minutos.',
      paragraphs: [`Recebemos um pedido para que este endereço passe a ser o e-mail de uma conta em ${brand}.`],
      action: 'Usar este e-mail',
      note: 'O link vale por 30 minutos e uma única vez. Se você não pediu, ignore esta mensagem: nada muda.',
    },
    en: {
      subject: 'Please confirm your new e-mail',
      preheader: 'The link is good for 30 minutes.',
      paragraphs: [`We were asked to make this address the e-mail of an account at ${brand}.`],
      action: 'Use this e-mail',
      note: 'The link is good for 30 minutes and for one use. If you did not ask, ignore this message: nothing changes.',
    },
  },
  'email-em-uso': {
    pt: {
      subject: 'Seu e-mail foi pedido para outra conta',
      preheader: 'Nada mudou na sua conta.',
      paragraphs: [
        `Alguém pediu para usar este endereço em outra conta em ${brand}. Ele já é o e-mail da sua conta, e nada mudou.`,
        'Se foi você, entre com este endereço ou escolha outro para a outra conta.',
      ],
      note: 'Se não foi você, não é preciso fazer nada.',
    },
    en: {
      subject: 'Your e-mail was asked for by another account',
      preheader: 'Nothing has changed in your account.',
      paragraphs: [
        `Somebody asked to use this address for another account at ${brand}. It is the e-mail of your account, and nothing has changed.`,
        'If it was you, sign in with this address or choose a different one for the other account.',
      ],
      note: 'If it was not you, there is nothing to do.',
    },
  },
  'email-trocado': {
    pt: {
      subject: 'O e-mail da sua conta foi alterado',
      preheader: 'Se não foi você, desfaça agora.',
      paragraphs: [`A conta em ${brand} que usava este endereço passou a usar outro.`],
      action: 'Não fui eu: recuperar minha conta',
      note: 'Se foi você, não é preciso fazer nada. O link de recuperação, quando há um, vale por 72 horas, devolve a conta a este endereço, encerra todas as sessões e pede uma nova senha.',
    },
    en: {
      subject: 'The e-mail of your account was changed',
      preheader: 'If it was not you, undo it now.',
      paragraphs: [`The account at ${brand} that had this address now has another.`],
      action: 'It was not me: take my account back',
      note: 'If it was you, there is nothing to do. The link to take it back, where there is one, is good for 72 hours, gives the account back to this address, ends all sessions and asks for a new password.',
    },
  },
})

/**
 * Whoever registers chooses the name, and the address need not be theirs: a name that reads as a link would make us carry
 * a stranger's advertisement.
 */
const greetable = (name: string): boolean => !/[:/@]|\w\.\w/.test(name) && name.length <= 80

/** A letter about the account itself, with the one link that it is about, if any. */
export function accountLetter(
  kind: AccountKind,
  { reader, clinic, url }: { reader: Omit<LetterReader, 'id' | 'timezone'>; clinic: Clinic; url?: string | undefined },
): Letter {
  const english = reader.locale === 'en'
  const { brand, footer } = sender(reader, clinic)
  const { subject, preheader, paragraphs, action, note } = words(brand)[kind][english ? 'en' : 'pt']
  const hello = greetable(reader.name) ? greeting(reader) : english ? 'Hello!' : 'Olá!'
  return {
    locale: reader.locale,
    subject,
    preheader,
    brand,
    footer,
    heading: subject,
    paragraphs: [hello, ...paragraphs],
    ...(action && url ? { actions: [{ label: action, url }], showAddress: true } : {}),
    notes: [note],
  }
}
