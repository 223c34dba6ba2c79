import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'

/** What is answered to a text message. */
export const replyWords = (locale: Locale) => wordsFor(locale).replies

/** Words of the texts that leave here, by which a quotation of one is known. */
export const sentWords =
  /respond[ae] (?:sim|cancelar|o numero|so com|voltar|pare)|repl(?:y|ies) (?:yes|sim|cancelar|its|only|voltar|pare)|nao entendemos|did not understand|abra o aplicativo|open the app|ate la!|see you then!|foi encaminhada a quem|sua consulta com|your appointment/i
