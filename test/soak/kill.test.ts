import { expect, test } from 'vitest'
import { scratch, startServer, type ServerProcess } from '../process.ts'

interface Promised {
  /** What was answered with 2xx, by what it was. */
  users: { email: string }[]
  appointments: { id: number; confirmed: boolean }[]
  notifications: number[]
  files: { id: string; sha256: string }[]
}

const password = 'senha que ninguém usa'

/** Plays the main job over and over, and writes down what the server has answered, until the server is gone. */
async function play(
  server: ServerProcess,
  admin: { email: string; password: string },
  promised: Promised,
  round: number,
): Promise<void> {
  const call = async (method: string, path: string, token?: string, body?: unknown): Promise<any> => {
    const form = body instanceof FormData
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      },
      body: form ? body : body === undefined ? undefined : JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path} ${response.status} ${await response.text()}`)
    return response.status === 204 ? undefined : response.json()
  }
  const { accessToken } = await call('POST', '/auth/login', undefined, admin)
  for (let turn = 0; ; turn++) {
    const mark = `${round}-${turn}`
    const psychologistEmail = `ana-${mark}@example.com`
    const psychologist = await call('POST', '/users', accessToken, {
      name: 'Ana',
      email: psychologistEmail,
      password,
      role: 'psicologo',
    })
    promised.users.push({ email: psychologistEmail })
    const email = `joao-${mark}@example.com`
    await call('POST', '/users', accessToken, {
      name: 'João',
      email,
      password,
      role: 'paciente',
      phone: '+5511987654321',
    })
    promised.users.push({ email })
    const patient = await call('POST', '/auth/login', undefined, { email, password })
    const token = patient.accessToken as string
    const startsAt = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 0, 5, 13, 0)).toISOString()
    const booking = {
      patientId: patient.user.id,
      psychologistId: psychologist.id,
      startsAt,
      durationMinutes: 50,
      modality: 'online',
    }
    const appointment = await call('POST', '/appointments', accessToken, booking)
    promised.appointments.push({ id: appointment.id, confirmed: false })
    await call('POST', `/appointments/${appointment.id}/confirm`, token)
    promised.appointments[promised.appointments.length - 1] = { id: appointment.id, confirmed: true }
    const message = await call('POST', '/notifications', accessToken, {
      userId: patient.user.id,
      title: mark,
      message: 'Olá',
    })
    promised.notifications.push(message.id)
    const form = new FormData()
    form.append('file', new Blob([`arquivo ${mark}`]), 'a.txt')
    const file = await call('POST', '/upload/attachment', token, form)
    promised.files.push({ id: file.id, sha256: file.sha256 })
    await call('POST', '/ai/chat', token, { message: 'Como agendar uma consulta?' })
  }
}

/** What of all that was promised is missing from this server. */
async function missing(
  server: ServerProcess,
  admin: { email: string; password: string },
  promised: Promised,
): Promise<string[]> {
  const lost: string[] = []
  const login = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const get = (path: string) =>
    fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${accessToken}` } })
  const emails = new Set<string>()
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await (await get(`/users?limit=100${cursor ? `&cursor=${cursor}` : ''}`)).json()) as {
      items: { email: string }[]
      nextCursor: string | null
    }
    for (const user of page.items) emails.add(user.email)
    cursor = page.nextCursor
  }
  for (const { email } of promised.users) if (!emails.has(email)) lost.push(email)
  for (const { id, confirmed } of promised.appointments) {
    const { status } = (await (await get(`/appointments/${id}`)).json()) as { status: string }
    if (confirmed ? status !== 'confirmado' : !['agendado', 'confirmado'].includes(status))
      lost.push(`appointment ${id} is ${status}`)
  }
  for (const id of promised.notifications) {
    const { status } = await get(`/notifications/${id}/deliveries`)
    if (status !== 200) lost.push(`notification ${id}`)
  }
  for (const { id } of promised.files) {
    const response = await get(`/files/${id}/content`)
    if (!response.ok || !(await response.text()).startsWith('arquivo')) lost.push(`file ${id}`)
  }
  return lost
}

test('ten kills at any instant of the main job lose nothing that was answered with 2xx, and every message leaves', async () => {
  const dataDir = await scratch()
  const admin = { email: 'chefe@example.com', password: 'senha da chefe toda' }
  const env = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, LOG_LEVEL: 'warn' }
  const promised: Promised = { users: [], appointments: [], notifications: [], files: [] }
  // More of them where the machine is slow and little is promised between two.
  for (let round = 0; round < 10 || (promised.appointments.length <= 10 && round < 40); round++) {
    const server = await startServer(dataDir, env)
    if (round > 0) expect(server.readyMs).toBeLessThan(10_000)
    expect(await missing(server, admin, promised)).toEqual([])
    const playing = play(server, admin, promised, round).catch(() => undefined)
    // Any instant: the moment falls somewhere else in the job each time.
    setTimeout(() => server.child.kill('SIGKILL'), 300 + Math.random() * 2_500)
    await server.exited
    await playing
  }
  const server = await startServer(dataDir, env)
  expect(await missing(server, admin, promised)).toEqual([])
  expect(promised.appointments.length).toBeGreaterThan(10)
  console.log(
    `survived ten kills: ${promised.users.length} accounts, ${promised.appointments.length} appointments, ${promised.files.length} files`,
  )
  // The queue goes on: what was cut off leaves without anybody asking.
  const { accessToken } = (await (
    await fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    })
  ).json()) as { accessToken: string }
  const waiting = new Set(promised.notifications)
  const end = Date.now() + 20_000
  while (waiting.size > 0) {
    for (const id of waiting) {
      const response = await fetch(`${server.url}/api/v1/notifications/${id}/deliveries`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      const { items } = (await response.json()) as { items: { channel: string; status: string }[] }
      if (items.every(({ status }) => ['enviada', 'entregue', 'suprimida'].includes(status))) waiting.delete(id)
    }
    if (Date.now() > end) throw new Error(`still not delivered: ${[...waiting].join(', ')}`)
  }
})
