/** The fault of an XML text, or null. Word refuses a whole file for one such fault. */
export function xmlFault(xml: string): string | null {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(xml)
  if (illegal !== null)
    return `character U+${illegal[0].codePointAt(0)?.toString(16)} at ${illegal.index}`
  const open: { name: string; prefixes: Set<string> }[] = []
  let roots = 0
  let at = 0
  for (const token of xml.replace(/^<\?xml [^?]*\?>/, '').matchAll(/<([^>]*)>|([^<>]+)|([<>])/g)) {
    at = token.index
    const [, tag, text, stray] = token
    if (stray !== undefined) return `stray ${stray} at ${at}`
    if (text !== undefined) {
      if (open.length === 0 && text.trim() !== '') return `text outside the root at ${at}`
      if (hasLooseAmpersand(text)) return `ampersand in text at ${at}`
      continue
    }
    if (tag === undefined || /^[!?]/.test(tag)) return `declaration at ${at}`
    if (tag.startsWith('/')) {
      if (open.pop()?.name !== tag.slice(1).trim())
        return `</${tag.slice(1)}> closes nothing at ${at}`
      continue
    }
    const isEmpty = tag.endsWith('/')
    const match = /^([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*$/.exec(
      isEmpty ? tag.slice(0, -1) : tag,
    )
    if (match === null) return `malformed <${tag}> at ${at}`
    const [, name = '', attributeText = ''] = match
    const attributes = [...attributeText.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(
      ([, key = '', value = '']) => ({ key, value }),
    )
    if (new Set(attributes.map(({ key }) => key)).size !== attributes.length)
      return `attribute twice in <${tag}> at ${at}`
    if (attributes.some(({ value }) => hasLooseAmpersand(value)))
      return `ampersand in <${tag}> at ${at}`
    const prefixes = new Set([
      ...(open.at(-1)?.prefixes ?? ['xml', 'xmlns']),
      ...attributes.filter(({ key }) => key.startsWith('xmlns:')).map(({ key }) => key.slice(6)),
    ])
    const unknown = [name, ...attributes.map(({ key }) => key)].find(
      (part) => part.includes(':') && !prefixes.has(part.slice(0, part.indexOf(':'))),
    )
    if (unknown !== undefined) return `prefix of ${unknown} is not declared at ${at}`
    if (open.length === 0) roots += 1
    if (!isEmpty) open.push({ name, prefixes })
  }
  if (open.length > 0) return `<${open.at(-1)?.name}> is never closed`
  return roots === 1 ? null : `${roots} roots`
}

function hasLooseAmpersand(text: string): boolean {
  return /&(?!(?:lt|gt|quot|apos|amp|#\d+|#x[0-9a-fA-F]+);)/.test(text)
}
