import { loadConfig } from '../config/config.ts'
import type { Command } from './command.ts'
import { type RunningServer, runningServer } from './running-server.ts'
import { steps } from '../config/diagnosis.ts'

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
  async run({ env, say }) {
    const { passed, failed } = steps(say)
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
        'GET',
        `/appointments?status=agendado,confirmado&limit=100&from=${new Date().toISOString()}`,
      )
      for (const [index, patientId] of people.entries()) {
        if (there.some((appointment) => appointment.patientId === patientId)) continue
        const psychologistId = staff[index % staff.length] ?? 0
        const slot = await firstSlot(server, psychologistId, index + 1)
        if (!slot) continue
        await server.call('POST', '/appointments', {
          patientId,
          psychologistId,
          startsAt: slot,
          modality: index % 2 ? 'online' : 'presencial',
        })
        booked++
      }
      passed('appointments', `${booked} in the next days`)
      await server.close()
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
  const found = await server.call<{ items: { id: number; email: string }[] }>(
    'GET',
    `/users?q=${encodeURIComponent(address)}`,
  )
  const [there] = found.items.filter(({ email }) => email === address)
  if (there) return there.id
  return (await server.call<{ id: number }>('POST', '/users', { name, email: address, role, password })).id
}

async function firstSlot(server: RunningServer, psychologistId: number, inDays: number): Promise<string | undefined> {
  const from = new Date(Date.now() + inDays * 86_400_000)
  const to = new Date(from.getTime() + 7 * 86_400_000)
  const { items } = await server.call<{ items: { startsAt: string }[] }>(
    'GET',
    `/users/${psychologistId}/slots?from=${from.toISOString()}&to=${to.toISOString()}`,
  )
  return items[0]?.startsAt
}
