import { textWidth } from '../document/column-widths.ts'
import { splitByOrientation } from '../document/document-pages.ts'
import { withSignSheet } from '../document/document-sign-sheet.ts'
import { type DocumentTree, type Run, standLine } from '../document/document-tree.ts'
import { element } from '../markup.ts'
import { odfPackage, odfPart } from './odf-package.ts'
import { odtBlocks, odtParagraph } from './odt-blocks.ts'
import { OdtStyleBook } from './odt-style-book.ts'
import { masterPage, odtStyle, odtStyles } from './odt-styles.ts'

/** The tree as an OpenDocument text, with real headings, lists and header rows (T14). */
export function writeOdt(tree: DocumentTree): Promise<Uint8Array> {
  const styles = new OdtStyleBook()
  const { meta } = tree
  const parts = splitByOrientation(withSignSheet(tree)).map((part, index) => {
    const place = { text: odtStyle.body, width: textWidth[part.orientation] }
    // A page with another layout begins at a paragraph whose style names it; an empty paragraph
    // takes no space.
    const start =
      index === 0 && part.orientation === 'portrait'
        ? ''
        : odtParagraph([], turned(part.orientation, styles), styles)
    return (index === 0 ? head(tree, styles) : '') + start + odtBlocks(part.nodes, place, styles)
  })
  const body = element('office:body', {}, element('office:text', {}, parts.join('')))
  return odfPackage({
    mediaType: 'application/vnd.oasis.opendocument.text',
    content: odfPart(
      'document-content',
      `${element('office:automatic-styles', {}, styles.markup)}${body}`,
    ),
    styles: odtStyles([tree.title, meta.status].filter((text) => text !== '').join(' · ')),
    title: tree.title,
    subject: tree.subtitle ?? meta.formatName,
    author: meta.team === '' ? 'Wijktafel' : meta.team,
    description: `${meta.status}, stand van ${meta.generatedAt}, wijziging ${meta.seq}`,
    generatedAtIso: meta.generatedAtIso,
    pictures: styles.pictures,
  })
}

function turned(orientation: 'portrait' | 'landscape', styles: OdtStyleBook): string {
  const small = `${element('style:paragraph-properties', { 'fo:margin-top': '0cm', 'fo:margin-bottom': '0cm', 'style:page-number': 'auto' })}${element('style:text-properties', { 'fo:font-size': '2pt' })}`
  return styles.name(
    'paragraph',
    { 'style:parent-style-name': 'Standard', 'style:master-page-name': masterPage[orientation] },
    small,
  )
}

function head(tree: DocumentTree, styles: OdtStyleBook): string {
  const line = (runs: readonly Run[], style: string) => odtParagraph(runs, style, styles)
  return [
    line([{ text: tree.title }], 'Title'),
    ...(tree.subtitle === undefined ? [] : [line([{ text: tree.subtitle }], odtStyle.subtitle)]),
    line([{ text: standLine(tree) }], odtStyle.status),
  ].join('')
}
