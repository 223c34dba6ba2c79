import { describe, expect, test } from 'vitest'
import { zoneOfNumber } from '../src/users/phone-number.ts'
import { startApp, testClock } from './app.ts'
import { notify, settled } from './deliveries.ts'

describe('a number', () => {
  test('is taken in every way that Brazilians write one, and kept as E.164', async () => {
    const { person } = await startApp()
    const { call } = await person()
    const ways: [written: string, kept: string][] = [
      ['(11) 99999-9999', '+5511999999999'],
      ['11999999999', '+5511999999999'],
      ['011 99999-9999', '+5511999999999'],
      ['0 15 11 99999-9999', '+5511999999999'],
      ['+55 11 99999-9999', '+5511999999999'],
      ['+55 (0) 11 99999-9999', '+5511999999999'],
      ['55 11 99999-9999', '+5511999999999'],
      ['00 55 11 99999-9999', '+5511999999999'],
      ['0055 11 99999 9999', '+5511999999999'],
      // Rio Grande do Sul's 55 is an area code, too.
      ['55 99999-9999', '+5555999999999'],
      // As it was written before 2016: the ninth digit stands before it now.
      ['(11) 8765-4321', '+5511987654321'],
      ['+551187654321', '+5511987654321'],
      ['+55 92 9123-4567', '+5592991234567'],
      ['+1 415 867 5309', '+14158675309'],
      ['+351 912 345 678', '+351912345678'],
      // With the place of a carrier's code, as it was printed for years.
      ['(0xx11) 98765-4321', '+5511987654321'],
      ['0XX11 98765-4321', '+5511987654321'],
      ['0(xx)11 98765-4321', '+5511987654321'],
      ['(0**11) 98765-4321', '+5511987654321'],
      ['+55 (0xx11) 98765-4321', '+5511987654321'],
      ['0xx-11-98765-4321', '+5511987654321'],
      ['(0xx-11) 98765-4321', '+5511987654321'],
      ['0xx.11.98765-4321', '+5511987654321'],
      ['0-xx-11 98765-4321', '+5511987654321'],
      // Abroad, with and without a carrier's code after the 00.
      ['0021 351 912 345 678', '+351912345678'],
      ['0015 1 305 456 7890', '+13054567890'],
      ['0021 52 1 55 1234 5678', '+525512345678'],
      ['0055 47 9912-3456', '+5547999123456'],
      ['00 351 912 345 678', '+351912345678'],
      ['00 1 415 867 5309', '+14158675309'],
      // Mexican mobiles had a 1 of their own, Argentine ones have a 9 or a 15, which people leave out.
      ['+52 1 55 1234 5678', '+525512345678'],
      ['+52 044 55 1234 5678', '+525512345678'],
      ['+52 55 1234 5678', '+525512345678'],
      ['+54 9 11 2345-6789', '+5491123456789'],
      ['+54 11 15 2345-6789', '+5491123456789'],
      ['+54 9 11 15 2345-6789', '+5491123456789'],
      ['+54 15 11 2345-6789', '+5491123456789'],
      ['+54 0351 15 234-5678', '+5493512345678'],
      ['+54 11 2345-6789', '+5491123456789'],
    ]
    for (const [written, kept] of ways) {
      const { status, body } = await call('PATCH', '/me', { phone: written })
      expect([written, status, body.phone]).toEqual([written, 200, kept])
    }
  })

  test('that takes no SMS is refused, with the reason, and nothing changes', async () => {
    const { person } = await startApp()
    const { call } = await person()
    await call('PATCH', '/me', { phone: '(11) 98765-4321' })
    const refused: [written: string, why: string][] = [
      ['(11) 3333-4444', 'é um telefone fixo'],
      ['+351 212 345 678', 'é um telefone fixo'],
      ['0800 123 4567', 'não é um celular'],
      ['4004-1234', 'não é um celular'],
      ['99999-9999', 'com DDD'],
      ['(10) 99999-9999', 'não é um telefone válido'],
      ['190', 'não é um telefone válido'],
      ['+55 11 99999-9999 ramal 12', 'não é um telefone válido'],
      ['maria', 'não é um telefone válido'],
    ]
    for (const [phone, why] of refused) {
      const { status, body } = await call('PATCH', '/me', { phone, name: 'Outro nome' })
      expect([phone, status, body.code]).toEqual([phone, 422, 'validation_failed'])
      expect(body.errors).toEqual([{ path: 'body.phone', message: expect.stringContaining(why) }])
    }
    expect((await call('GET', '/me')).body).toMatchObject({ phone: '+5511987654321', name: 'Maria 1' })
  })

  test('tells its owner’s zone by the area code, until they choose one', async () => {
    const { call, app } = await startApp()
    const register = async (fields: object) => {
      const body = { name: 'Maria', email: `m${Math.random()}@example.com`, password: 'uma senha bem longa', ...fields }
      const { body: made } = await call('POST', '/auth/register', body)
      const headers = { authorization: `Bearer ${made.accessToken}` }
      return {
        zone: made.user.timezone,
        patch: async (change: object) => (await call('PATCH', '/me', change, headers)).body.timezone,
      }
    }
    const manaus = await register({ phone: '(92) 99123-4567' })
    expect(manaus.zone).toBe('America/Manaus')
    expect((await register({ phone: '(92) 99123-4567', timezone: 'America/Bahia' })).zone).toBe('America/Bahia')
    const nowhere = await register({})
    expect(nowhere.zone).toBe('America/Sao_Paulo')
    expect(await nowhere.patch({ phone: '(68) 99123-4567' })).toBe('America/Rio_Branco')
    expect(await nowhere.patch({ phone: '+351 912 345 678' })).toBe('America/Rio_Branco')
    expect(await nowhere.patch({ timezone: 'Europe/Lisbon' })).toBe('Europe/Lisbon')
    expect(await nowhere.patch({ phone: '(69) 99123-4567' })).toBe('Europe/Lisbon')
    expect(await app.db.user.count({ where: { timezoneChosen: true } })).toBe(2)
  })

  test('of each of the 67 area codes has a zone that exists', () => {
    const codes = Array.from({ length: 89 }, (_, index) => String(index + 11))
    const known = codes.filter((code) => zoneOfNumber(`+55${code}999999999`))
    expect(known).toHaveLength(67)
    for (const code of known)
      expect(() => new Intl.DateTimeFormat('pt', { timeZone: zoneOfNumber(`+55${code}999999999`) })).not.toThrow()
  })

  test('that was kept before and is a landline is sent nothing, and says why', async () => {
    // By day: at night an SMS of this kind would wait.
    const running = await startApp({ clock: testClock(new Date('2027-03-01T15:00:00.000Z')) })
    const patient = await running.person()
    await running.app.db.user.update({ where: { id: patient.id }, data: { phone: '+551133334444' } })
    const id = await notify(running, { userId: patient.id, type: 'lembrete' })
    expect((await settled(running, id, 'sms', 'suprimida')).reason).toBe('o telefone não recebe SMS')
  })
})
