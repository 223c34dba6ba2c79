/** What stands elsewhere in a document. */
export interface Reference {
  $ref: string
}

export interface Schema {
  type?: string | string[]
  description?: string
  const?: unknown
  enum?: unknown[]
  format?: string
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  items?: Schema | Reference
  properties?: Record<string, Schema | Reference>
  required?: string[]
  allOf?: (Schema | Reference)[]
  anyOf?: (Schema | Reference)[]
  oneOf?: (Schema | Reference)[]
  examples?: unknown[]
}

export interface Example {
  name?: string
  summary?: string
  payload: unknown
}

export interface Message {
  name: string
  title?: string
  summary?: string
  description?: string
  payload?: Schema | Reference
  examples?: Example[]
}

interface Channel {
  messages?: Record<string, Message | Reference>
  'x-close-codes'?: { code: number; meaning: string; client: string }[]
}

/** What is read of AsyncAPI 3. */
export interface Document {
  info: { description?: string }
  channels?: Record<string, Channel>
  operations?: Record<string, Operation>
}

interface Operation {
  action: 'send' | 'receive'
  messages: (Message | Reference)[]
  reply?: { messages?: (Message | Reference)[] }
}

export interface Frame {
  type: string
  summary: string
  description?: string
  schema: Schema
  examples: Example[]
}

/** A sign-in, kept for one tab alone and shared by its pages. */
export interface Session {
  accessToken: string
  refreshToken: string
  /** Milliseconds since 1970. */
  expiresAt: number
  user: { name: string; role: string }
}

/** The answer of a refresh. */
export interface Tokens {
  accessToken: string
  refreshToken: string
  expiresIn: number
}

/** The answer of a sign-in. */
export interface SignedIn extends Tokens {
  user: { name: string; role: string }
}

export interface SwaggerUi {
  preauthorizeApiKey(scheme: string, token: string): void
  authActions: { logout(schemes: string[]): void }
}

export interface SwaggerUiBundle {
  (options: Readonly<Record<string, unknown>>): SwaggerUi
  presets: { apis: unknown }
}
