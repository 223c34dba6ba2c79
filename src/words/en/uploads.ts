import type { Catalogue } from '../pt-BR/catalogue.ts'

// That of Britain has no comma before the "or".
const or = new Intl.ListFormat('en-GB', { type: 'disjunction' })

export const uploads: Catalogue['uploads'] = {
  accepted: (size, types) => `Pictures of up to ${size} are accepted: ${or.format(types)} at most.`,
  heic: "The file is HEIC, the iPhone's photo format, whatever its name says. Export the photo as JPEG and send it again (on an iPhone, Settings › Camera › Formats › Most Compatible saves the next ones as JPEG).",
  otherContent: (type) => `The file's content is ${type}.`,
  unknownPicture: 'The file holds no known picture.',
  brokenPicture: 'The picture is incomplete or damaged, or took too long to read.',
  tooManyPixels: (found, kind, megapixels) => `The picture has ${found}; ${kind} may have ${megapixels}.`,
  fileTooLarge: (size) => `Each file may have up to ${size}.`,
  quotaExceeded: (size) => `An account's files may take ${size} in all: delete some to send others.`,
  notAForm: (files, size) => `Send multipart/form-data, with up to ${files} file(s) of ${size}.`,
  tooManyFiles: (files) => `Up to ${files} file(s) at once.`,
}
