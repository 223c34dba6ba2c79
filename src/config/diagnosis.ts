/** How a `* test` command tells of its steps: what went well, and where it stopped with what is to be done. */
export function steps(say: (line: string) => void) {
  const told = (mark: string) => (step: string, words: string) => say(`${mark} ${step.padEnd(14)} ${words}`)
  return {
    say,
    passed: told('✔'),
    /** What is neither: it cannot be known from here. */
    unknown: told('?'),
    /** Gives the exit code. */
    failed(step: string, words: string, what: string) {
      told('✘')(step, words)
      say(`\nWhat to do: ${what}`)
      return 1
    },
  }
}

export type Steps = ReturnType<typeof steps>

/** For providers that log while a command uses them: the command says what matters. */
export async function quietLog() {
  const { pino } = await import('pino')
  return pino({ level: 'silent' })
}
