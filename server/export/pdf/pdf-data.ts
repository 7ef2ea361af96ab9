import { renderSVG } from 'uqr'
import { splitByOrientation } from '../document/document-pages.ts'
import { pictureAlt, pictureWords } from '../document/document-pictures.ts'
import {
  type DocumentBlock,
  type DocumentTree,
  type PictureImage,
  type TableRow,
  textRuns,
} from '../document/document-tree.ts'
import { type Glyphs, standIn } from './pdf-fonts.ts'

/** Longer rows may break over two pages; shorter ones stay together. */
const longRow = 900

/** The input of the page design, as JSON: the tree, and the texts of the cover. */
export function pdfData(
  tree: DocumentTree,
  glyphs: Glyphs,
  /** Gives the compiler a picture; returns its path there. */
  keep: (image: PictureImage) => string,
): string {
  const { meta, verification } = tree
  const facts = [
    { label: 'Wijk', value: meta.wijk },
    { label: 'Team', value: meta.team },
    { label: 'Periode', value: meta.period },
    { label: 'Status', value: meta.status },
    ...(meta.version === null ? [] : [{ label: 'Versie', value: String(meta.version) }]),
    { label: 'Stand van', value: meta.generatedAt },
    { label: 'Wijziging', value: String(meta.seq) },
    { label: 'Formulier', value: `${meta.formatName} (${meta.issuer})` },
  ].filter((fact) => fact.value !== '')
  const parts = splitByOrientation(tree.nodes).map(({ orientation, nodes }) => ({
    orientation,
    nodes: nodes.map((node) => forPages(node, keep)),
  }))
  const body = {
    title: tree.title === '' ? meta.formatName : tree.title,
    kind: tree.subtitle ?? meta.formatName,
    author: meta.team === '' ? 'Wijktafel' : meta.team,
    description: `${meta.status}, stand van ${meta.generatedAt}, wijziging ${meta.seq}`,
    date: dateParts(meta.generatedAtIso),
    footer: [
      tree.title,
      meta.version === null ? meta.status : `versie ${meta.version}, ${meta.status.toLowerCase()}`,
    ]
      .filter((text) => text !== '')
      .join(' · '),
    facts,
    hasContents: tree.nodes.some((node) => node.kind === 'heading'),
    parts,
    ...(verification === undefined
      ? {}
      : { verification: { ...verification, qr: renderSVG(verification.url, { border: 1 }) } }),
    ...(tree.signSheet === undefined
      ? {}
      : { signatures: { ...tree.signSheet, table: forPages(tree.signSheet.table, keep) } }),
  }
  let missing = 0
  const visible = (_key: string, value: unknown) => {
    if (typeof value !== 'string') return value
    const shown = glyphs.visible(value)
    missing += shown.missing
    return shown.text
  }
  const shown = JSON.stringify(body, visible)
  return JSON.stringify({
    ...(JSON.parse(shown) as object),
    warnings: missing === 0 ? [] : [missingText(missing)],
  })
}

function missingText(missing: number): string {
  const which = missing === 1 ? '1 teken kan' : `${missing} tekens kunnen`
  return `Let op: ${which} in een pdf niet worden afgedrukt en ${missing === 1 ? 'staat' : 'staan'} hier als ${standIn}. In het Word-bestand staan ze wel.`
}

function forPages(block: DocumentBlock, keep: (image: PictureImage) => string): object {
  const inside = (blocks: readonly DocumentBlock[]) => blocks.map((one) => forPages(one, keep))
  switch (block.kind) {
    case 'table':
      return {
        ...block,
        rows: block.rows.map((row) => ({
          ...row,
          keep: textLength(row) < longRow,
          cells: row.cells.map((cell) => ({ ...cell, content: inside(cell.content) })),
        })),
      }
    case 'list':
      return { ...block, items: block.items.map(inside) }
    case 'quote':
    case 'guidance':
      return { ...block, content: inside(block.content) }
    case 'picture':
      return block.image === null
        ? { kind: 'paragraph', role: 'body', runs: textRuns(pictureWords(block)) }
        : {
            kind: 'picture',
            path: keep(block.image),
            alt: pictureAlt(block),
            decorative: block.decorative,
            width: block.width,
            height: block.height,
            scale: block.scale,
          }
    case 'heading':
    case 'paragraph':
    case 'rule':
      return block
  }
}

function textLength(row: TableRow): number {
  // A picture is a part of a page, however many bytes it has.
  const withoutBytes = (_key: string, value: unknown) =>
    value instanceof Uint8Array ? 'x'.repeat(longRow) : value
  return JSON.stringify(
    row.cells.map((cell) => cell.content),
    withoutBytes,
  ).length
}

function dateParts(iso: string): {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
} {
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
