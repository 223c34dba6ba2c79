import { loadConfig } from '../config/config.ts'
import type { Command } from './command.ts'
import { type RunningServer, runningServer } from './running-server.ts'

const password = 'demonstracao-2026'
const psychologists = ['Dra. Ana Souza', 'Dr. Bruno Lima']
const patients = ['Carla Mendes', 'Diego Alves', 'Elisa Prado', 'Felipe Rocha']
const addressOf = (name: string) =>
  `${name
    .normalize('NFD')
    .replace(/\p{M}|^Dra?\. /gu, '')
    .toLowerCase()
    .replaceAll(' ', '.')}@example.com`

/** Fills a running development server with people and appointments to look at. What is there already is left as it is. */
export const seed: Command = {
  name: 'seed',
  summary: 'fills the running development server with people and appointments to look at',
  async run({ env, say, passed, failed }) {
    const config = loadConfig(env, [])
    if (config.production)
      return failed(
        'environment',
        'NODE_ENV is production',
        'use a development server: these people share a known password',
      )
    try {
      const server = await runningServer(config)
      const staff = await Promise.all(psychologists.map((name) => account(server, name, 'psicologo')))
      const people = await Promise.all(patients.map((name) => account(server, name, 'paciente')))
      passed('people', `${staff.length} psychologists, ${people.length} patients; password ${password}`)
      let booked = 0
      const { items: there } = await server.call<{ items: { patientId: number }[] }>(
        `/appointments?status=agendado,confirmado&limit=100&from=${new Date().toISOString()}`,
      )
      for (const [index, patientId] of people.entries()) {
        if (there.some((appointment) => appointment.patientId === patientId)) continue
        const psychologistId = staff[index % staff.length] ?? 0
        const slot = await firstSlot(server, psychologistId, index + 1)
        if (!slot) continue
        await server.call('/appointments', {
          patientId,
          psychologistId,
          startsAt: slot,
          modality: index % 2 ? 'online' : 'presencial',
        })
        booked++
      }
      passed('appointments', `${booked} in the next days`)
      await server.signOut()
      say(`\nSign in as ${addressOf(patients[0] ?? '')} or ${addressOf(psychologists[0] ?? '')}.`)
      return 0
    } catch (error) {
      return failed('server', (error as Error).message, 'start the server (npm start) and run this beside it')
    }
  },
}

/** The account of this person, made if it is not there. */
async function account(server: RunningServer, name: string, role: string): Promise<number> {
  const address = addressOf(name)
  const query = `/users?q=${encodeURIComponent(address)}`
  const { items } = await server.call<{ items: { id: number; email: string }[] }>(query)
  const there = items.find(({ email }) => email === address)
  const body = { name, email: address, role, password }
  return (there ?? (await server.call<{ id: number }>('/users', body))).id
}

async function firstSlot(server: RunningServer, psychologistId: number, inDays: number): Promise<string | undefined> {
  const from = new Date(Date.now() + inDays * 86_400_000)
  const to = new Date(from.getTime() + 7 * 86_400_000)
  const { items } = await server.call<{ items: { startsAt: string }[] }>(
    `/users/${psychologistId}/slots?from=${from.toISOString()}&to=${to.toISOString()}`,
  )
  return items[0]?.startsAt
}
