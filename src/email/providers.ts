import { smtp } from './smtp.ts'

// In order of preference. A new provider is one file beside this one and one name here.
export const emailProviders = [smtp]
