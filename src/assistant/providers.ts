import { huggingface } from './huggingface.ts'
import { openai } from './openai.ts'

// In order of preference. A new provider is one file beside this one and one name here.
export const aiProviders = [openai, huggingface] as const
