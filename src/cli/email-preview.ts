import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import escapeHtml from 'escape-html'
import { renderLetter } from '../email/letter.ts'
import type { Command } from './command.ts'
import { emailSamples } from './email-samples.ts'

/** Writes every letter with sample facts, to be looked at: HTML, text, and the calendar part where there is one. */
export const emailPreview: Command = {
  name: 'email preview',
  usage: '[folder]',
  summary: 'writes every e-mail, as HTML and text, to look at (folder: email-preview)',
  async run({ say }, folder = 'email-preview') {
    await mkdir(folder, { recursive: true })
    const rows: string[] = []
    for (const { name, locale, discreet, letter, calendar } of await emailSamples()) {
      const file = `${name}.${locale}${discreet ? '.discreet' : ''}`
      const { subject, html, text } = renderLetter(letter)
      await writeFile(join(folder, `${file}.html`), html)
      await writeFile(join(folder, `${file}.txt`), `${letter.brand}\n${subject}\n${letter.preheader}\n\n${text}`)
      if (calendar) await writeFile(join(folder, `${file}.ics`), calendar.content)
      rows.push(`<li><a href="${file}.html">${file}</a>: ${escapeHtml(subject)}</li>`)
    }
    await writeFile(
      join(folder, 'index.html'),
      `<!doctype html><meta charset="utf-8"><ul>\n${rows.join('\n')}\n</ul>\n`,
    )
    say(`${rows.length} letters are in ${folder}; begin with ${join(folder, 'index.html')}`)
    return 0
  },
}
