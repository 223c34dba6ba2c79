import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, scratch } from './process.ts'

/** What doctor says of this `.env`. */
async function doctor(dotEnv: string | Buffer, env: Record<string, string> = {}): Promise<string> {
  const folder = await scratch()
  await writeFile(join(folder, '.env'), dotEnv)
  return (await cli(['doctor'], { DATA_DIR: join(folder, 'data'), ...env }, folder)).output
}

test('.env is read from its first line, in UTF-8 and UTF-16, with the marks that editors put before it', async () => {
  const text = '\uFEFFCLINIC_NAME=Clínica Azul\nCLINIC_PHONE=1234\n'
  for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le')]) {
    const said = await doctor(bytes)
    expect(said).toContain('CLINIC_NAME: Clínica Azul (.env)')
    expect(said).toContain('CLINIC_PHONE: 1234 (.env)')
  }
})

test('a value of .env that a # cuts is named; a quoted one, a comment and one that is overridden are not', async () => {
  const said = await doctor(
    'SMTP_PASSWORD=abc#def\nCLINIC_NAME="Sala #3"\nPORT=8000 # usual\nCLINIC_PHONE=#1\nTWILIO_AUTH_TOKEN=a#b\n',
    { TWILIO_AUTH_TOKEN: 'whole' },
  )
  expect(said).toMatch(/✘ configuration +SMTP_PASSWORD in \.env is cut at its #: put the value in quotes/)
  expect(said).toMatch(/CLINIC_PHONE in \.env is cut/)
  expect(said).not.toMatch(/(CLINIC_NAME|PORT|TWILIO_AUTH_TOKEN) in \.env/)
})
