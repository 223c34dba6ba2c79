import { type Env, problem } from './provider.ts'

/** Names that other projects give to these variables. */
const aliases: Record<string, string> = Object.fromEntries(
  Object.entries({
    SMTP_HOST: 'SMTP_SERVER SMTP_HOSTNAME EMAIL_HOST MAIL_HOST',
    SMTP_PORT: 'EMAIL_PORT MAIL_PORT',
    SMTP_USER: 'SMTP_USERNAME SMTP_LOGIN EMAIL_USER EMAIL_HOST_USER MAIL_USERNAME MAIL_USER',
    SMTP_PASSWORD: 'SMTP_PASS SMTP_PWD EMAIL_PASSWORD EMAIL_HOST_PASSWORD MAIL_PASSWORD MAIL_PASS',
    FROM_EMAIL: 'EMAIL_FROM SMTP_FROM SMTP_FROM_EMAIL SMTP_SENDER MAIL_FROM MAIL_FROM_ADDRESS DEFAULT_FROM_EMAIL',
    SMTP_TLS: 'SMTP_SECURE SMTP_SSL SMTP_USE_TLS',
    TWILIO_ACCOUNT_SID: 'TWILIO_SID TWILIO_ACCOUNT TWILIO_ACCOUNT_ID',
    TWILIO_AUTH_TOKEN: 'TWILIO_TOKEN TWILIO_AUTHTOKEN TWILIO_SECRET',
    TWILIO_PHONE_NUMBER: 'TWILIO_NUMBER TWILIO_PHONE TWILIO_FROM TWILIO_FROM_NUMBER',
    AWS_S3_BUCKET: 'AWS_BUCKET AWS_BUCKET_NAME AWS_S3_BUCKET_NAME S3_BUCKET S3_BUCKET_NAME',
    AWS_REGION: 'AWS_S3_REGION S3_REGION',
    AWS_ACCESS_KEY_ID: 'AWS_ACCESS_KEY AWS_KEY_ID S3_ACCESS_KEY S3_ACCESS_KEY_ID',
    AWS_SECRET_ACCESS_KEY: 'AWS_SECRET_KEY AWS_ACCESS_SECRET S3_SECRET_KEY S3_SECRET_ACCESS_KEY',
    AWS_S3_ENDPOINT: 'S3_ENDPOINT AWS_ENDPOINT',
    STORAGE_TYPE: 'STORAGE_PROVIDER STORAGE_DRIVER STORAGE_BACKEND',
    UPLOAD_DIR: 'UPLOADS_DIR UPLOAD_PATH UPLOAD_FOLDER UPLOADS_PATH',
    OPENAI_API_KEY: 'OPENAI_KEY OPENAI_TOKEN OPENAI_APIKEY',
    OPENAI_BASE_URL: 'OPENAI_API_BASE OPENAI_URL',
    HUGGINGFACE_API_KEY: 'HUGGINGFACE_KEY HUGGINGFACE_TOKEN HUGGINGFACE_API_TOKEN HF_API_KEY',
    SECRET_KEY: 'JWT_SECRET JWT_SECRET_KEY JWT_KEY APP_SECRET SECRET',
    DATABASE_URL: 'DATABASE_URI DB_URL DATABASE_CONNECTION_STRING',
    REDIS_URL: 'REDIS_URI',
    CORS_ORIGINS: 'CORS_ORIGIN CORS_ALLOWED_ORIGINS ALLOWED_ORIGINS CORS_ALLOW_ORIGINS',
    TRUST_PROXY: 'TRUSTED_PROXIES TRUST_PROXIES',
    APP_TIMEZONE: 'TIMEZONE TIME_ZONE APP_TZ',
    APP_URL: 'FRONTEND_URL FRONT_END_URL',
    ADMIN_PASSWORD: 'ADMIN_PASS',
    LOG_LEVEL: 'LOGLEVEL',
    REMINDER_OFFSETS: 'REMINDER_HOURS REMINDERS',
  }).flatMap(([name, others]) => others.split(' ').map((other) => [other, name])),
)

/**
 * Variables whose name is nearly one of ours, or another project's for one of ours. Short names count only with two letters
 * swapped, so that those of the system do not match. `typo`: a misspelling, not another program's name.
 */
export function misspelt(env: Env, ours: ReadonlySet<string>) {
  return Object.keys(env).flatMap((given) => {
    if (env[given] === undefined || ours.has(given)) return []
    const name = given.toUpperCase().replaceAll('-', '_')
    const alias = aliases[name]
    const near = alias ?? [...ours].find((other) => isNear(name, other, given !== name))
    const meant = near ?? aliases[Object.keys(aliases).find((other) => isNear(name, other, false)) ?? '']
    if (meant === undefined || !ours.has(meant)) return []
    const wrong = problem(given, 'malformed', `is not a variable of this server: did you mean ${meant}?`)
    return [{ ...wrong, typo: alias === undefined, meant }]
  })
}

function isNear(name: string, other: string, same: boolean): boolean {
  if (name === other) return same && name.length > 6
  return isWithin(other.length >= 12 ? 2 : 1, name, other) && (other.length >= 9 || inOrder(name) === inOrder(other))
}

const inOrder = (name: string) => [...name].sort().join('')

/** Whether at most so many letters are added, dropped, changed, or swapped with their neighbour. */
function isWithin(edits: number, a: string, b: string): boolean {
  if (a === b) return true
  if (a[0] === b[0]) return isWithin(edits, a.slice(1), b.slice(1))
  if (edits === 0) return false
  const swapped = a[0] === b[1] && a[1] === b[0]
  return (
    isWithin(edits - 1, a.slice(1), b) ||
    isWithin(edits - 1, a, b.slice(1)) ||
    isWithin(edits - 1, a.slice(1), b.slice(1)) ||
    (swapped && isWithin(edits - 1, a.slice(2), b.slice(2)))
  )
}
