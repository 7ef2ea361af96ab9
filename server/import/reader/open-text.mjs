// An OpenDocument text as paragraphs and tables, in the shape of a Word document (word.mjs).
import { changesAccepted, DocumentSize, joined, marginAsides, textNodes } from './document-text.mjs'
import { stylesOf } from './open-styles.mjs'
import { Refusal } from './refusal.mjs'
import { attribute, childElements, descendants, parseXml } from './xml-tree.mjs'

/** Of merged cells, and of spaces in a row. */
const maxRepeat = 60

export function readOpenText(zip) {
  const content = parseXml(zip.text('content.xml'))
  const stylePart = zip.has('styles.xml') ? parseXml(zip.text('styles.xml')) : undefined
  const reader = new OpenTextReader(
    stylesOf(stylePart === undefined ? [content] : [content, stylePart]),
  )
  const [body] = descendants(content.documentElement, 'text').filter(
    (element) => element.parentNode?.localName === 'body',
  )
  if (body === undefined) throw new Refusal('import-broken')
  const blocks = reader.blocks(body)
  const margins =
    stylePart === undefined
      ? []
      : descendants(stylePart.documentElement, 'header', 'footer', 'header-left', 'footer-left')
  return {
    kind: 'document',
    blocks,
    asides: [
      ...reader.asides,
      ...marginAsides(margins.map((margin) => plainText(margin))),
      ...objectsOf(zip),
    ],
    notices: reader.hasChanges ? [changesAccepted] : [],
  }
}

/** Formulas and charts are documents of their own inside the file. */
function objectsOf(zip) {
  return zip.names
    .filter((name) => /^Object \d+\/content\.xml$/.test(name))
    .map((name) =>
      plainText(parseXml(zip.text(name)).documentElement)
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'drawing', text }))
}

class OpenTextReader {
  constructor(styles) {
    this.styles = styles
    this.asides = []
    this.hasChanges = false
    this.size = new DocumentSize()
    /** Comments whose end is not reached, each with the words so far. */
    this.quotes = new Map()
  }

  blocks(parent, depth = 0, list = null) {
    this.size.enter(depth)
    return childElements(parent).flatMap((child) => this.block(child, depth, list))
  }

  block(element, depth, list) {
    this.size.takeBlock()
    switch (element.localName) {
      case 'p':
      case 'h':
        return this.paragraph(element, depth, list)
      case 'list':
        return this.list(element, depth, list)
      case 'table':
        return [this.table(element, depth)]
      case 'tracked-changes':
        this.takeDeleted(element)
        return []
      // Machinery: fields that are declared, the template of a table of contents, forms.
      case 'sequence-decls':
      case 'variable-decls':
      case 'user-field-decls':
      case 'table-of-content-source':
      case 'forms':
        return []
      default:
        return element.prefix === 'draw'
          ? this.drawing(element, depth)
          : this.blocks(element, depth + 1, list)
    }
  }

  paragraph(element, depth, list) {
    const look = this.styles.look('paragraph', attribute(element, 'style-name'))
    if (look.isHidden || element.localName === 'hidden-paragraph') {
      this.aside('hidden', plainText(element))
      return []
    }
    /** Text boxes come behind the paragraph that they are fixed to. */
    const behind = []
    const inline = joined(this.inline(element, {}, { behind, depth }))
    const named = look.names.map((name) => name.replaceAll('_20_', ' '))
    const outline = Number(attribute(element, 'outline-level'))
    return [
      {
        kind: 'paragraph',
        level:
          element.localName === 'h' && outline >= 1
            ? Math.min(outline, 6)
            : named.some((name) => /^(title|titel)$/i.test(name))
              ? 0
              : null,
        isQuote: named.some((name) => /^(quotations|citaat)/i.test(name)),
        list,
        inline,
      },
      ...behind,
    ]
  }

  list(element, depth, around) {
    const level = around === null ? 0 : around.level + 1
    const style = attribute(element, 'style-name') ?? around?.style
    const own = { isOrdered: this.styles.isOrdered(style, level), level, style }
    return childElements(element).flatMap((item) => this.blocks(item, depth + 1, own))
  }

  table(element, depth) {
    const rows = descendants(element, 'table-row')
      .filter((row) => nearestTable(row) === element)
      .map((row) => ({
        isHeader: row.parentNode.localName === 'table-header-rows',
        cells: childElements(row)
          .filter((cell) => cell.localName === 'table-cell')
          .map((cell) => ({
            colspan: span(cell, 'number-columns-spanned'),
            rowspan: span(cell, 'number-rows-spanned'),
            blocks: this.blocks(cell, depth + 1),
          })),
      }))
    return { kind: 'table', rows }
  }

  /** The paragraphs in a text box or a shape. */
  drawing(element, depth) {
    return childElements(element).flatMap((child) =>
      ['p', 'h', 'list', 'table'].includes(child.localName) && child.prefix !== 'svg'
        ? this.block(child, depth + 1, null)
        : child.prefix === 'draw'
          ? this.drawing(child, depth + 1)
          : [],
    )
  }

  inline(element, around, at) {
    const nodes = []
    for (let child = element.firstChild; child !== null; child = child.nextSibling)
      if (child.nodeType === 3 || child.nodeType === 4) nodes.push(...this.text(child.data, around))
      else if (child.nodeType === 1) nodes.push(...this.inlineElement(child, around, at))
    return nodes
  }

  inlineElement(child, around, at) {
    switch (child.localName) {
      case 's':
        return this.text(
          ' '.repeat(Math.min(Number(attribute(child, 'c') ?? 1), maxRepeat)),
          around,
        )
      case 'tab':
        return this.text(' ', around)
      case 'line-break':
        return [{ type: 'hardBreak' }]
      case 'note':
        this.aside('note', plainText(bodyOf(child)))
        return []
      case 'annotation':
        this.comment(child)
        return []
      case 'annotation-end':
        this.quotes.delete(attribute(child, 'name'))
        return []
      case 'hidden-text':
        this.aside('hidden', child.textContent)
        return []
      // Entries that are not chosen.
      case 'label':
        return []
      case 'ruby-text':
        return this.text(` (${child.textContent})`, around)
      case 'span': {
        const look = this.styles.look('text', attribute(child, 'style-name'))
        if (look.isHidden) {
          this.aside('hidden', plainText(child))
          return []
        }
        const said = Object.entries(look.marks).filter(([, isOn]) => isOn !== undefined)
        return this.inline(child, { ...around, ...Object.fromEntries(said) }, at)
      }
      case 'a': {
        const href = attribute(child, 'href')
        return this.inline(child, href === undefined ? around : { ...around, link: href }, at)
      }
      default:
        if (child.prefix !== 'draw') return this.inline(child, around, at)
        at.behind.push(...this.drawing(child, at.depth + 1))
        return []
    }
  }

  text(value, around) {
    // White space in the file is layout of the file.
    const text = String(value)
      .replace(/[\t\n\r ]+/g, ' ')
      .replace(/[\u00ad\ufeff]/g, '')
    this.size.takeLetters(text.length)
    for (const quote of this.quotes.values()) quote.quote += text
    // A link is underlined by its own style.
    const underline = around.underline === true && around.link === undefined
    return textNodes(text, { ...around, underline })
  }

  comment(element) {
    const [creator] = descendants(element, 'creator')
    const aside = {
      kind: 'comment',
      text: plainText(element, ['creator', 'date', 'creator-initials']).trim(),
      ...(creator === undefined ? {} : { by: creator.textContent }),
      quote: '',
    }
    if (aside.text === '') return
    this.asides.push(aside)
    const name = attribute(element, 'name')
    if (name !== undefined) this.quotes.set(name, aside)
  }

  takeDeleted(element) {
    this.hasChanges = true
    for (const deletion of descendants(element, 'deletion')) {
      const [creator] = descendants(deletion, 'creator')
      this.aside('deleted', plainText(deletion, ['change-info']), creator?.textContent)
    }
  }

  aside(kind, text, by) {
    if (text.trim() === '') return
    this.asides.push({ kind, text: text.trim(), ...(by === undefined ? {} : { by }) })
  }
}

function span(cell, name) {
  const count = Number(attribute(cell, name) ?? 1)
  return Number.isInteger(count) && count >= 1 ? Math.min(count, maxRepeat) : 1
}

function nearestTable(row) {
  for (let up = row.parentNode; up !== null; up = up.parentNode)
    if (up.localName === 'table') return up
  return null
}

function bodyOf(note) {
  return childElements(note).find((child) => child.localName === 'note-body') ?? note
}

/** The words below an element, paragraphs on lines of their own. `without`: elements that are no text. */
export function plainText(element, without = []) {
  let text = ''
  for (let child = element.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === 3 || child.nodeType === 4) text += child.data
    else if (child.nodeType === 1 && !without.includes(child.localName)) {
      const isLine = ['p', 'h', 'line-break'].includes(child.localName)
      if (isLine && text !== '') text += '\n'
      text += ['s', 'tab'].includes(child.localName) ? ' ' : plainText(child, without)
    }
  }
  return text
}
