/** Text inside an element or between double quotes, in XML and HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/**
 * An element with its attributes; one that is undefined is left out. `inside` is markup already.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  inside = '',
): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
    .join('')
  return inside === '' ? `<${name}${text}/>` : `<${name}${text}>${inside}</${name}>`
}
