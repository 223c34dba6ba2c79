export interface EmailBody {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

/**
 * A letter of ours: subject, plain text and HTML (UTF-8, no remote image). Everything given is escaped.
 * `title` is the subject and the heading, `paragraphs` the words.
 */
export function emailBody({
  title,
  greeting,
  paragraphs,
  locale,
  clinicName,
}: {
  title: string
  greeting?: string
  paragraphs: readonly string[]
  locale: string
  clinicName: string
}): EmailBody {
  const english = locale === 'en'
  const footer = english ? `Sent by ${clinicName}.` : `Enviado por ${clinicName}.`
  const lines = [...(greeting ? [greeting] : []), ...paragraphs]
  const html = `<!doctype html>
<html lang="${english ? 'en' : 'pt-BR'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
</head>
<body style="margin:0;padding:24px 12px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:22px;margin:0 0 16px">${escape(title)}</h1>
${lines.map((line) => `<p style="margin:0 0 16px;font-size:16px">${escape(line).replaceAll('\n', '<br>')}</p>`).join('\n')}
<p style="margin:32px 0 0;font-size:13px">${escape(footer)}</p>
</div>
</body>
</html>`
  return { subject: title, text: `${lines.join('\n\n')}\n\n-- \n${footer}\n`, html }
}
