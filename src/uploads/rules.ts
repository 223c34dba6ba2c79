const megabyte = 1024 * 1024

/** What may be sent where (contract §6). */
export const uploadRules = {
  avatar: { files: 1, fileBytes: 5 * megabyte },
  attachment: { files: 1, fileBytes: 10 * megabyte },
  bulk: { files: 10, fileBytes: 10 * megabyte },
} as const

/**
 * What an avatar may be before it becomes WebP, and how large, in whole megapixels (phones' sensors have some more than their
 * makers say). Of a JPEG an eighth of the width and height can be decoded alone; of the others every pixel has to be.
 */
export const pictureTypes = [
  { type: 'image/jpeg', name: 'JPEG', megapixels: 108 },
  { type: 'image/png', name: 'PNG', megapixels: 50 },
  { type: 'image/webp', name: 'WebP', megapixels: 50 },
] as const
