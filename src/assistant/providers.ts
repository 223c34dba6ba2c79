import type { Provider } from '../config/provider.ts'
import type { ChatModel } from './chat.ts'
import type { ModelTrial } from './diagnosis.ts'
import { huggingface } from './huggingface.ts'
import { openai } from './openai.ts'

// In order of preference. A new provider is one file beside this one and one name here.
export const aiProviders: Provider<ChatModel, unknown, ModelTrial>[] = [openai, huggingface]
