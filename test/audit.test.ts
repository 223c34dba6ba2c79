import { expect, test } from 'vitest'
import { startApp } from './app.ts'
import { comingMonday } from './clinic.ts'
import { form, send } from './files.ts'

test('sign-ins, changes, reads by staff, downloads and acts of administrators are noted with who, what, when and from where', async () => {
  const { person, call, app } = await startApp()
  const [patient, psychologist, admin] = [await person(), await person('psicologo'), await person('admin')]
  await call('POST', '/auth/login', { email: patient.email, password: 'not the password' })
  await call('POST', '/auth/login', { email: patient.email, password: patient.password })
  await patient.call('PATCH', '/me', { name: 'Nome Novo', discreet: true })
  const booked = await patient.call('POST', '/appointments', {
    psychologistId: psychologist.id,
    startsAt: comingMonday(),
  })
  const { id: appointmentId } = booked.body
  await psychologist.call('GET', `/appointments/${appointmentId}`)
  await psychologist.call('GET', '/appointments')
  await psychologist.call('POST', `/appointments/${appointmentId}/cancel`, { reason: 'motivo bem pessoal' })
  await admin.call('PATCH', `/users/${patient.id}`, { disabled: true }, { 'x-request-id': 'por-favor-anote' })

  const { items, nextCursor } = (await admin.call('GET', '/admin/audit?limit=100')).body
  expect(nextCursor).toBeNull()
  const told = items
    .toReversed()
    .map(({ actorId, action, resourceId, detail }: Record<string, unknown>) => [actorId, action, resourceId, detail])
  expect(told).toEqual([
    [null, 'session.refuse', null, { userId: patient.id }],
    [patient.id, 'session.open', expect.any(String), {}],
    [patient.id, 'user.update', String(patient.id), { fields: ['name', 'discreet'] }],
    [patient.id, 'appointment.create', String(appointmentId), { change: 'book', version: 1 }],
    [psychologist.id, 'appointment.read', String(appointmentId), {}],
    [psychologist.id, 'appointment.read', null, { ids: [appointmentId] }],
    [psychologist.id, 'appointment.update', String(appointmentId), { change: 'cancel', version: 2 }],
    [admin.id, 'user.update', String(patient.id), { disabled: true }],
  ])
  expect(items[0]).toMatchObject({ ip: '127.0.0.1', requestId: 'por-favor-anote', resource: 'user' })
  // Who has looked is noted as well.
  expect((await admin.call('GET', '/admin/audit?action=audit.read')).body.items).toMatchObject([{ actorId: admin.id }])
  const all = JSON.stringify((await app.db.auditEntry.findMany()).map(({ id: _id, ...entry }) => entry))
  for (const personal of ['Nome Novo', patient.email, 'pessoal', patient.password]) expect(all).not.toContain(personal)
})

test('the log is filtered by who, what and when, and read page by page', async () => {
  const { person } = await startApp()
  const [patient, admin] = [await person(), await person('admin')]
  for (let i = 0; i < 5; i++) await patient.call('PATCH', '/me', { discreet: i % 2 === 0 })
  const count = async (query: string) => (await admin.call('GET', `/admin/audit?${query}`)).body.items.length
  expect(await count(`actorId=${patient.id}`)).toBe(5)
  expect(await count(`actorId=${admin.id}&action=user.update`)).toBe(0)
  expect(await count(`resource=user&resourceId=${patient.id}`)).toBe(5)
  expect(await count(`actorId=${patient.id}&to=2020-01-01T00:00:00Z`)).toBe(0)
  expect(await count(`actorId=${patient.id}&from=2020-01-01T00:00:00Z`)).toBe(5)
  const first = (await admin.call('GET', `/admin/audit?actorId=${patient.id}&limit=3`)).body
  const second = (await admin.call('GET', `/admin/audit?actorId=${patient.id}&limit=3&cursor=${first.nextCursor}`)).body
  expect([...first.items, ...second.items].map(({ id }) => Number(id))).toEqual(
    [...first.items, ...second.items].map(({ id }) => Number(id)).toSorted((a, b) => b - a),
  )
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, null])
  expect((await admin.call('GET', '/admin/audit?action=made.up')).status).toBe(422)
})

test('a change that does not happen is not noted, and one that is not noted does not happen', async () => {
  const { person, app, meantFaults } = await startApp()
  const admin = await person('admin')
  expect((await admin.call('PATCH', `/users/${admin.id}`, { disabled: true })).body.code).toBe('last_admin')
  expect(await app.db.auditEntry.count()).toBe(0)
  await app.db.$executeRaw`ALTER TABLE audit_log RENAME TO audit_log_away`
  try {
    expect((await admin.call('PATCH', '/me', { name: 'Outro Nome' })).status).toBe(500)
    expect((await admin.call('GET', '/users')).status).toBe(500)
    await meantFaults(2)
  } finally {
    await app.db.$executeRaw`ALTER TABLE audit_log_away RENAME TO audit_log`
  }
  expect((await admin.call('GET', '/me')).body.name).toBe(admin.name)
})

test('no SQL changes or removes what is logged', async () => {
  const { person, app } = await startApp()
  await (await person()).call('PATCH', '/me', { discreet: true })
  for (const attack of [
    'UPDATE audit_log SET actor_id = 1',
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    'DELETE FROM audit_log WHERE id < 0',
  ])
    await expect(app.db.$executeRawUnsafe(attack)).rejects.toThrow(/append-only/)
  expect(await app.db.auditEntry.count()).toBe(1)
})

test('a document that is downloaded is noted, by a person or by the holder of its signed address; an avatar is not', async () => {
  const server = await startApp()
  const { person, call, app } = server
  const patient = await person()
  const sent = await send(server, patient, '/upload/attachment', form({ file: [Buffer.from('texto'), 'laudo.txt'] }))
  const { id, url: signed } = sent.body
  await call('GET', signed)
  await patient.call('GET', `/files/${id}/content`)
  await patient.call('DELETE', `/files/${id}`)
  const rows = await app.db.auditEntry.findMany({ where: { resourceId: id }, orderBy: { id: 'asc' } })
  expect(rows).toMatchObject([
    { action: 'file.create', actorId: patient.id },
    { action: 'file.download', actorId: null, detail: { signed: true } },
    { action: 'file.download', actorId: patient.id, detail: { signed: false } },
    { action: 'file.delete', actorId: patient.id },
  ])
})
