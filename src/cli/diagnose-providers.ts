import type { Steps } from '../config/diagnosis.ts'
import { type Env, fallbackHint, inOrder, inspect, type Provider, triggerOf } from '../config/provider.ts'

/** Tries each provider that the environment asks for. Gives the worst exit code; nothing where none is asked for. */
export async function diagnoseProviders<Trial>(
  providers: readonly Provider<unknown, unknown, Trial>[],
  env: Env,
  trial: Trial,
  steps: Steps,
): Promise<number | undefined> {
  let worst: number | undefined
  for (const provider of inOrder(providers, env)) {
    const found = inspect<unknown>(provider, env)
    if (found.state === 'unset') continue
    const code =
      found.state === 'ready'
        ? await provider.diagnose(found.settings, trial, steps)
        : steps.failed(
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
