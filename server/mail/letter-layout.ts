import { cleanLine } from '#shared/comments/body.ts'
import { limits } from '#shared/limits.ts'
import { type Html, html } from './letter-html.ts'

export type LetterPart =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** A user's own text; marked as a quotation, so that nobody takes it for ours. */
  | { kind: 'quote'; text: string }
  | { kind: 'link'; label: string; url: string }

export type LetterWords = { subject: string; parts: readonly LetterPart[] }

type Foot = { settingsUrl: string; unsubscribeUrl: string }

/** Nobody can inject a header with a name or a title. */
function subjectLine(text: string): string {
  const line = cleanLine(text)
  const { max } = limits.subject
  return line.length <= max ? line : `${line.slice(0, max - 1).trimEnd()}…`
}

export function render(
  { subject, parts }: LetterWords,
  foot: Foot,
): { subject: string; text: string; html: string } {
  const footText = `U krijgt deze mail omdat u meedoet aan een plan in Wijktafel.\nHoe vaak u mail krijgt, kiest u hier: ${foot.settingsUrl}\nGeen mail over plannen meer: ${foot.unsubscribeUrl}`
  return {
    subject: subjectLine(subject),
    text: `${parts.map(textOf).join('\n\n')}\n\n-- \n${footText}\n`,
    html: html`<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subjectLine(subject)}</title></head>
<body style="margin:0;padding:24px 16px;background:#f5f2eb;color:#1d1f21;font:16px/1.5 'Segoe UI',Arial,sans-serif">
<div style="max-width:600px;margin:0 auto;padding:24px;background:#fffefb;border:1px solid #ddd6c8;border-radius:6px">
${parts.map(htmlOf)}
</div>
<p style="max-width:600px;margin:16px auto 0;font-size:14px;color:#55534e">U krijgt deze mail omdat u meedoet aan een plan in Wijktafel. <a href="${foot.settingsUrl}" style="color:#0d5c63">Kies hoe vaak u mail krijgt</a> of <a href="${foot.unsubscribeUrl}" style="color:#0d5c63">krijg geen mail over plannen meer</a>.</p>
</body></html>`.markup,
  }
}

function textOf(part: LetterPart): string {
  switch (part.kind) {
    case 'heading':
      return `${cleanLine(part.text)}\n${'='.repeat(Math.min(cleanLine(part.text).length, 60))}`
    case 'paragraph':
      return part.text
    case 'quote':
      return part.text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')
    case 'link':
      return `${part.label}:\n${part.url}`
  }
}

function htmlOf(part: LetterPart): Html {
  switch (part.kind) {
    case 'heading':
      return html`<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">${part.text}</h1>\n`
    case 'paragraph':
      return html`<p style="margin:16px 0 4px">${part.text}</p>\n`
    case 'quote':
      return html`<blockquote style="margin:4px 0;padding:4px 12px;border-left:3px solid #0d5c63;color:#33312d">${part.text}</blockquote>\n`
    case 'link':
      return html`<p style="margin:8px 0 16px"><a href="${part.url}" style="color:#0d5c63;font-weight:600">${part.label}</a></p>\n`
  }
}
