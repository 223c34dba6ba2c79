/** How the words of risk-phrases.ts are spelled in a hurry, in slang, or to slip past a filter; used by risk-words.ts. */

/** Spellings mended word by word. A value of two words becomes two words. */
export const ALIASES: Record<string, string> = {
  ...{
    mlk: 'moleque',
    si: 'se',
    vo: 'vou',
    vow: 'vou',
    voou: 'vou',
    mi: 'me',
    qro: 'quero',
    kero: 'quero',
    keru: 'quero',
    queru: 'quero',
  },
  ...{
    qero: 'quero',
    qeru: 'quero',
    cero: 'quero',
    qria: 'queria',
    qrendo: 'querendo',
    qreno: 'querendo',
    inforcar: 'enforcar',
    inforca: 'enforca',
    wnat: 'want',
    agr: 'agora',
    aki: 'aqui',
    qnt: 'quanto',
    qto: 'quanto',
    qtos: 'quantos',
    mrr: 'morrer',
    mrrer: 'morrer',
    blz: 'beleza',
    cm: 'com',
    d: 'de',
    keria: 'queria',
    qeria: 'queria',
    kerendo: 'querendo',
  },
  ...{ n: 'nao', naum: 'nao', naun: 'nao', nau: 'nao', nn: 'nao', hj: 'hoje', oje: 'hoje', dnv: 'de novo' },
  ...{ cmg: 'comigo', comg: 'comigo', td: 'tudo', tds: 'todos', mt: 'muito', mto: 'muito', mta: 'muita' },
  ...{
    vc: 'voce',
    vcs: 'voces',
    pq: 'porque',
    tb: 'tambem',
    tbm: 'tambem',
    msm: 'mesmo',
    ngm: 'ninguem',
    nguem: 'ninguem',
  },
  ...{
    guento: 'aguento',
    aguentu: 'aguento',
    tow: 'to',
    tou: 'to',
    toh: 'to',
    q: 'que',
    ki: 'que',
    pro: 'para',
    pra: 'para',
  },
  ...{
    pras: 'para',
    pros: 'para',
    p: 'para',
    vid: 'vida',
    vda: 'vida',
    amanhan: 'amanha',
    amnha: 'amanha',
    mai: 'mais',
    nda: 'nada',
    ke: 'que',
    keh: 'que',
    ker: 'quer',
  },
  ...{ soh: 'so', eh: 'e', tava: 'estava', tavam: 'estavam', matah: 'matar', mah: 'mas' },
  ...{ cortano: 'cortando', matano: 'matando', morreno: 'morrendo', quereno: 'querendo', pensano: 'pensando' },
  ...{ suissidio: 'suicidio', suisidio: 'suicidio', suicidiu: 'suicidio', swicidio: 'suicidio', suicidiar: 'suicidar' },
  ...{
    wana: 'want to',
    gona: 'going to',
    ima: 'going to',
    thinkin: 'thinking',
    kys: 'kys',
    u: 'you',
    urself: 'yourself',
  },
}

/** Said between the words without changing them. */
export const DROPPED_WORDS = new Set(
  'mano mds sla vei slk pfv porra caralho fds mn pow po tlgd ne fi kk aff putz tipo gente moco moca'.split(' '),
)
/** An infinitive written as it is spoken, without its r, is one after these: "vou morre", "cansei de vive". */
export const INFINITIVE_AFTER = new Set(
  (
    'vou quero queria querendo vai quer consigo posso devia deveria preciso pretendo de para ia iria afim em e acabei ' +
    'pensando decidi tentei tento prefiro sem'
  ).split(' '),
)
export const NUM_IS_NAO_BEFORE = new Set(
  (
    'quero queria quer vou vai aguento guento aguentu consigo to tenho tem sei vejo sinto da acordar me mais suporto estou ' +
    'posso faz foi sou tava era existe'
  ).split(' '),
)
export const STRESSED_MIM_AFTER = new Set('a de para por em contra sem ate pra p entre sobre'.split(' '))

/** Words long enough that one slip of the finger still points at them; see lexical-reader.ts. */
export const TYPO_PRONE = [
  ...['suicidio', 'suicidar', 'suicida', 'suicidas', 'matar', 'matando', 'morrer', 'morrendo', 'enforcar', 'desviver'],
  ...['quero', 'queria', 'querendo', 'vontade', 'pensando', 'enforcando', 'desaparecer', 'existir', 'acabar'],
  ...['comprimidos', 'remedios', 'sofrimento', 'despedida', 'aguento', 'automutilacao', 'machucar', 'machucando'],
  ...['suicide', 'suicidal', 'myself', 'killing', 'hanging', 'cutting'],
]

/** Real words that the mending above would otherwise take for one of those. */
export const NOT_TYPOS = [
  ...'more mar mor mando matado pensado pesando queira queto queta moreno king citing curing cuing moter suicido'.split(
    ' ',
  ),
  'moer',
  'mater',
  'mata',
  'peso',
  'quera',
  'queda',
  'quedo',
  'marar',
  'natar',
  'matara',
  'cuting',
  'moder',
]

/** Words that people glue together or spell out letter by letter: `#queromorrer`, `m e  m a t a r`. */
export const GLUED_WORDS = [
  ...[
    'quero',
    'queria',
    'vou',
    'me',
    'se',
    'nao',
    'mais',
    'viver',
    'matar',
    'morrer',
    'morre',
    'mata',
    'suicidar',
    'suicidio',
  ],
  ...[
    'suicida',
    'desviver',
    'enforcar',
    'vontade',
    'de',
    'sumir',
    'adeus',
    'mundo',
    'acabar',
    'com',
    'minha',
    'vida',
    'tudo',
  ],
  ...[
    'i',
    'want',
    'to',
    'die',
    'kill',
    'myself',
    'kms',
    'end',
    'my',
    'life',
    'suicide',
    'wanna',
    'hoje',
    'cortar',
    'eu',
  ],
]
