const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Markup made by this code. Any other value in a mail is text, and is escaped. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

type HtmlPart = string | Html | readonly Html[]

export function html(pieces: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(
    pieces.reduce((before, piece, index) => before + markupOf(parts[index - 1] ?? '') + piece),
  )
}

function markupOf(part: HtmlPart): string {
  if (typeof part === 'string') return escapeText(part)
  return part instanceof Html ? part.markup : part.map((one) => one.markup).join('')
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll('\n', '<br>')
}
