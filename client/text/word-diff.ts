/** A stretch of text, and whether the other text has it too. */
export type TextPart = { text: string; isSame: boolean }

/** Beyond this many pairs of words the middle is shown as different as a whole: exact would take seconds. */
const maxPairs = 4_000_000

/** What two texts share and what only one of them has, by words: enough to see at a glance what happened. */
export function wordDiff(one: string, other: string): { one: TextPart[]; other: TextPart[] } {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  const [bareA, bareB] = [a.map((word) => word.trim()), b.map((word) => word.trim())]
  let start = 0
  while (start < a.length && start < b.length && bareA[start] === bareB[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && bareA[a.length - 1 - end] === bareB[b.length - 1 - end]) end++
  const middle = commonOf(bareA.slice(start, a.length - end), bareB.slice(start, b.length - end))
  const sides = (words: string[], common: ReadonlySet<number>) => parts(words, (index) => index < start || index >= words.length - end || common.has(index - start))
  return { one: sides(a, middle.a), other: sides(b, middle.b) }
}

function wordsOf(text: string): string[] {
  // With the blank after it, so that a marked stretch of words is one stretch.
  return text.match(/\s*\S+\s*|\s+/g) ?? []
}

/** Which words stand in both, in the same order (longest common subsequence). */
function commonOf(a: readonly string[], b: readonly string[]): { a: Set<number>; b: Set<number> } {
  const common = { a: new Set<number>(), b: new Set<number>() }
  if (a.length * b.length > maxPairs) return common
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      common.a.add(i++)
      common.b.add(j++)
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return common
}

function parts(words: readonly string[], isSame: (index: number) => boolean): TextPart[] {
  const found: TextPart[] = []
  words.forEach((text, index) => {
    const last = found.at(-1)
    const same = isSame(index)
    if (last?.isSame === same) last.text += text
    else found.push({ text, isSame: same })
  })
  return found
}
