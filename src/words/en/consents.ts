import type { Catalogue } from '../pt-BR/catalogue.ts'

export const consents: Catalogue['consents'] = {
  'provedor-ia':
    'The virtual assistant can answer better with the help of an external artificial intelligence service. If you agree, your messages to the assistant are sent to that service, without the names, documents, telephones, e-mails, addresses and dates of birth that we recognise. What you tell in them is health data. Without your agreement the assistant goes on answering, with prepared answers. You may change your mind at any time; what was already sent does not come back.',
}
