import { signer } from '../config/signing.ts'

export interface UnsubscribeLinks {
  /** The page that asks whether to turn messages by e-mail off. Opening it does nothing. */
  url(userId: number): string
  /** RFC 2369's List-Unsubscribe, and RFC 8058's word that one POST there is enough, which it allows for https only. */
  headers(userId: number): Record<string, string>
  verify(userId: number, signature: string): boolean
}

/** Links by which a person turns off the one kind of mail that is optional, messages, without signing in. They do not end. */
export function unsubscribeLinks(options: {
  publicUrl: string
  secretKey: string
  previousSecretKey?: string | undefined
}): UnsubscribeLinks {
  const { sign, verify } = signer('unsubscribe', options)
  const links: UnsubscribeLinks = {
    url: (userId) => `${options.publicUrl}/unsubscribe?u=${userId}&s=${sign(userId)}`,
    headers: (userId) => ({
      'List-Unsubscribe': `<${links.url(userId)}>`,
      ...(options.publicUrl.startsWith('https://') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    }),
    verify: (userId, signature) => verify(signature, userId),
  }
  return links
}
