import type { FastifyBaseLogger } from 'fastify'
import type { z } from 'zod'
import type { Steps } from './diagnosis.ts'
import { namesIn } from './values.ts'

/** The environment as the process was given it, blanks removed. */
export type Env = Readonly<Record<string, string | undefined>>

/** One implementation of a port, as data, so that the choice and the fallback are written once. `Trial`: what a test of it needs to know. */
export interface Provider<Port, Settings = unknown, Trial = unknown> {
  readonly name: string
  /** The integration it belongs to, as `/health` names it. */
  readonly service: 'email' | 'sms' | 'storage' | 'ai'
  /** The one variable that asks for it; with `value`, only when it has that value. */
  readonly trigger: { readonly variable: string; readonly value?: string }
  /** The variable that lists the providers of its port in order of preference: where it is set, it asks for them alone. */
  readonly listedIn?: string
  /** Every variable it reads, by name. What is not optional is required. */
  readonly variables: z.ZodType<Settings>
  /** Rules across variables. Not zod refinements, which do not run where a field is missing. */
  readonly rules?: readonly Rule[]
  /** Makes it. Imports the vendor's SDK only here, so that an unused one costs nothing. */
  open(settings: Settings, context: ProviderContext): Promise<Port>
  /** Tries it for real, step by step and in the vendor's own words, for the `* test` commands. Gives the exit code. */
  diagnose(settings: Settings, trial: Trial, steps: Steps): Promise<number>
}

/** `variable` is the one to correct where the rule is `broken`. */
interface Rule {
  readonly variable: string
  readonly message: string
  broken(env: Env): boolean
}

/** The rules of two variables that are set both or neither. */
export const together = (one: string, other: string, message: string): Rule[] =>
  [one, other].map((variable) => ({
    variable,
    message,
    broken: (env) => !env[variable] && Boolean(env[one] || env[other]),
  }))

export interface ProviderContext {
  readonly log: FastifyBaseLogger
  readonly production: boolean
  /** The practice's name, as a sender shows it. */
  readonly senderName: string
  /** Where this server is reached from outside: what callbacks are signed for. */
  readonly publicUrl: string
}

/** What is wrong with a variable, in words that follow its name. */
export const problem = (variable: string, kind: 'missing' | 'placeholder' | 'malformed', words: string) => ({
  variable,
  kind,
  message: `${variable} ${words}`,
})

export type Problem = Readonly<ReturnType<typeof problem>>

/** The example values of the integration guide: copied, but not filled in. Real values such as `smtp.gmail.com` are not among them. */
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

export const isPlaceholder = (value: string | undefined): boolean => placeholders.has((value ?? '').trim())

/** The variable that asks for a provider, if one does. */
function askingFor({ name, trigger: { variable, value }, listedIn }: Provider<unknown>, env: Env) {
  const listed = listedIn && env[listedIn]
  if (listed) return namesIn(listed).includes(name) ? listedIn : undefined
  const given = env[variable]
  return given !== undefined && (value ?? given) === given ? variable : undefined
}

/**
 * Says whether a provider was asked for, and whether all that it needs is there.
 * Unset: its trigger is blank. Half: the trigger is set, but something required is missing, malformed,
 * or still an example from the guide; every such variable is named, never its value.
 */
export function inspect<Settings>(provider: Provider<unknown, Settings>, env: Env) {
  const { variable } = provider.trigger
  const asking = askingFor(provider, env)
  if (!asking) return { state: 'unset' } as const
  const parsed = provider.variables.safeParse(env)
  const problems = new Map<string, Problem>()
  const wrong = (name: string, words: string, why = '') => {
    const found =
      env[name] === undefined
        ? problem(name, 'missing', `is missing${why} (${asking} is set)`)
        : problem(name, 'malformed', `is malformed: ${words}`)
    problems.set(name, found)
  }
  for (const { path, message } of parsed.error?.issues ?? []) wrong(String(path[0] ?? variable), message)
  for (const { variable: name, message, broken } of provider.rules ?? [])
    if (!problems.has(name) && broken(env)) wrong(name, message, `: ${message}`)
  for (const name of [variable, ...variablesOf(provider)])
    if (isPlaceholder(env[name])) problems.set(name, problem(name, 'placeholder', "still holds the guide's example"))
  if (problems.size > 0 || !parsed.success) return { state: 'half', problems: [...problems.values()] } as const
  return { state: 'ready', settings: parsed.data } as const
}

/** The names that a provider reads, required and optional alike. */
export const variablesOf = ({ variables }: Provider<unknown>): string[] =>
  Object.keys((variables as { shape?: object }).shape ?? {})

/** What was chosen for a port, and why: the boot banner and `/health` read it. */
export interface Choice {
  readonly name: string
  readonly fallback: boolean
  /** Where a half-set provider was passed over (never in production): what it lacks. */
  readonly problems: readonly Problem[]
  /** The variables that would end the fallback. */
  readonly triggers: readonly string[]
}

interface Opened<Port> {
  readonly name: string
  readonly port: Port
}

export type Chosen<Port> = Choice & Opened<Port>

/** What would end a fallback, in words: the variables to set, or what a half-set provider lacks. */
export function fallbackHint({ problems, triggers }: Pick<Choice, 'problems' | 'triggers'>): string {
  const missing = [...new Set(problems.map(({ variable }) => variable))].join(', ')
  return missing ? `half set; missing or not filled in: ${missing}` : `set ${triggers.join(' or ')} to change`
}

/**
 * The first provider that is asked for and whose variables are all there; else the fallback.
 * A half-set one is refused by `loadConfig` in production, and warned about and passed over here.
 */
export async function choose<Port>(
  providers: readonly Provider<Port>[],
  env: Env,
  context: ProviderContext,
  fallback: Opened<Port>,
): Promise<Chosen<Port>> {
  const {
    ports: [port],
    ...choice
  } = await chooseAll(providers, env, context, fallback, 1)
  return { ...choice, port }
}

/** The same of all that are asked for and complete, in order of preference; `name` holds all their names. */
export async function chooseAll<Port>(
  providers: readonly Provider<Port>[],
  env: Env,
  context: ProviderContext,
  fallback: Opened<Port>,
  most = Infinity,
): Promise<Choice & { readonly ports: readonly [Port, ...Port[]] }> {
  const opened: Opened<Port>[] = []
  const halfSet: { provider: string; problems: readonly Problem[] }[] = []
  for (const provider of inOrder(providers, env)) {
    if (opened.length === most) break
    const found = inspect(provider, env)
    if (found.state === 'ready')
      opened.push({ name: provider.name, port: await provider.open(found.settings, context) })
    if (found.state === 'half') halfSet.push({ provider: provider.name, problems: found.problems })
  }
  const [first = fallback, ...others] = opened
  const name = [first, ...others].map((one) => one.name).join(', ')
  for (const { provider, problems } of halfSet) {
    const variables = problems.map(({ variable }) => variable)
    const why = problems.map(({ message }) => message).join('; ')
    context.log.warn({ provider, variables }, `${provider} is only half set, so ${name} serves instead: ${why}`)
  }
  return {
    ports: [first.port, ...others.map(({ port }) => port)],
    name,
    fallback: opened.length === 0,
    problems: halfSet.flatMap(({ problems }) => problems),
    triggers: providers.map(triggerOf),
  }
}

/** What an operator sets to ask for it. */
export const triggerOf = ({ trigger: { variable, value } }: Provider<unknown>): string =>
  value ? `${variable}=${value}` : variable

/** In the order of the variable that lists them, where there is one. */
export function inOrder<One extends Provider<unknown>>(providers: readonly One[], env: Env): One[] {
  const place = ({ name, listedIn = '' }: One) => namesIn(env[listedIn] ?? '').indexOf(name)
  return providers.toSorted((one, other) => place(one) - place(other))
}
