/** How the words of risk-phrases.ts are spelled in a hurry, in slang, or to slip past a filter; used by risk-words.ts. */

/** Spellings mended word by word. A value of two words becomes two words. */
export const ALIASES: Record<string, string> = Object.fromEntries(
  [
    ['moleque', 'mlk'],
    ['se', 'si'],
    ['vou', 'vo vow voou'],
    ['me', 'mi'],
    ['quero', 'qro kero keru queru qero qeru cero'],
    ['queria', 'qria keria qeria'],
    ['querendo', 'qrendo qreno kerendo quereno'],
    ['enforcar', 'inforcar'],
    ['enforca', 'inforca'],
    ['want', 'wnat'],
    ['agora', 'agr'],
    ['aqui', 'aki'],
    ['quanto', 'qnt qto'],
    ['quantos', 'qtos'],
    ['morrer', 'mrr mrrer'],
    ['beleza', 'blz'],
    ['com', 'cm'],
    ['de', 'd'],
    ['nao', 'n naum naun nau nn'],
    ['hoje', 'hj oje'],
    ['de novo', 'dnv'],
    ['comigo', 'cmg comg'],
    ['tudo', 'td'],
    ['todos', 'tds'],
    ['muito', 'mt mto'],
    ['muita', 'mta'],
    ['voce', 'vc'],
    ['voces', 'vcs'],
    ['porque', 'pq'],
    ['tambem', 'tb tbm'],
    ['mesmo', 'msm'],
    ['ninguem', 'ngm nguem'],
    ['aguento', 'guento aguentu'],
    ['to', 'tow tou toh'],
    ['que', 'q ki ke keh'],
    ['para', 'pro pra pras pros p'],
    ['vida', 'vid vda'],
    ['amanha', 'amanhan amnha'],
    ['mais', 'mai'],
    ['nada', 'nda'],
    ['quer', 'ker'],
    ['so', 'soh'],
    ['e', 'eh'],
    ['estava', 'tava'],
    ['estavam', 'tavam'],
    ['matar', 'matah'],
    ['mas', 'mah'],
    ['cortando', 'cortano'],
    ['matando', 'matano'],
    ['morrendo', 'morreno'],
    ['pensando', 'pensano'],
    ['suicidio', 'suissidio suisidio suicidiu swicidio'],
    ['suicidar', 'suicidiar'],
    ['want to', 'wana'],
    ['going to', 'gona ima'],
    ['thinking', 'thinkin'],
    ['kys', 'kys'],
    ['you', 'u'],
    ['yourself', 'urself'],
  ].flatMap(([right = '', wrong = '']) => wrong.split(' ').map((one) => [one, right])),
)

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
