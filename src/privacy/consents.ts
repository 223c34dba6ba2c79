import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import type { Tx } from '../database/transaction.ts'
import { holdAccount } from '../users/accounts.ts'

/**
 * What people are asked to agree to, in the words that they are shown. Whoever changes the words changes the version: what was
 * agreed to before no longer counts then. Reminders are not among it: they rest on the contract of care (LGPD, art. 7, V).
 */
export const consentTexts = {
  'provedor-ia': {
    version: '2026-11',
    'pt-BR':
      'O assistente virtual pode responder melhor com a ajuda de um serviço externo de inteligência artificial. Se você concordar, suas mensagens ao assistente serão enviadas a esse serviço, sem nomes, documentos, telefones, e-mails, endereços e datas de nascimento que conseguirmos reconhecer. O que você conta nelas é dado de saúde. Sem o seu acordo o assistente continua a responder, com respostas prontas. Você pode mudar de ideia quando quiser; o que já foi enviado não volta.',
    en: 'The virtual assistant can answer better with the help of an external artificial intelligence service. If you agree, your messages to the assistant are sent to that service, without the names, documents, telephones, e-mails, addresses and dates of birth that we recognise. What you tell in them is health data. Without your agreement the assistant goes on answering, with prepared answers. You may change your mind at any time; what was already sent does not come back.',
  },
} as const
export const consentPurposes = ['provedor-ia'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** Since when somebody agrees, if their last word on a purpose is yes, to the text as it is now. */
export async function consentSince(db: Db | Tx, userId: number, purpose: ConsentPurpose): Promise<Date | undefined> {
  const last = await lastWord(db, userId, purpose)
  return last?.granted && last.version === consentTexts[purpose].version ? last.at : undefined
}

const lastWord = (db: Db | Tx, userId: number, purpose: ConsentPurpose) =>
  db.consent.findFirst({ where: { userId, purpose }, orderBy: { id: 'desc' } })

/** Adds somebody's word to the ledger, with where it came from. What they have already said is not written twice. */
export async function recordConsent(
  tx: Tx,
  { now }: Clock,
  {
    userId,
    purpose,
    granted,
    ...origin
  }: {
    readonly userId: number
    readonly purpose: ConsentPurpose
    readonly granted: boolean
    readonly ip: string
    readonly userAgent: string | undefined
  },
): Promise<boolean> {
  // Of two words at once the second waits for the first.
  await holdAccount(tx, userId)
  const { version } = consentTexts[purpose]
  const last = await lastWord(tx, userId, purpose)
  if (last?.granted === granted && last.version === version) return false
  const userAgent = origin.userAgent?.slice(0, 300)
  await tx.consent.create({ data: { userId, purpose, version, granted, at: now(), ip: origin.ip, userAgent } })
  return true
}
