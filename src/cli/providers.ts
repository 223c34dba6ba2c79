import { aiProviders } from '../assistant/providers.ts'
import type { Provider } from '../config/provider.ts'
import { emailProviders } from '../email/providers.ts'
import { smsProviders } from '../sms/providers.ts'
import { storageProviders } from '../storage/providers.ts'

/** Every provider that an environment can ask for; the configuration is checked against all of them at once. */
export const providers: readonly Provider<unknown>[] = [
  ...emailProviders,
  ...smsProviders,
  ...storageProviders,
  ...aiProviders,
]
