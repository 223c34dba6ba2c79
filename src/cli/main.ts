import { sourceOf, withDotEnv } from '../config/environment.ts'
import { aiTest } from './ai-test.ts'
import { steps } from '../config/diagnosis.ts'
import type { Command } from './command.ts'
import { createAdmin } from './create-admin.ts'
import { doctor } from './doctor.ts'
import { emailPreview } from './email-preview.ts'
import { emailTest } from './email-test.ts'
import { seed } from './seed.ts'
import { smsTest } from './sms-test.ts'
import { startFailure } from '../config/start-failure.ts'
import { storageTest } from './storage-test.ts'
import { wsTest } from './ws-test.ts'

const commands: readonly Command[] = [
  doctor,
  emailTest,
  emailPreview,
  smsTest,
  storageTest,
  aiTest,
  wsTest,
  createAdmin,
  seed,
]

const say = (line: string) => void process.stdout.write(`${line}\n`)

function help(): void {
  const lines = commands.map(({ name, usage = '', summary }) => [`${name} ${usage}`.trim(), summary] as const)
  const width = Math.max(...lines.map(([call]) => call.length))
  say('Usage: npm run cli -- <command>\n')
  for (const [call, summary] of lines) say(`  ${call.padEnd(width)}   ${summary}`)
  say('\nVariables are those of the server, from the environment or .env; see .env.example.')
}

/** Runs the command that the arguments name, and gives the exit code: 0 done, 1 failed, 2 no such command. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const asked = args.filter((arg) => arg !== '--help' && arg !== '-h')
  if (args.length === 0 || asked.length < args.length || asked[0] === 'help') {
    help()
    return 0
  }
  const command = commands.find(({ name }) => name === asked.slice(0, name.split(' ').length).join(' '))
  if (!command) {
    say(`There is no command "${asked.join(' ')}".\n`)
    help()
    return 2
  }
  const rest = asked.slice(command.name.split(' ').length)
  const { usage = '' } = command
  if (rest.length < usage.split('<').length - 1) {
    say(`Usage: npm run cli -- ${command.name} ${usage}`)
    return 2
  }
  try {
    return await command.run({ env: withDotEnv(env), sourceOf: sourceOf(env), ...steps(say) }, ...rest)
  } catch (error) {
    const words = startFailure(error)
    if (words === undefined) throw error
    say(words)
    return 1
  }
}
