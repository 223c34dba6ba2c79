// The command line: `npm run cli -- <command>`. Only this file and the server's process read the environment.
import { withDotEnv } from '../environment.ts'
import type { Command } from './command.ts'
import { emailPreview } from './email-preview.ts'
import { emailTest } from './email-test.ts'
import { smsTest } from './sms-test.ts'

const commands: readonly Command[] = [emailTest, emailPreview, smsTest]

const say = (line: string) => void process.stdout.write(`${line}\n`)

function help(): void {
  const lines = commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary] as const)
  const width = Math.max(...lines.map(([call]) => call.length))
  say('Usage: npm run cli -- <command>\n')
  for (const [call, summary] of lines) say(`  ${call.padEnd(width)}   ${summary}`)
  say('\nVariables are those of the server, from the environment or .env; see .env.example.')
}

async function main(args: readonly string[]): Promise<number> {
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
  if (rest.length < command.needs) {
    say(`Usage: npm run cli -- ${command.name} ${command.usage}`)
    return 2
  }
  return command.run({ env: withDotEnv(process.env), say }, ...rest)
}

process.exitCode = await main(process.argv.slice(2))
