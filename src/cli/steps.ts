import type { CommandContext } from './command.ts'

/** How a command tells of its steps: what went well, and where it stopped with what is to be done. */
export const steps = (say: CommandContext['say']) => ({
  passed: (step: string, words: string) => say(`✔ ${step.padEnd(14)} ${words}`),
  /** Gives the exit code. */
  failed(step: string, words: string, what: string): number {
    say(`✘ ${step.padEnd(14)} ${words}`)
    say(`\nWhat to do: ${what}`)
    return 1
  },
})

/** For providers that log while a command uses them: the command says what matters. */
export async function quietLog() {
  const { pino } = await import('pino')
  return pino({ level: 'silent' })
}
