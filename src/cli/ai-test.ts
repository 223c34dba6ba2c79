import { aiProviders } from '../assistant/providers.ts'
import { loadConfig } from '../config/config.ts'
import type { Command } from './command.ts'
import { diagnoseProviders } from './diagnose-providers.ts'
import { triggerOf } from '../config/provider.ts'

/** Asks every configured model one harmless question, as the server would. */
export const aiTest: Command = {
  name: 'ai test',
  summary: 'asks each configured model one question and says what happened',
  async run(context) {
    const code = await diagnoseProviders(aiProviders, context, loadConfig(context.env, []).ai)
    if (code !== undefined) {
      context.say(
        '\nWhere a model fails the next one answers, and at last the rules: patients are never left without an answer.',
      )
      return code
    }
    context.passed('rules', `neither ${aiProviders.map(triggerOf).join(' nor ')} is set: prepared answers serve`)
    return 0
  },
}
