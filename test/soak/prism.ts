import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'

/** A process that ends with the test. */
export function running(command: string, args: readonly string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  // With what it has started itself.
  onTestFinished(() => void (child.pid && child.exitCode === null && process.kill(-child.pid, 'SIGKILL')))
  return { output: () => output }
}

/** A server made of a vendor's own OpenAPI document: it answers what the document promises, and 422 to what it does not allow. */
export async function prism(document: string): Promise<string> {
  const port = await freePort()
  const server = running('npm', [
    ...['exec', '--yes', '--package=@stoplight/prism-cli@5.16.0', '--'],
    // Without --errors: some documents' own examples of answers break their rules.
    ...['prism', 'mock', '--host', '127.0.0.1', '--port', String(port), document],
  ])
  await until('prism', () => (/Prism is listening/.test(server.output()) ? true : undefined), 120_000)
  return `http://127.0.0.1:${port}`
}
