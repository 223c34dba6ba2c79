import type { Env, Problem } from './provider.ts'

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
export function misspelt(
  env: Env,
  ours: ReadonlySet<string>,
): (Problem & { readonly typo: boolean; readonly meant: string })[] {
  return Object.keys(env).flatMap((given) => {
    if (env[given] === undefined || ours.has(given)) return []
    const name = given.toUpperCase().replaceAll('-', '_')
    const alias = aliases[name]
    const near = alias ?? [...ours].find((other) => isNear(name, other, given !== name))
    const meant = near ?? aliases[Object.keys(aliases).find((other) => isNear(name, other, false)) ?? '']
    if (meant === undefined || !ours.has(meant)) return []
    const message = `${given} is not a variable of this server: did you mean ${meant}?`
    return [{ variable: given, kind: 'malformed' as const, typo: alias === undefined, meant, message }]
  })
}

function isNear(name: string, other: string, same: boolean): boolean {
  if (name === other) return same && name.length > 6
  const most = other.length >= 12 ? 2 : 1
  if (Math.abs(name.length - other.length) > most) return false
  const swapped = [...other].some(
    (_, at) => other.slice(0, at) + other.charAt(at + 1) + other.charAt(at) + other.slice(at + 2) === name,
  )
  return swapped || (other.length >= 9 && distance(name, other) <= most)
}

/** Letters added, dropped, changed, or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const at = (list: number[] | undefined, index: number) => list?.[index] ?? Infinity
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Infinity
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same, swap))
    }
    ;[before, last] = [last, row]
  }
  return last?.[b.length] ?? Infinity
}
