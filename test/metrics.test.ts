import { expect, test } from 'vitest'
import { startApp, until } from './app.ts'
import { connect } from './sockets.ts'

const value = (text: string, name: string) =>
  Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1])

test('metrics tell of sockets, of what they were written and had missed, and of how they closed', async () => {
  const { url, call, person } = await startApp()
  const [patient, admin] = [await person(), await person('admin')]
  const tell = () => admin.call('POST', '/notifications', { userId: patient.id, title: 'Olá', message: 'Oi' })
  const first = connect(url, patient.accessToken)
  await first.got('welcome')
  await tell()
  await first.got('notification:new')
  first.socket.close(1000)
  await first.closed
  for (const _ of [1, 2, 3]) await tell()
  const second = connect(url, patient.accessToken, { since: 1 })
  await second.got('notification:new', 3)
  const text = await until('the counts', async () => {
    const { body } = await call('GET', `${url}/metrics`)
    return value(body, 'blurosiere_websocket_closes_total{by="peer",code="1000"}') === 1 ? String(body) : undefined
  })
  expect(value(text, 'blurosiere_websocket_connections')).toBe(1)
  expect(value(text, 'blurosiere_websocket_events_written_total')).toBe(4)
  expect(value(text, 'blurosiere_websocket_replayed_events_sum')).toBe(3)
  expect(value(text, 'blurosiere_websocket_replayed_events_count')).toBe(1)
  expect(text).toContain('blurosiere_bus_round_trip_seconds_bucket')
  expect(value(text, 'process_cpu_seconds_total')).toBeGreaterThan(0)
})

test('metrics are for callers with METRICS_TOKEN', async () => {
  const { call, url } = await startApp({ env: { METRICS_TOKEN: 'a-token-of-the-operators' } })
  for (const authorization of ['', 'Bearer wrong', 'Bearer a-token-of-the-operatorS', 'a-token-of-the-operators'])
    expect(await call('GET', `${url}/metrics`, undefined, { authorization })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    })
  const { status, headers } = await call('GET', `${url}/metrics`, undefined, {
    authorization: 'Bearer a-token-of-the-operators',
  })
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(headers.get('cache-control')).toBe('no-store')
})
