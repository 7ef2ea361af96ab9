import { renderSVG } from 'uqr'
import { printedText } from '#shared/text/printed-text.ts'
import { textWidth } from '../document/column-widths.ts'
import { coverFacts } from '../document/cover-facts.ts'
import { splitByOrientation } from '../document/document-pages.ts'
import type { DocumentTree, PictureImage } from '../document/document-tree.ts'
import { letterSize, pageBlock, pageBlocks } from './pdf-blocks.ts'
import { breakLongWords } from './pdf-breaks.ts'
import { type Glyphs, standIn } from './pdf-fonts.ts'

const widths = { portrait: textWidth.portrait / 20, landscape: textWidth.landscape / 20 } as const
/** Of the values on the cover, beside their labels. */
const factsWidth = 380
/** Longer ones would grow into the text above. */
const longestFooter = 90

/**
 * The input of the page design, as JSON: the tree, and the texts of the cover. `families` are the
 * fonts that it needs beside the usual ones, `pictures` the files that it names.
 */
export function pdfData(
  given: DocumentTree,
  glyphs: Glyphs,
): { json: string; families: readonly string[]; pictures: readonly PictureImage[] } {
  const { tree, missing, families } = withVisibleLetters(given, glyphs)
  const { meta, verification } = tree
  const title = tree.title === '' ? meta.formatName : tree.title
  const pictures = new Map<string, PictureImage>()
  const keep = (image: PictureImage): string => {
    pictures.set(image.name, image)
    return `/${image.name}`
  }
  const portrait = { width: widths.portrait, size: letterSize.body, keep }
  const json = JSON.stringify({
    families,
    title,
    printedTitle: breakLongWords(title, widths.portrait / letterSize.title),
    kind: tree.subtitle ?? meta.formatName,
    author: meta.team === '' ? 'Wijktafel' : meta.team,
    description: `${meta.status}, stand van ${meta.generatedAt}, wijziging ${meta.seq}`,
    date: dateParts(meta.generatedAtIso),
    footer: footerOf(tree),
    facts: coverFacts(tree).map(({ label, value }) => ({
      label,
      value: breakLongWords(value, factsWidth / letterSize.facts),
    })),
    contentsTitle: printedText.contents,
    hasContents: tree.nodes.some((node) => node.kind === 'heading'),
    parts: splitByOrientation(tree.nodes).map(({ orientation, nodes }) => ({
      orientation,
      nodes: pageBlocks(nodes, { ...portrait, width: widths[orientation] }),
    })),
    ...(verification === undefined
      ? {}
      : { verification: { ...verification, qr: renderSVG(verification.url, { border: 1 }) } }),
    ...(tree.signSheet === undefined
      ? {}
      : { signatures: { ...tree.signSheet, table: pageBlock(tree.signSheet.table, portrait) } }),
    warnings: missing === 0 ? [] : [printedText.missingLetters(missing, standIn)],
  })
  return { json, families, pictures: [...pictures.values()] }
}

/** Addresses stay as they are: they are not printed. */
const unprinted: ReadonlySet<string> = new Set(['link', 'url', 'id', 'place'])

function withVisibleLetters(
  given: DocumentTree,
  glyphs: Glyphs,
): { tree: DocumentTree; missing: number; families: string[] } {
  let missing = 0
  const families = new Set<string>()
  const visible = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') {
      if (unprinted.has(key)) return value
      const shown = glyphs.visible(value)
      missing += shown.missing
      for (const family of shown.families) families.add(family)
      return shown.text
    }
    if (Array.isArray(value)) return value.map((one) => visible(key, one))
    // The cover has its own facts; a picture has no letters.
    if (key === 'head' || key === 'image' || typeof value !== 'object' || value === null)
      return key === 'head' ? [] : value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, visible(name, one)]),
    )
  }
  const tree = visible('', given) as DocumentTree
  return { tree, missing, families: [...families].sort() }
}

function footerOf({ title, meta }: DocumentTree): string {
  const version =
    meta.version === null ? meta.status : `versie ${meta.version}, ${meta.status.toLowerCase()}`
  const letters = Array.from(title)
  const short =
    letters.length > longestFooter ? `${letters.slice(0, longestFooter).join('')}…` : title
  const room = (widths.portrait - 90) / 8.5
  return [short, version]
    .filter((text) => text !== '')
    .map((text) => breakLongWords(text, room))
    .join(' · ')
}

function dateParts(
  iso: string,
): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number> {
  const date = new Date(iso)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}
