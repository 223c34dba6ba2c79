const megabyte = 1024 * 1024

export const uploadRules = {
  avatar: { files: 1, fileBytes: 5 * megabyte },
  attachment: { files: 1, fileBytes: 10 * megabyte },
  bulk: { files: 10, fileBytes: 10 * megabyte },
} as const

/**
 * What an avatar may be uploaded as, up to a size in whole megapixels (sensors have slightly more than advertised). A JPEG can be
 * decoded at an eighth of its size; the others only in full.
 */
export const pictureTypes = [
  { type: 'image/jpeg', name: 'JPEG', megapixels: 108 },
  { type: 'image/png', name: 'PNG', megapixels: 50 },
  { type: 'image/webp', name: 'WebP', megapixels: 50 },
] as const
