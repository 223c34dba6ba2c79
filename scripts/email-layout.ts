// Development only: the server never loads MJML.
//   node scripts/email-layout.ts         compiles src/email/layout.mjml to layout.html
//   node scripts/email-layout.ts check   fails where layout.html is not what it compiles to
import { readFile, writeFile } from 'node:fs/promises'

const source = new URL('../src/email/layout.mjml', import.meta.url)
const target = new URL('../src/email/layout.html', import.meta.url)

// By a name that the compiler does not follow: it brings no types.
const { default: compile } = (await import(['mjml'].join(''))) as {
  default: (
    source: string,
    options: { validationLevel: 'strict'; keepComments: boolean; fonts: object },
  ) => Promise<{ html: string }>
}

// The first comment is for those who edit the source.
const text = (await readFile(source, 'utf8')).replace(/^<!--[\s\S]*?-->/, '')
// No fonts: MJML would fetch those whose names it knows from elsewhere.
const { html } = await compile(text, { validationLevel: 'strict', keepComments: true, fonts: {} })
// Indentation weighs, and says nothing in a table layout. Marks of repetition stay.
const compiled = `${html.replace(/\s*\n\s*/g, '\n').trim()}\n`

if (process.argv[2] === 'check') {
  if ((await readFile(target, 'utf8').catch(() => '')) !== compiled) {
    console.error('src/email/layout.html is not what layout.mjml compiles to. Make it anew with: npm run email:layout')
    process.exitCode = 1
  } else console.log('src/email/layout.html is what layout.mjml compiles to')
} else await writeFile(target, compiled)
