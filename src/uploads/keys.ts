import { v7 as uuidv7 } from 'uuid'

/** Keys of attachments have no extension, from which a disk or proxy would guess their type. */
export const keyOf = {
  attachment: (id: string) => `attachments/${id}`,
  avatar: (id: string, variantName?: string) => `avatars/${id}${variantName ? `-${variantName}` : ''}.webp`,
}

/** Undefined for keys of other applications. */
export const idOfKey = (key: string): string | undefined =>
  /^(?:attachments\/|avatars\/)([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})(?:-\d+)?(?:\.webp)?$/.exec(
    key,
  )?.[1]

export const newFileId = (): string => uuidv7()
