import { AppError, type ProblemCode } from '../errors.ts'
import { inEachLocale } from '../words/catalogue.ts'
import type { Catalogue } from '../words/pt-BR/catalogue.ts'
import { pictureTypes, uploadRules } from './rules.ts'

type Words = Catalogue['uploads']

const inMegabytes = (bytes: number) => `${bytes / 1024 ** 2} MB`

const refused = (code: ProblemCode, say: (words: Words) => string, cause?: unknown) =>
  new AppError(code, { detail: inEachLocale(({ uploads }) => say(uploads)), cause })

/** With what is accepted instead. */
const refusedPicture = (code: ProblemCode, say: (words: Words) => string, cause?: unknown) =>
  refused(
    code,
    (words) => {
      const types = pictureTypes.map(({ name, megapixels }) => `${name} (${megapixels} megapixels)`)
      return `${say(words)} ${words.accepted(inMegabytes(uploadRules.avatar.fileBytes), types)}`
    },
    cause,
  )

/** 415: what the content is instead of a picture that is taken, and what to do about the one that telephones make. */
export const notAPicture = (type: string | undefined): AppError =>
  refusedPicture('unsupported_media_type', (words) => {
    if (!type) return words.unknownPicture
    return /^image\/hei[cf]/.test(type) ? words.heic : words.otherContent(type)
  })

/** 422: the picture cannot be decoded to its end. */
export const brokenPicture = (cause?: unknown): AppError =>
  refusedPicture('invalid_image', ({ brokenPicture: said }) => said, cause)

/** 422: how large the picture is, and how large one of its kind may be. */
export const tooManyPixels = (kind: string, megapixels: number, size: { width: number; height: number }): AppError =>
  refusedPicture('invalid_image', (words) => {
    const found = `${Math.floor((size.width * size.height) / 1e6)} megapixels (${size.width} × ${size.height})`
    return words.tooManyPixels(found, kind, megapixels)
  })

/** 413, with the limit. */
export const fileTooLarge = (fileBytes: number): AppError =>
  refused('file_too_large', (words) => words.fileTooLarge(inMegabytes(fileBytes)))

/** 507, with the account's quota. */
export const quotaExceeded = (quotaBytes: number): AppError =>
  refused('quota_exceeded', (words) => words.quotaExceeded(inMegabytes(quotaBytes)))

/** 415. */
export const notAForm = ({ files, fileBytes }: { files: number; fileBytes: number }): AppError =>
  refused('unsupported_media_type', (words) => words.notAForm(files, inMegabytes(fileBytes)))

/** 422, with the limit. */
export const tooManyFiles = (files: number, cause: unknown): AppError =>
  refused('too_many_files', (words) => words.tooManyFiles(files), cause)
