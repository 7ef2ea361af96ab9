/** "a, b en c". */
export function formatList(names: readonly string[]): string {
  return names.length <= 1
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} en ${names.at(-1)}`
}
