import type { ProblemCode } from '../../errors.ts'
import type { Json, Operations, Response } from '../operation.ts'

/** A form with one field of files; `appointmentId` may stand before or after them. */
const form = (field: string, file: Json, withAppointment = true): Json => ({
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: [field],
        properties: {
          [field]: file,
          ...(withAppointment && {
            appointmentId: {
              type: 'integer',
              minimum: 1,
              maximum: 2_147_483_647,
              description: 'An appointment of yours; its two people may then read the file.',
            },
          }),
        },
      },
    },
  },
})

const file = (description: string): Json => ({ type: 'string', format: 'binary', description })

/** Of a form as a whole. */
const formErrors: readonly ProblemCode[] = [
  'malformed_multipart',
  'not_found',
  'file_too_large',
  'validation_failed',
  'file_missing',
  'too_many_files',
  'rate_limited',
  'storage_unavailable',
  'quota_exceeded',
]

const text: Json = { type: 'string' }
const validators = {
  ETag: { description: "The content's SHA-256, in quotes.", schema: text },
  'Last-Modified': { description: 'When it was uploaded.', schema: text },
  'Cache-Control': {
    description: '`private, no-cache`: kept, and asked for again with `If-None-Match`.',
    schema: text,
  },
  'Content-Disposition': {
    description: '`inline` for avatars, else `attachment`, with the name by RFC 6266.',
    schema: text,
  },
  'Content-Security-Policy': { description: '`sandbox`: no browser runs it as a page.', schema: text },
}
const body = { '*/*': { schema: { type: 'string', format: 'binary' } } } as const

const contentAnswers: Readonly<Record<number, Response>> = {
  200: {
    description: 'The whole file, by the type that its content has.',
    headers: {
      ...validators,
      'Accept-Ranges': { description: '`bytes`.', schema: text },
      'Content-Length': { description: 'Bytes.', schema: { type: 'integer' } },
    },
    content: body,
  },
  206: {
    description: 'The range that was asked for.',
    headers: { ...validators, 'Content-Range': { description: 'Such as `bytes 0-1023/20480`.', schema: text } },
    content: body,
  },
  304: { description: 'It is what `If-None-Match` names.', headers: validators },
  416: {
    description: '`range_not_satisfiable`: the range begins beyond the end.',
    headers: { 'Content-Range': { description: 'The size, such as `bytes */20480`.', schema: text } },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { code: { enum: ['range_not_satisfiable'] } } },
          ],
        },
      },
    },
  },
}

const picture = {
  id: '0199b6a4-58c3-7d10-9f5e-3c1b2a4d6e8f',
  kind: 'avatar',
  filename: 'eu.webp',
  mimeType: 'image/webp',
  size: 28_114,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  url: 'https://api.example.com/api/v1/files/0199b6a4-58c3-7d10-9f5e-3c1b2a4d6e8f/content?disposition=inline&sig=u1x7Vq',
  createdAt: '2026-11-30T17:00:00.000Z',
  variants: [
    {
      name: '128',
      size: 3_920,
      sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
      url: 'https://api.example.com/api/v1/files/0199b6a4-58c3-7d10-9f5e-3c1b2a4d6e8f/content?disposition=inline&variant=128&sig=k9Ta0c',
    },
  ],
}
const attachment = {
  id: '0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c',
  kind: 'attachment',
  filename: 'laudo.pdf',
  mimeType: 'application/pdf',
  size: 204_800,
  sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  url: 'https://api.example.com/api/v1/files/0199b6a5-0d2e-7a44-8b1c-5d7e9f1a3b5c/content?exp=1796068800&for=12&sig=Zp3wQe',
  appointmentId: 456,
  createdAt: '2026-11-30T17:05:00.000Z',
}

const limits =
  '20 stored uploads an hour and 60 attempts for each account; what was refused does not count as stored. All files of an account together take up to `uploads.quotaBytes` of `GET /config`, else 507.'

export const filesOperations: Operations = {
  'POST /api/v1/upload/avatar': {
    id: 'uploadAvatar',
    tag: 'files',
    summary: "Replace the caller's avatar",
    description: [
      'A JPEG (up to 108 megapixels), PNG or WebP (up to 50), 5 MB (5 × 1024²) at most; told by its content, not by its name or type.',
      'It is turned upright, cropped to a square, stripped of all metadata and kept as WebP of 512 pixels, with a variant of 128; of an animation the first frame. The last avatar is removed.',
      `\n${limits}`,
      'Both addresses work without a token, in `<img src>` too, until the avatar is replaced.',
    ].join('\n'),
    requestBody: form('file', file('The picture.'), false),
    answer: picture,
    errors: [...formErrors, 'invalid_image'],
  },
  'POST /api/v1/upload/attachment': {
    id: 'uploadAttachment',
    tag: 'files',
    summary: 'Upload a file',
    description: [
      'Any file, an empty one too, up to 10 MB (10 × 1024²); with `appointmentId` for the two people of that appointment, otherwise for the caller alone.',
      `\n${limits}`,
      '`url` is signed for the caller and good for one to two hours; `GET /files/{id}` gives a new one.',
    ].join('\n'),
    requestBody: form('file', file('The file; its name is cleaned and kept.')),
    answer: attachment,
    errors: formErrors,
  },
  'POST /api/v1/upload/bulk': {
    id: 'uploadFiles',
    tag: 'files',
    summary: 'Upload up to ten files',
    description: [
      'Up to 10 files of 10 MB (10 × 1024²) each, in the field `files` (or `files[]`). `items` stand in the order in which they were sent: each was stored (`status` 201, `file`) or refused by itself (`problem`, such as `file_too_large` or `quota_exceeded`).',
      '201 if all were stored, 207 if some or all were refused. An eleventh file, a broken form, a form over twice that size (413), an account that is full already (507), or an `appointmentId` that is not one of yours refuses the whole request, and nothing is stored.',
      `\n${limits} A bulk counts as one.`,
    ].join('\n'),
    requestBody: form('files', { type: 'array', minItems: 1, maxItems: 10, items: file('One file.') }),
    answer: { items: [{ status: 201, file: attachment }] },
    partialAnswer: {
      items: [
        { status: 201, file: attachment },
        {
          status: 413,
          problem: {
            type: 'urn:blurosiere:problem:file_too_large',
            title: 'O arquivo é grande demais',
            status: 413,
            code: 'file_too_large',
            requestId: '5f0c2a1e-7d0b-4b60-9a53-0c8f3f8f1a11',
          },
        },
      ],
    },
    errors: formErrors,
  },
  'GET /api/v1/files': {
    id: 'listFiles',
    tag: 'files',
    summary: 'List files',
    description: [
      "The caller's own, the newest first; with `appointmentId` those of that appointment, for its two people and administrators (others: 404).",
      'A file that was uploaded to an appointment is listed for its uploader as long as they are one of its people.',
    ].join('\n'),
    parameters: {
      appointmentId: "Those of this appointment, both people's.",
      kind: 'Only avatars, or only attachments.',
    },
    answer: { items: [attachment], nextCursor: null },
    errors: ['not_found'],
  },
  'GET /api/v1/files/:id': {
    id: 'getFile',
    tag: 'files',
    summary: 'Read what is known of a file',
    description:
      'For its owner, the two people of its appointment, and administrators; 404 for all others. `url` is made anew: of an attachment good for one to two hours, for the caller alone.',
    parameters: { id: "The file's id." },
    answer: attachment,
    errors: ['not_found'],
  },
  'DELETE /api/v1/files/:id': {
    id: 'deleteFile',
    tag: 'files',
    summary: 'Delete a file',
    description:
      'For its owner and administrators; the other person of its appointment, who may read it, gets 403. All its addresses end at once, and its room in the quota is free again.',
    parameters: { id: "The file's id." },
    responses: { 204: { description: 'Deleted.' } },
    errors: ['forbidden', 'not_found'],
  },
  'GET /api/v1/files/:id/content': {
    id: 'downloadFile',
    tag: 'files',
    summary: 'Download a file',
    description: [
      'By its signed address (`url` of a file, whole and unchanged), which needs no token, or by `id` with a bearer token, for those who may read the file. HEAD answers with the headers alone.',
      'A signed address of an attachment ends after one to two hours, and with its reader’s right to read the file: then 401, unless a token comes with it.',
      'Attachments are always downloaded, never shown; a page of any origin may embed an avatar. One range is served, several are answered by the whole.',
    ].join('\n'),
    parameters: {
      id: "The file's id.",
      sig: 'The signature, over the address as it was given.',
      exp: 'When a signed address ends: seconds since 1970.',
      disposition: 'Stands in signed addresses; how the file is shown depends on its kind alone.',
      variant: 'The name of one of its `variants`, such as `128`.',
      for: 'The id of the reader that the address was signed for.',
    },
    headers: {
      Range: 'One range of bytes, such as `bytes=0-1023`.',
      'If-Range': 'An `ETag` or `Last-Modified` as it was given: the range is served only of that version.',
      'If-None-Match': 'An `ETag`: 304 if it is still the same.',
    },
    security: [{ bearer: [] }, {}],
    responses: contentAnswers,
    errors: ['unauthenticated', 'not_found', 'range_not_satisfiable', 'storage_unavailable', 'storage_full'],
  },
}
