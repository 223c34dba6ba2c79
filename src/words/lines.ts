export const bulleted = (lines: readonly (string | undefined)[]): string =>
  lines
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join('\n')

/** Parts that are undefined, false or empty are left out. */
const joined =
  (between: string) =>
  (...parts: readonly (string | false | undefined)[]): string =>
    parts.filter(Boolean).join(between)

export const sentences = joined(' ')
export const lines = joined('\n')
export const paragraphs = joined('\n\n')

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
