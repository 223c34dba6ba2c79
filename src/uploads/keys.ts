import { v7 as uuidv7 } from 'uuid'

/** Where the bytes of a file go. Attachments bear no extension: nobody's disk or proxy should guess what they are. */
export const keyOf = {
  attachment: (id: string) => `attachments/${id}`,
  avatar: (id: string, variantName?: string) => `avatars/${id}${variantName ? `-${variantName}` : ''}.webp`,
}

/** The file that a key belongs to; undefined for keys that this application did not make. */
export const idOfKey = (key: string): string | undefined =>
  /^(?:attachments\/|avatars\/)([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})(?:-\d+)?(?:\.webp)?$/.exec(
    key,
  )?.[1]

export const newFileId = (): string => uuidv7()
