import { fallbackHint, inOrder, inspect, type Provider, triggerOf } from '../config/provider.ts'

import type { CommandContext } from './command.ts'

/** Tries each provider that the environment asks for. Gives the worst exit code; nothing where none is asked for. */
export async function diagnoseProviders<Trial>(
  providers: readonly Provider<unknown, unknown, Trial>[],
  context: CommandContext,
  trial: Trial,
) {
  let worst: number | undefined
  for (const provider of inOrder(providers, context.env)) {
    const found = inspect<unknown>(provider, context.env)
    if (found.state === 'unset') continue
    const code =
      found.state === 'ready'
        ? await provider.diagnose(found.settings, trial, context)
        : context.failed(
            'configuration',
            fallbackHint({ problems: found.problems, triggers: [] }),
            'set them; .env.example says what each is for',
          )
    worst = Math.max(worst ?? 0, code)
  }
  return worst
}

/** `SMTP_HOST is not set`, of each provider: what would ask for it. */
export const notSet = (providers: readonly Provider<unknown>[]): string =>
  providers.map((provider) => `${triggerOf(provider)} is not set`).join(' and ')
