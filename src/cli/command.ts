import type { Steps } from '../config/diagnosis.ts'
import type { sourceOf } from '../config/environment.ts'
import type { Env } from '../config/provider.ts'

/** One command of `npm run cli`: a file of its own beside this one, and a name in cli.ts. */
export interface Command {
  /** As it is typed: `email test`. */
  readonly name: string
  /** What follows the name: `<to> [subject]`, of which `<…>` must be given. */
  readonly usage?: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Does it, says what happened, and gives the exit code. */
  run(context: CommandContext, ...args: readonly string[]): Promise<number>
}

export interface CommandContext extends Steps {
  readonly env: Env
  /** Where a variable that is set came from. */
  readonly sourceOf: ReturnType<typeof sourceOf>
}
