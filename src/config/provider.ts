import type { FastifyBaseLogger } from 'fastify'
import type { z } from 'zod'

/** The environment as the process was given it, blanks removed. */
export type Env = Readonly<Record<string, string | undefined>>

/** One way to keep a port: data, so that the rule of fallback stands in one place (design: contract §8). */
export interface Provider<Port, Settings = unknown> {
  readonly name: string
  /** The integration it belongs to, as `/health` names it. */
  readonly service: 'email' | 'sms' | 'storage' | 'ai'
  /** The one variable that asks for it; with `value`, only when it has that value. */
  readonly trigger: { readonly variable: string; readonly value?: string }
  /** Every variable it reads, by name. What is not optional is required. */
  readonly variables: z.ZodType<Settings>
  /** What several of them have to be together. Not refinements, which zod leaves out where a field is missing. */
  readonly rules?: readonly Rule[]
  /** Makes it. Imports the vendor's SDK only here, so that an unused one costs nothing. */
  open(settings: Settings, context: ProviderContext): Promise<Port>
}

/** `variable` is the one to mend where it is `broken`, and `message` says why. */
interface Rule {
  readonly variable: string
  readonly message: string
  broken(env: Env): boolean
}

export interface ProviderContext {
  readonly log: FastifyBaseLogger
  readonly production: boolean
  /** The practice's name, as a sender shows it. */
  readonly senderName: string
  /** Where this server is reached from outside: what callbacks are signed for. */
  readonly publicUrl: string
}

export type Problem = {
  readonly variable: string
  readonly kind: 'missing' | 'placeholder' | 'malformed'
  readonly message: string
}

type Inspection<Settings> =
  | { readonly state: 'unset' }
  | { readonly state: 'ready'; readonly settings: Settings }
  | { readonly state: 'half'; readonly problems: readonly Problem[] }

/**
 * The values that the integration guide prints as examples. Whoever copied them has not filled them in.
 * `smtp.gmail.com`, `us-east-1` and the like are real values, and so not among them.
 */
const placeholders = new Set([
  'your-email@gmail.com',
  'your-app-password',
  'your-sid',
  'your-token',
  '+1234567890',
  'your-bucket',
  'your-key',
  'your-secret',
  'sk-your-key-here',
  'hf-your-key-here',
  'strong-random-key',
  'https://yourdomain.com',
  'postgresql://user:pass@host/db',
])

export const isPlaceholder = (value: string | undefined): boolean =>
  value !== undefined && placeholders.has(value.trim())

/**
 * Says whether a provider was asked for, and whether all that it needs is there.
 * Unset: its trigger is blank. Half: the trigger is set, but something required is missing, malformed,
 * or still an example from the guide; every such variable is named, never its value.
 */
export function inspect<Settings>(provider: Provider<unknown, Settings>, env: Env): Inspection<Settings> {
  const { variable, value } = provider.trigger
  const given = env[variable]
  if (given === undefined || (value !== undefined && given !== value)) return { state: 'unset' }
  const parsed = provider.variables.safeParse(env)
  const problems = new Map<string, Problem>()
  const wrong = (name: string, words: string, why = '') => {
    const missing = env[name] === undefined
    problems.set(name, {
      variable: name,
      kind: missing ? 'missing' : 'malformed',
      message: missing ? `${name} is missing${why} (${variable} is set)` : `${name} is malformed: ${words}`,
    })
  }
  for (const { path, message } of parsed.error?.issues ?? []) wrong(String(path[0] ?? variable), message)
  for (const { variable: name, message, broken } of provider.rules ?? [])
    if (!problems.has(name) && broken(env)) wrong(name, message, `: ${message}`)
  for (const name of new Set([variable, ...variablesOf(provider)])) {
    if (isPlaceholder(env[name])) {
      problems.set(name, { variable: name, kind: 'placeholder', message: `${name} still holds the guide's example` })
    }
  }
  if (problems.size > 0 || !parsed.success) return { state: 'half', problems: [...problems.values()] }
  return { state: 'ready', settings: parsed.data }
}

/** The names that a provider reads, required and optional alike. */
export function variablesOf(provider: Provider<unknown>): string[] {
  const { shape } = provider.variables as { shape?: Record<string, unknown> }
  return Object.keys(shape ?? {})
}

/** What was chosen for a port, and why: the boot banner and `/health` read it. */
export interface Chosen<Port> {
  readonly port: Port
  readonly name: string
  readonly fallback: boolean
  /** Where a half-set provider was passed over (never in production): what it lacks. */
  readonly problems: readonly Problem[]
  /** The variables that would end the fallback. */
  readonly triggers: readonly string[]
}

/** What would end a fallback, in words: the variables to set, or what a half-set provider lacks. */
export function fallbackHint({ problems, triggers }: Pick<Chosen<unknown>, 'problems' | 'triggers'>): string {
  const missing = [...new Set(problems.map(({ variable }) => variable))].join(', ')
  return missing ? `half set; missing or not filled in: ${missing}` : `set ${triggers.join(' or ')} to change`
}

/**
 * The first provider whose trigger is set and whose variables are all there; else the fallback.
 * A half-set one is refused by `loadConfig` in production, and warned about and passed over here.
 */
export async function choose<Port>(
  providers: readonly Provider<Port>[],
  env: Env,
  context: ProviderContext,
  fallback: { readonly name: string; readonly port: Port },
): Promise<Chosen<Port>> {
  const problems: Problem[] = []
  const triggers = providers.map(({ trigger }) =>
    trigger.value ? `${trigger.variable}=${trigger.value}` : trigger.variable,
  )
  for (const provider of providers) {
    const found = inspect(provider, env)
    if (found.state === 'ready') {
      return {
        port: await provider.open(found.settings, context),
        name: provider.name,
        fallback: false,
        problems,
        triggers,
      }
    }
    if (found.state === 'half') {
      problems.push(...found.problems)
      context.log.warn(
        { provider: provider.name, variables: found.problems.map((problem) => problem.variable) },
        `${provider.name} is only half set, so ${fallback.name} serves instead: ${found.problems.map((problem) => problem.message).join('; ')}`,
      )
    }
  }
  return { port: fallback.port, name: fallback.name, fallback: true, problems, triggers }
}
