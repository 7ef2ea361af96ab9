/** Guidance as paragraphs and list items; the sources start a list item with `· `. */
export type GuidancePart = { kind: 'paragraph'; text: string } | { kind: 'list'; items: string[] }

export function guidanceParts(paragraphs: readonly string[]): GuidancePart[] {
  const parts: GuidancePart[] = []
  for (const paragraph of paragraphs) {
    const item = /^·\s+/.test(paragraph) ? paragraph.replace(/^·\s+/, '') : null
    const last = parts.at(-1)
    if (item === null) parts.push({ kind: 'paragraph', text: paragraph })
    else if (last?.kind === 'list') last.items.push(item)
    else parts.push({ kind: 'list', items: [item] })
  }
  return parts
}
