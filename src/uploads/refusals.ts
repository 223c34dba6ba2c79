import { AppError, type ProblemCode } from '../errors.ts'
import { pictureTypes, uploadRules } from './rules.ts'

const inMegabytes = (bytes: number) => `${bytes / 1024 ** 2} MB`

const accepted = (() => {
  const list = (and: string) => {
    const names = pictureTypes.map(({ name, megapixels }) => `${name} (${megapixels} megapixels)`)
    return `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`
  }
  const size = inMegabytes(uploadRules.avatar.fileBytes)
  return {
    pt: `São aceitas imagens de até ${size}: ${list('ou')} no máximo.`,
    en: `Pictures of up to ${size} are accepted: ${list('or')} at most.`,
  }
})()

const withAccepted = (code: ProblemCode, pt: string, en: string, cause?: unknown) =>
  new AppError(code, { detail: { pt: `${pt} ${accepted.pt}`, en: `${en} ${accepted.en}` }, cause })

/** 415: what the content is instead of a picture that is taken, and what to do about the one that telephones make. */
export function notAPicture(type: string | undefined): AppError {
  const code = 'unsupported_media_type'
  if (type && /^image\/hei[cf]/.test(type)) {
    return withAccepted(
      code,
      'O arquivo é HEIC, o formato de fotos do iPhone, seja qual for o nome dele. Exporte a foto como JPEG e envie de novo (no iPhone, Ajustes › Câmera › Formatos › Mais Compatível grava as próximas em JPEG).',
      "The file is HEIC, the iPhone's photo format, whatever its name says. Export the photo as JPEG and send it again (on an iPhone, Settings › Camera › Formats › Most Compatible saves the next ones as JPEG).",
    )
  }
  if (type) return withAccepted(code, `O conteúdo do arquivo é ${type}.`, `The file's content is ${type}.`)
  return withAccepted(code, 'O conteúdo do arquivo não é uma imagem conhecida.', 'The file holds no known picture.')
}

/** 422: no decoder got to the picture's end. */
export const brokenPicture = (cause?: unknown): AppError =>
  withAccepted(
    'invalid_image',
    'A imagem está incompleta ou danificada, ou demorou demais para ser lida.',
    'The picture is incomplete or damaged, or took too long to read.',
    cause,
  )

/** 422: how large the picture is, and how large one of its kind may be. */
export function tooManyPixels(kind: string, megapixels: number, size: { width: number; height: number }): AppError {
  const found = `${Math.floor((size.width * size.height) / 1e6)} megapixels (${size.width} × ${size.height})`
  return withAccepted(
    'invalid_image',
    `A imagem tem ${found}; ${kind} vai até ${megapixels}.`,
    `The picture has ${found}; ${kind} may have ${megapixels}.`,
  )
}

/** 413, with the limit. */
export const fileTooLarge = (fileBytes: number): AppError =>
  new AppError('file_too_large', {
    detail: {
      pt: `Cada arquivo pode ter até ${inMegabytes(fileBytes)}.`,
      en: `Each file may have up to ${inMegabytes(fileBytes)}.`,
    },
  })

/** 507, with the account's quota. */
export const quotaExceeded = (quotaBytes: number): AppError =>
  new AppError('quota_exceeded', {
    detail: {
      pt: `Os arquivos da conta podem ocupar ${inMegabytes(quotaBytes)} ao todo: apague alguns para enviar outros.`,
      en: `An account's files may take ${inMegabytes(quotaBytes)} in all: delete some to send others.`,
    },
  })

/** 415: the request is no form. */
export const notAForm = ({ files, fileBytes }: { files: number; fileBytes: number }): AppError =>
  new AppError('unsupported_media_type', {
    detail: {
      pt: `Envie multipart/form-data, com até ${files} arquivo(s) de ${inMegabytes(fileBytes)}.`,
      en: `Send multipart/form-data, with up to ${files} file(s) of ${inMegabytes(fileBytes)}.`,
    },
  })

/** 422, with the limit. */
export const tooManyFiles = (files: number, cause: unknown): AppError =>
  new AppError('too_many_files', {
    detail: { pt: `São até ${files} arquivo(s) por envio.`, en: `Up to ${files} file(s) at once.` },
    cause,
  })
