import type { Letter } from '../../email/letter.ts'
import type { DueDelivery } from '../channel-sender.ts'
import { wordsFor } from '../../words/catalogue.ts'
import type { Catalogue } from '../../words/pt-BR/catalogue.ts'
import { type Clinic, type LetterReader, sender } from './appointment-letter.ts'

export type NoticeType = keyof Catalogue['letters']['notice']['neutral']

/** A notification that stands for itself, in the words it was written in. `unsubscribeUrl` where the kind may be turned off. */
export function noticeLetter(
  { type, title, message }: Pick<DueDelivery['notification'], 'title' | 'message'> & { type: NoticeType },
  {
    reader,
    clinic,
    appUrl,
    unsubscribeUrl,
  }: { reader: LetterReader; clinic: Clinic; appUrl?: string; unsubscribeUrl?: string },
): Letter {
  const { greeting, notice: words } = wordsFor(reader.locale).letters
  const plain = words.neutral[type]
  const subject = reader.discreet ? plain : title
  return {
    locale: reader.locale,
    subject,
    preheader: reader.discreet ? words.discreetPreheader : message.replace(/\s+/g, ' ').slice(0, 140),
    heading: subject,
    paragraphs: [
      greeting(reader.name),
      // To a discreet reader the title is told inside.
      ...(title === subject ? [] : [title]),
      ...message.split(/\n{2,}/),
    ],
    actions: appUrl ? [{ label: words.open, url: appUrl }] : [],
    notes: type === 'seguranca' ? [words.notYou] : [],
    ...sender(reader, clinic),
    unsubscribe: unsubscribeUrl ? { label: words.unsubscribe, url: unsubscribeUrl } : undefined,
  }
}
