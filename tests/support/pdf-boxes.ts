import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Where the words of a printed PDF stand, as `pdftotext` of poppler sees them. */

const run = promisify(execFile)

export type WordBox = { text: string; left: number; right: number; top: number; bottom: number }
export type PageBoxes = { width: number; height: number; words: WordBox[] }

export async function pdfBoxes(pdf: Uint8Array): Promise<PageBoxes[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-boxes-'))
  try {
    const path = join(folder, 'file.pdf')
    await writeFile(path, pdf)
    const { stdout } = await run('pdftotext', ['-bbox-layout', path, '-'], { maxBuffer: 2 ** 28 })
    return stdout
      .split('<page ')
      .slice(1)
      .map((page) => ({
        width: numberOf(page, 'width'),
        height: numberOf(page, 'height'),
        words: [...page.matchAll(/<word ([^>]*)>([^<]*)<\/word>/g)].map(
          ([, box = '', text = '']) => ({
            text,
            left: numberOf(box, 'xMin'),
            right: numberOf(box, 'xMax'),
            top: numberOf(box, 'yMin'),
            bottom: numberOf(box, 'yMax'),
          }),
        ),
      }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function numberOf(attributes: string, name: string): number {
  return Number(new RegExp(`${name}="([-\\d.]+)"`).exec(attributes)?.[1])
}

/** Words that stand outside the margins of their page (points). */
export function outside({ width, height, words }: PageBoxes, margin: number): WordBox[] {
  return words.filter(
    ({ left, right, top, bottom }) =>
      left < margin || right > width - margin || top < 0 || bottom > height,
  )
}

/** The height of the letters themselves: a box reaches from ascender to descender of its font. */
function core({ top, bottom }: WordBox): { top: number; bottom: number } {
  const trim = (bottom - top) * 0.3
  return { top: top + trim, bottom: bottom - trim }
}

/** Words that run over another one: an empty list is what a reader wants. */
export function collisions({ words }: PageBoxes): [WordBox, WordBox][] {
  const found: [WordBox, WordBox][] = []
  const sorted = [...words].sort((a, b) => a.top - b.top)
  for (const [at, word] of sorted.entries())
    for (const other of sorted.slice(at + 1)) {
      if (other.top >= word.bottom) break
      const across = Math.min(word.right, other.right) - Math.max(word.left, other.left)
      const [a, b] = [core(word), core(other)]
      if (across > 1 && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top))
        found.push([word, other])
    }
  return found
}

/** The words of a page line by line, from the top: those whose middles are at one height. */
export function linesOf({ words }: PageBoxes): WordBox[][] {
  const lines: WordBox[][] = []
  const middle = ({ top, bottom }: WordBox) => (top + bottom) / 2
  for (const word of [...words].sort((a, b) => middle(a) - middle(b) || a.left - b.left)) {
    const line = lines.at(-1)
    if (line?.[0] !== undefined && Math.abs(middle(line[0]) - middle(word)) < 3) line.push(word)
    else lines.push([word])
  }
  return lines
}
