// How much of bare nodemailer's rate our sender keeps: `npm run bench:email [rounds]`. Both send the same letter through one
// local SMTP server (a process of its own), with pools of one size, in turns. Ours composes each letter anew, as in life.
import { type ChildProcess, spawn } from 'node:child_process'
import { createTransport } from 'nodemailer'
import { pino } from 'pino'
import { emailSamples } from '../src/cli/email-samples.ts'
import { renderLetter } from '../src/email/letter.ts'
import { smtp } from '../src/email/smtp.ts'

const mails = 2_000
const atOnce = 20

const [, self = '', mode = '5'] = process.argv
if (mode === 'server') await serve()
else await compare(Number(mode))

/** Takes every message and forgets it. */
async function serve() {
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      stream.on('end', done).resume()
    },
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.server.address()
    process.send?.(typeof address === 'object' ? address?.port : 0)
  })
}

async function start(): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [self, 'server'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return { child, port: await new Promise<number>((resolve) => child.once('message', (port) => resolve(Number(port)))) }
}

/** Sends so many, so many at once, and gives the seconds it took. */
async function timed(send: (index: number) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  let next = 0
  const worker = async () => {
    while (next < mails) await send(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return (performance.now() - started) / 1000
}

async function compare(rounds: number) {
  const { child, port } = await start()
  const from = 'clinica@example.com'
  const bare = createTransport({ pool: true, maxConnections: 4, maxMessages: 100, host: '127.0.0.1', port })
  const log = pino({ level: 'silent' })
  const settings = { SMTP_HOST: '127.0.0.1', SMTP_PORT: port, FROM_EMAIL: from, SMTP_TLS: 'auto' } as const
  const context = { log, production: true, senderName: 'BluRosiere', publicUrl: 'http://localhost' }
  const ours = await smtp.open(settings, context)
  const sample = (await emailSamples())[0]
  if (!sample) throw new Error('no letter')
  const { calendar } = sample
  const letter = renderLetter(sample.letter)
  const to = (index: number) => ({ name: 'João Silva', address: `joao${index}@example.com` })
  const contenders = {
    bare: (index: number) =>
      bare.sendMail({
        from: { name: 'BluRosiere', address: from },
        to: to(index),
        ...letter,
        ...(calendar ? { icalEvent: { ...calendar, filename: 'convite.ics' } } : {}),
      }),
    ours: (index: number) =>
      ours.send({ to: to(index), messageId: crypto.randomUUID(), ...renderLetter(sample.letter), calendar }),
  }
  const seconds = { bare: [] as number[], ours: [] as number[] }
  try {
    for (const send of Object.values(contenders)) await timed(send) // once for nothing, so that what follows is warm
    for (let round = 0; round < rounds; round++) {
      // In turns, and in turns who begins.
      const names = round % 2 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)
      for (const name of names) seconds[name].push(await timed(contenders[name]))
    }
  } finally {
    bare.close()
    await ours.close()
    child.kill('SIGTERM')
  }
  const rates = (all: number[]) => all.map((one) => Math.round(mails / one))
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
  console.log(`\n${mails} mails, ${atOnce} at once, 4 connections, ${rounds} rounds in turns`)
  for (const name of ['bare', 'ours'] as const)
    console.log(`${name}: ${rates(seconds[name]).join(', ')} mails/s (median ${median(rates(seconds[name]))})`)
  console.log(`ours reaches ${Math.round((100 * median(seconds.bare)) / median(seconds.ours))} % of bare nodemailer`)

  const times = Array.from({ length: 500 }, () => {
    const began = performance.now()
    renderLetter(sample.letter)
    return performance.now() - began
  })
  console.log(`one letter renders in ${median(times).toFixed(3)} ms (median), ${Buffer.byteLength(letter.html)} bytes`)
}
