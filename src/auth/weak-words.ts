/**
 * What Brazilians make passwords of, without accents: a password is weak where little else is left of it (passwords.ts).
 * Four letters at least, or a word would be found within others.
 */
const lists = {
  itself:
    'senha password passwd pass1234 mudar mudei trocar alterar acesso acessar entrar login usuario admin administrador administracao root teste testando temporaria provisoria padrao segredo secreta secreto chave minhasenha novasenha senhanova senhaforte senhasegura minha nova forte segura facil dificil bemvindo bemvinda welcome cliente sistema suporte internet computador windows google facebook instagram whatsapp gmail hotmail',
  affection:
    'amor amores amorzinho amoreterno meuamor teamo euteamo amote amovoce tiamo paixao saudade querida querido linda lindo princesa principe gatinha gatinho gostosa bebe felicidade feliz felizes alegria vida minhavida familia minhafamilia filho filha filhos mamae papai amigo amiga amigos amizade paz liberdade esperanca vitoria sucesso vencer vencedor sonho sonhos estrela anjo anjos borboleta florzinha flor flores girassol coracao beijo beijos saude sorte',
  faith:
    'deus jesus cristo jesuscristo jesusteama jesusteamo jesussalva deusefiel deuseamor deusnocomando euamojesus senhor meudeus espirito santo nossasenhora aparecida maria gracas gloria aleluia amem salmo salmo23 salmo91 biblia igreja evangelho fiel',
  clubs:
    'corinthians coringao timao gavioes flamengo mengao mengo palmeiras verdao saopaulo tricolor spfc santosfc peixe vasco vascao vascodagama botafogo fogao fluminense fluzao gremio gremista internacional colorado cruzeiro cabuloso atletico atleticomg galo galodoido bahia bahea vitoria sport nautico santacruz ceara fortaleza goias vilanova coritiba coxa athletico paranaense avai figueirense chapecoense remo paysandu futebol brasileirao neymar ronaldo ronaldinho pele senna ayrtonsenna campeao hexacampeao selecao',
  places:
    'brasil brazil brasileiro brasileira brasilia riodejaneiro janeiro belohorizonte minasgerais minas salvador recife curitiba portoalegre manaus belem natal maceio aracaju teresina saoluis joaopessoa cuiaba campogrande goiania florianopolis palmas vitoria campinas santos guarulhos osasco niteroi ribeirao parana amazonas pernambuco paraiba sergipe alagoas piaui maranhao tocantins rondonia roraima acre amapa mato grosso portugal lisboa',
  time: 'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro segunda terca quarta quinta sexta sabado domingo feira segundafeira tercafeira quartafeira quintafeira sextafeira verao outono inverno primavera natal anonovo carnaval pascoa ferias',
  animals:
    'cachorro cachorra cachorrinho gato gata gatos cavalo leao tigre tubarao golfinho aguia coruja passaro papagaio macaco elefante tartaruga lobo raposa urso dragao rex thor luna mel nina pipoca bolinha princesinha',
  pastimes:
    'pokemon naruto goku dragonball superman batman homemaranha vingadores starwars minecraft freefire fortnite roblox playstation xbox nintendo mario sonic matrix harrypotter metallica ironmaiden nirvana rock roqueiro sertanejo samba pagode funk violao guitarra musica cinema moto motoca carro honda yamaha ferrari fusca chocolate cerveja cafe pizza banana morango abacaxi chiclete bombom',
  practice:
    'psicologia psicologo psicologa psico psi terapia terapeuta clinica consultorio consulta consultas paciente pacientes medico medica doutor doutora saudemental agenda atendimento mente freud jung',
  keyboard:
    'qwerty qwertyuiop qwertyui qwert asdf asdfg asdfgh asdfghj asdfghjkl zxcv zxcvb zxcvbn zxcvbnm poiuytrewq lkjhgfdsa mnbvcxz qazwsx qazwsxedc qweasd qweasdzxc wasd 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc q1w2e3 q1w2e3r4 q1w2e3r4t5 zaq12wsx qwer azerty abcd abcde abcdef abcdefg abcdefgh abcd1234 abc123 a1b2c3 a1b2c3d4 aaaa xxxx',
  firstNames:
    'maria jose ana joao antonio francisco carlos paulo pedro lucas luiz luis marcos gabriel rafael daniel marcelo bruno eduardo felipe raimundo rodrigo manoel mateus matheus andre fernando fabio leonardo gustavo guilherme leandro tiago thiago anderson ricardo marcio jorge sebastiao alexandre roberto edson diego vitor victor sergio claudio adriano renato vinicius caio igor hugo arthur miguel heitor davi bernardo samuel enzo gael theo lorenzo benicio henrique murilo otavio danilo francisca antonia adriana juliana marcia fernanda patricia aline sandra camila amanda bruna jessica leticia julia luciana vanessa mariana gabriela vera vitoria larissa claudia beatriz rita luana sonia renata eliane josefa simone natalia cristina carla debora rosangela regina daniela paula laura alice helena valentina sophia sofia isabella isabela manuela luiza heloisa lorena giovanna giovana cecilia lara yasmin nicole rafaela livia melissa bianca carolina raquel priscila tatiane elaine monica marina viviane silvia sueli silva santos souza oliveira pereira lima carvalho ferreira ribeiro almeida costa gomes martins araujo barbosa rocha nascimento moreira',
}

export const weakWords: readonly string[] = Object.values(lists)
  .flatMap((list) => list.split(' '))
  .filter((word) => word.length >= 4)
