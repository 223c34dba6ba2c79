import { ALTO } from './risk-phrases-alto.ts'
import { BAIXO } from './risk-phrases-baixo.ts'
import type { Signal } from './risk-signal.ts'

/**
 * What people write when life is at risk, said outright or not, for lexical-reader.ts. Syntax: `compilePhrases` in text/phrases.ts. Words are
 * written in full and without accents; typos, slang spellings and digits in words are mended before phrases are compared.
 * A new phrase goes into test/data/risk.json or risk-variants.json too, with a harmless sentence that resembles it.
 */

export const CLASSES: Record<string, string> = {
  want: 'quero|queria|queira|quis|querendo|desejo|preciso|precisava|prefiro|preferia|mereco|merecia|tentando|gostaria|adoraria|pretendo|decidi|resolvi|espero|planejo|planejei|planejando|penso|afim|fim|vontade|pensando|pensei|pensado|pensar|pensava|ideia|coragem|tento|tentar|tentei|doida|doido|louca|louco|falta|pouco|perto|ansiosa|ansioso|rezo|torco|peco',
  go: 'vou|irei|ia|iria|bora|partiu|posso|poderia|devo|devia|deveria|deixa|vamos',
  fill: 'muito|muita|so|mesmo|realmente|logo|hoje|agora|tanto|tanta|apenas|de|em|para|mais|era|e|ja|simplesmente|sempre|eu|ate|seriamente|novamente|novo|aqui|a|amanha|serio|que|ainda|bem|nem|tudo|dia|vez|um|uma|o',
  me: 'me|mim|m',
  self: 'mim|comigo|migo',
  kill: 'matar|mata|matasse|afogar|afoga|deletar|exterminar|suicidar|suicida|suicido|enforcar|enforca|desviver|desvive|assassinar|envenenar|envenena',
  die: 'morrer|morre|desviver|suicidio|suicida',
  am: 'to|estou|estava|ando|vivo|fico|sigo|continuo|tenho|acordei',
  my: 'minha|propria|nossa|mha',
  many: 'numeroalto|dez|doze|quinze|vinte|trinta|quarenta|cinquenta|sessenta|oitenta|cem|varios|varias|muitos|muitas',
  kin: 'filho|filha|filhos|irmao|irma|mae|pai|marido|esposa|mulher|namorado|namorada|amigo|amiga|amigos|primo|prima|tio|tia|avo|sobrinho|sobrinha|colega|aluno|aluna|ex|noivo|noiva|companheiro|companheira|vizinho|vizinha|cunhado|cunhada|sogra|sogro|neto|neta|alguem|menino|menina|ele|ela|enteado|enteada|padrasto|madrasta|afilhado|afilhada|pessoa|conhecido|conhecida|bebe|chefe',
  theywant:
    'quer|queria|quis|querendo|vai|ia|vao|pensa|pensando|pretende|tenta|tentando|ameaca|ameacando|ameacou|ameaca|fala|falando|falou|diz|disse|dizendo|prometeu|planeja|decidiu|tentou|esta|ta|anda|jurou',
  pills:
    'comprimidos|comprimido|remedios|remedio|cartela|cartelas|caixa|caixas|frasco|vidro|pilulas|capsulas|rivotril|clonazepam|medicamentos|medicacao|ansioliticos|calmantes|calmante|antidepressivos|tarja|diazepam|fluoxetina|sertralina|dipirona|paracetamol|zolpidem|alprazolam|frontal|lexotan|gardenal',
  jump: 'pular|pula|jogar|joga|tacar|taca|atirar|atira|lancar|pulo|jogo|saltar',
  height:
    'ponte|janela|predio|sacada|varanda|viaduto|terraco|telhado|andar|penhasco|parapeito|precipicio|abismo|cobertura',
  traffic: 'carro|carros|trem|metro|onibus|caminhao|trilhos|trilho|avenida|br|linha',
  wrist: 'perna|pernas|coxa|coxas|pulso|pulsos|garganta|pescoco|veias|braco|bracos|veia',
  blade: 'gilete|faca|navalha|lamina|estilete|tesoura|canivete',
  end: 'acabo|tiro|encerro|termino|acabar|acaba|acabe|terminar|encerrar|tirar|tira|tirando|findar|abreviar',
  they: 'he|she|son|daughter|friend|brother|sister|mom|mother|dad|father|husband|wife|boyfriend|girlfriend|partner|cousin|uncle|aunt|kid|child|roommate|someone|they|student|ex',
  theirself: 'himself|herself|themselves|themself|hisself',
  kil: 'kill|end|hang|harm|hurt|shoot|off|unalive|cut|drown|burn|poison|killing|hanging|harming|hurting|unaliving|shooting|offing|cutting',
}

export const SIGNALS: readonly Signal[] = [...ALTO, ...BAIXO]
