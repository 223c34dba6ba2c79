/** How a `* test` command tells of its steps: what went well, and where it stopped with what is to be done. */
export interface Steps {
  say(line: string): void
  passed(step: string, words: string): void
  /** What is neither: it cannot be known from here. */
  unknown(step: string, words: string): void
  /** Gives the exit code. */
  failed(step: string, words: string, what: string): number
}

export const steps = (say: (line: string) => void): Steps => ({
  say,
  passed: (step, words) => say(`✔ ${step.padEnd(14)} ${words}`),
  unknown: (step, words) => say(`? ${step.padEnd(14)} ${words}`),
  failed(step, words, what) {
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
