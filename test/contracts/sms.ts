import { describe, expect, test } from 'vitest'
import { SendError } from '../../src/errors.ts'
import type { SmsSender } from '../../src/sms/sms.ts'

/** What may go wrong at a vendor. */
export type SmsTrouble = 'throttled' | 'invalid' | 'opted-out' | 'credentials' | 'unreachable' | 'lost'

export interface SmsVendor {
  readonly sender: SmsSender
  /** What the vendor took, in order. */
  readonly taken: () => readonly { readonly to: string; readonly body: string }[]
}

const message = { to: '+5511987654321', body: 'Clinica: lembrete da sua consulta em 20/01 as 14:00.' }

/** What every SMS vendor must keep (src/sms/sms.ts), tried with the real client against a server that behaves as it is told. */
export function smsContract(name: string, open: (trouble?: SmsTrouble) => Promise<SmsVendor>): void {
  describe(`${name} keeps the port of SMS`, () => {
    test('a message is taken once, as it was worded, and gets an id of its own', async () => {
      const { sender, taken } = await open()
      const first = await sender.send(message)
      const second = await sender.send({ ...message, validSeconds: 3_600 })
      expect(taken()).toMatchObject([message, message])
      expect(first.providerId).toEqual(expect.any(String))
      expect(first.providerId).not.toBe(second.providerId)
      await sender.check()
    })

    test.each<[SmsTrouble, Partial<SendError>]>([
      ['throttled', { kind: 'temporary', speaksOf: undefined, optedOut: false }],
      ['invalid', { kind: 'permanent', speaksOf: undefined, optedOut: false }],
      ['opted-out', { kind: 'permanent', optedOut: true }],
      ['credentials', { kind: 'temporary', speaksOf: 'sender' }],
      ['unreachable', { kind: 'temporary', speaksOf: 'provider' }],
      ['lost', { kind: 'uncertain' }],
    ])('%s is classed, and not tried again by the sender', async (trouble, expected) => {
      const { sender, taken } = await open(trouble)
      const error = await sender.send(message).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(SendError)
      expect(error).toMatchObject(expected)
      expect(taken()).toHaveLength(trouble === 'lost' ? 1 : 0)
    })

    test.each<SmsTrouble>(['credentials', 'unreachable'])('the check tells of %s', async (trouble) => {
      const { sender } = await open(trouble)
      await expect(sender.check()).rejects.toThrow()
    })
  })
}
