import { signer } from '../config/signing.ts'

/** Links by which a person turns off the one kind of mail that is optional, messages, without signing in. They do not end. */
export function unsubscribeLinks({ publicUrl, ...keys }: { publicUrl: string } & Parameters<typeof signer>[1]) {
  const { sign, verify } = signer('unsubscribe', keys)
  /** The page that asks whether to turn messages by e-mail off. Opening it does nothing. */
  const url = (userId: number) => `${publicUrl}/unsubscribe?u=${userId}&s=${sign(userId)}`
  return {
    url,
    /** RFC 2369's List-Unsubscribe, and RFC 8058's word that one POST there is enough, which it allows for https only. */
    headers: (userId: number): Record<string, string> => ({
      'List-Unsubscribe': `<${url(userId)}>`,
      ...(publicUrl.startsWith('https://') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    }),
    verify: (userId: number, signature: string) => verify(signature, userId),
  }
}
