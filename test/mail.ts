import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

interface Refusal {
  readonly code: number
  readonly message: string
}

/** A real SMTP server on loopback. `refuse` may refuse a recipient with a code, or take its time. */
export async function mailServer(
  refuse: (address: string) => Refusal | undefined | Promise<Refusal | undefined> = () => undefined,
) {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      void Promise.resolve(refuse(address)).then((refusal) =>
        done(refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null),
      )
    },
    onData(stream, _session, done) {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail)
          done()
        },
        (error: unknown) => done(error as Error),
      )
    },
  })
  // A client that dies in the middle of a conversation.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { mails, env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), FROM_EMAIL: 'clinica@example.com' } }
}
