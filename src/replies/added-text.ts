import { sentWords } from './reply-words.ts'

/** "Liked", "Curtiu", "Le gustó": what iPhone and Android write for a tapback or reaction. */
const reacted = new RegExp(
  `^(?:${[
    'liked|disliked|loved|hearted|laughed at|emphasi[sz]ed|questioned|reacted|removed',
    '(?:não |nao )?curtiu|descurtiu|amou|adorou|(?:não |nao )?gostou d[eao]|riu d[eao]|riu com|deu risada (?:de|com)|achou graça (?:de|em)',
    'enfatizou|destacou|questionou|reagiu|removeu|retirou|tirou',
    '(?:no )?le gust[oó]|no le gust[oó]|le encant[oó]|le dio risa|se ri[oó] (?:de|con)|enfatiz[oó]|destac[oó]|exclam[oó]|cuestion[oó]',
    'pregunt[oó] (?:por|sobre)|reaccion[oó]|elimin[oó]|quit[oó]',
  ].join('|')})(?!\\p{L})`,
  'iu',
)
/** What precedes the quotation: "Reacted 👍 to", "Reagiu com um coração a", "Removed a like from". */
const sign = /^[^“"«„‘']{0,40}(?:^|\s)(?:to|from|a|à|ao|de|da|do|em|al|para)(?=[\s“"«„‘'])/iu
const quoted = /^[\s:]*[“"«„‘'](?:[^]*[”"»“’'][\s.…]*|[^”"»“’']*)$/u
const thing =
  /^\s*(?:an?|the|your|uma?|a|o|sua|seu|una?|la|el|tu)?\s*(?:image|photo|picture|video|movie|sticker|attachment|message|audio|imagem|foto|vídeo|figurinha|anexo|mensagem|áudio|imagen|mensaje|adjunto)[\s.]*$/iu
/** Android's, in any language: the emoji, a preposition and the quotation. */
const drawn = /^(?:[^\p{L}\p{N}“"«„‘']|\p{Emoji_Component})+(?:to|a|à|ao|em|para|on|sobre)\s+(?=[“"«„‘'])/iu

/** Whether a message is only a reaction to another, which SMS carries as words. */
export function isReaction(message: string): boolean {
  const text = message.replace(/\p{Cf}/gu, '').trim()
  const [verb] = reacted.exec(text) ?? []
  if (verb !== undefined) {
    const rest = text.slice(verb.length)
    if (quoted.test(rest) || thing.test(rest) || sentWords.test(rest)) return true
    const [before] = sign.exec(rest) ?? []
    if (before !== undefined && [quoted, thing].some((kind) => kind.test(rest.slice(before.length)))) return true
  }
  const [lead] = drawn.exec(text) ?? []
  if (lead !== undefined && quoted.test(text.slice(lead.length))) return true
  // In other languages it is known by quoting one of our own messages.
  const opening = text.search(/[“"«„‘]/)
  return opening > 0 && opening <= 60 && quoted.test(text.slice(opening)) && sentWords.test(text.slice(opening))
}

const devices =
  'iphone|ipad|ipod|galaxy|samsung|motorola|moto|xiaomi|redmi|poco|realme|huawei|honor|nokia|lg|asus|zenfone|pixel|oneplus|android|ios|blackberry|windows|celular|smartphone|telefone|telem[oó]vel|tel[eé]fono|m[oó]vil|tablet|dispositivo|aparelho|device|phone|outlook|gmail|hotmail|yahoo|proton|mail|e-?mail|correo|whatsapp|telegram|messenger|app|aplicativo'
const sentFrom =
  '(?:mensagem |message )?(?:enviad[oa]|sent)\\s+(?:(?:do|da|pelo|pela|a partir d[oe]|atrav[eé]s d[oe]|desde|from)\\s+(?:o\\s+)?(?:meu|minha|my|mi)(?!\\p{L})'
const signatureLine = new RegExp(
  `^\\W*(?:${sentFrom}|via\\s|.{0,30}(?<!\\p{L})(?:${devices})(?!\\p{L}))|(?:get|obter|obtenha|obtener|baixe|descarga)\\s.{0,12}(?:outlook|mail|yahoo)(?!\\p{L})).{0,60}$`,
  'iu',
)
/** On the line of the answer itself only with the name of a device, at its end. */
const signatureTail = new RegExp(
  `[\\s.,;!–—-]+${sentFrom}|(?:do|pelo|via|from|desde)\\s+(?:o\\s+)?)\\s*(?:${devices})(?!\\p{L})(?:\\s+[\\w+.]+){0,3}\\W*$`,
  'iu',
)
/** `--` (RFC 3676, section 4.3) and lines of the same sort. */
const separator = /^[ \t]*(?:-{2,}|_{2,}|={2,}|\*{2,}|—+|–+)[ \t]*$/mu

/** A message without the signature of a telephone or a mail program, such as "Enviado do meu Galaxy". */
export function withoutSignature(message: string): string {
  const cut = message.search(separator)
  const lines = (cut > 0 ? message.slice(0, cut) : message).split(/\r?\n/)
  while (lines.length > 1 && (lines.at(-1)?.trim() === '' || signatureLine.test(lines.at(-1) ?? ''))) lines.pop()
  return lines.join('\n').replace(signatureTail, '').trim()
}
