import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer, Signed, TestApp } from './app.ts'

type Given = readonly [bytes: Uint8Array, filename: string, type?: string]

/** A form as a browser would build it: fields are strings, files `[bytes, name]`, several of a name in a list; in order. */
export function form(parts: Record<string, string | Given | readonly Given[]>): FormData {
  const data = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') data.append(name, part)
    else {
      const files = (Array.isArray(part[0]) ? part : [part]) as readonly Given[] // a list of files, or one
      for (const [bytes, filename, type] of files)
        data.append(name, new Blob([bytes as Uint8Array<ArrayBuffer>], { type: type ?? guess(filename) }), filename)
    }
  }
  return data
}

const guess = (filename: string) => (filename.endsWith('.txt') ? 'text/plain' : 'application/octet-stream')

/** Sends a form as this person. */
export async function send(server: TestApp, who: Signed, path: string, body: FormData): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.accessToken}` },
    body,
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** Every file under the upload folder, temporary ones too. */
export async function leftovers(server: TestApp): Promise<string[]> {
  const found = await readdir(join(server.dataDir, 'uploads'), { recursive: true, withFileTypes: true })
  return found.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
}

/** An appointment that joins two people. */
export async function appointmentOf(
  server: TestApp,
  patient: Signed,
  psychologist: Signed,
  hours = 24,
): Promise<number> {
  const startsAt = new Date(Date.now() + hours * 3_600_000)
  const { id } = await server.app.db.appointment.create({
    data: {
      patientId: patient.id,
      psychologistId: psychologist.id,
      startsAt,
      endsAt: new Date(startsAt.getTime() + 50 * 60_000),
      durationMinutes: 50,
      modality: 'online',
      scheduledAt: new Date(),
    },
  })
  return id
}
