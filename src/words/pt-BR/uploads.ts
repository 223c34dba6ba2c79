const or = new Intl.ListFormat('pt-BR', { type: 'disjunction' })

/** Why a file is not taken. */
export const uploads = {
  accepted: (size: string, types: readonly string[]) =>
    `São aceitas imagens de até ${size}: ${or.format(types)} no máximo.`,
  heic: 'O arquivo é HEIC, o formato de fotos do iPhone, seja qual for o nome dele. Exporte a foto como JPEG e envie de novo (no iPhone, Ajustes › Câmera › Formatos › Mais Compatível grava as próximas em JPEG).',
  otherContent: (type: string) => `O conteúdo do arquivo é ${type}.`,
  unknownPicture: 'O conteúdo do arquivo não é uma imagem conhecida.',
  brokenPicture: 'A imagem está incompleta ou danificada, ou demorou demais para ser lida.',
  tooManyPixels: (found: string, kind: string, megapixels: number) =>
    `A imagem tem ${found}; ${kind} vai até ${megapixels}.`,
  fileTooLarge: (size: string) => `Cada arquivo pode ter até ${size}.`,
  quotaExceeded: (size: string) =>
    `Os arquivos da conta podem ocupar ${size} ao todo: apague alguns para enviar outros.`,
  notAForm: (files: number, size: string) => `Envie multipart/form-data, com até ${files} arquivo(s) de ${size}.`,
  tooManyFiles: (files: number) => `São até ${files} arquivo(s) por envio.`,
}
