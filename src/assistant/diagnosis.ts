import { quietLog, type Steps } from '../config/diagnosis.ts'
import type { Provider } from '../config/provider.ts'
import { type ChatModel, ModelError } from './chat.ts'

export interface ModelTrial {
  /** How long an answer may take. */
  readonly timeoutMs: number
}

/** Asks a model one harmless question, as the server would. */
export async function diagnoseModel<Settings>(
  { name, trigger, open }: Provider<ChatModel, Settings, ModelTrial>,
  settings: Settings,
  { timeoutMs }: ModelTrial,
  { passed, failed }: Steps,
): Promise<number> {
  let step = 'key'
  try {
    const model = await open(settings, { log: await quietLog(), production: false, senderName: '', publicUrl: '' })
    await model.check()
    passed(name, 'it answers, and knows the key')
    step = 'question'
    const started = performance.now()
    let first: number | undefined
    let text = ''
    await model.answer(
      {
        instructions: 'Você é um teste de conexão. Responda com uma só palavra.',
        turns: [{ role: 'user', content: 'Diga: pronto' }],
        signal: AbortSignal.timeout(timeoutMs),
      },
      (piece) => {
        first ??= performance.now() - started
        text += piece
      },
    )
    passed(name, `"${text.trim().slice(0, 60)}", the first of it after ${Math.round(first ?? 0)} ms`)
  } catch (error) {
    return failed(`${name}: ${step}`, (error as Error).message, advice(name, trigger.variable, error))
  }
  return 0
}

function advice(provider: string, key: string, error: unknown): string {
  const prefix = provider.toUpperCase()
  const { message } = error as Error
  if (error instanceof ModelError && error.rejected)
    return `the server refuses the request itself: look its code up with the provider, or choose another ${prefix}_MODEL`
  if (/401|key|credential/i.test(message)) return `mend ${key}: make a new one with the provider`
  if (/404|model/i.test(message)) return `mend ${prefix}_MODEL or ${prefix}_BASE_URL`
  if (/429|quota|billing|402/i.test(message))
    return 'the account has no credit left, or asks too often: see its billing page'
  return `see that this machine reaches the provider by HTTPS (${prefix}_BASE_URL)`
}
