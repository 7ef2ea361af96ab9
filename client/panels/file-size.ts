/** `259 kB`, as people read the size of a file. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${amount < 10 ? amount.toFixed(1).replace('.', ',').replace(',0', '') : Math.round(amount)} ${unit}`
}
