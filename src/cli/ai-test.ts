import { huggingface } from '../assistant/huggingface.ts'
import { openai } from '../assistant/openai.ts'
import { loadConfig, providerContext } from '../config/config.ts'
import { fallbackHint, inspect, type Provider } from '../config/provider.ts'
import { type ChatModel, ModelError } from '../assistant/chat.ts'
import type { Command } from './command.ts'
import { quietLog, steps } from './steps.ts'

/** Asks every configured model one harmless question, as the server would. */
export const aiTest: Command = {
  name: 'ai test',
  usage: '',
  summary: 'asks each configured model one question and says what happened',
  needs: 0,
  async run({ env, say }) {
    const { passed, failed } = steps(say)
    const config = loadConfig(env, [])
    let worst = 0
    let asked = 0
    for (const provider of [openai, huggingface] as readonly Provider<ChatModel>[]) {
      const found = inspect<unknown>(provider, env)
      if (found.state === 'unset') continue
      asked++
      if (found.state === 'half') {
        const hint = fallbackHint({ problems: found.problems, triggers: [] })
        worst = failed(provider.name, hint, 'set them; .env.example says what each is for')
        continue
      }
      let step = 'key'
      try {
        const model = await provider.open(found.settings, providerContext(config, await quietLog()))
        await model.check()
        passed(`${provider.name}`, 'it answers, and knows the key')
        step = 'question'
        const started = performance.now()
        let first: number | undefined
        let text = ''
        await model.answer(
          {
            instructions: 'Você é um teste de conexão. Responda com uma só palavra.',
            turns: [{ role: 'user', content: 'Diga: pronto' }],
            signal: AbortSignal.timeout(config.ai.timeoutMs),
          },
          (piece) => {
            first ??= performance.now() - started
            text += piece
          },
        )
        passed(`${provider.name}`, `"${text.trim().slice(0, 60)}", the first of it after ${Math.round(first ?? 0)} ms`)
      } catch (error) {
        worst = failed(`${provider.name}: ${step}`, (error as Error).message, advice(provider.trigger.variable, error))
      }
    }
    if (asked === 0) passed('rules', 'neither OPENAI_API_KEY nor HUGGINGFACE_API_KEY is set: prepared answers serve')
    else
      say(
        '\nWhere a model fails the next one answers, and at last the rules: patients are never left without an answer.',
      )
    return worst
  },
}

function advice(key: string, error: unknown): string {
  const { message } = error as Error
  if (error instanceof ModelError && error.rejected)
    return 'the server refuses the request itself: look its code up with the provider, or choose another OPENAI_MODEL or HUGGINGFACE_MODEL'
  if (/401|key|credential/i.test(message)) return `mend ${key}: make a new one with the provider`
  if (/404|model/i.test(message)) return 'mend OPENAI_MODEL or HUGGINGFACE_MODEL, or the …_BASE_URL'
  if (/429|quota|billing|402/i.test(message))
    return 'the account has no credit left, or asks too often: see its billing page'
  return 'see that this machine reaches the provider by HTTPS (OPENAI_BASE_URL, HUGGINGFACE_BASE_URL)'
}
