import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project, scratch, startServer } from '../process.ts'

test('the demo plays against the server that .env describes, and everything holds', async () => {
  const folder = await scratch()
  const server = await startServer(join(folder, 'data'))
  const { port } = new URL(server.url)
  await writeFile(join(folder, '.env'), `PORT=${port}\nDATA_DIR=${server.dataDir}\n`)
  const demo = spawn(process.execPath, [join(project, 'scripts/demo.ts')], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
  })
  let output = ''
  demo.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  demo.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => demo.once('exit', resolve))
  expect(output).not.toContain('✘')
  expect(output.match(/✔/g)?.length, output).toBeGreaterThan(5)
  expect(code, output).toBe(0)
})
