export function cleanPastedHtml(html: string): string {
  return html
}
