// A Word document as paragraphs and tables. The library reads the XML; its page design (HTML) is not made.
import mammoth from 'mammoth'
import { changesAccepted, DocumentSize, joined, marginAsides, textNodes } from './document-text.mjs'
import { repack } from './package.mjs'
import { Refusal } from './refusal.mjs'
import { hiddenStylesOf, showWords, textIn } from './shown-words.mjs'
import { attribute, descendants, parseXml, writeXml } from './xml-tree.mjs'

const withWords = /^word\/(document\d*|footnotes|endnotes)\.xml$/
const wanted =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|word\/(document\d*|styles|numbering|footnotes|endnotes)\.xml|word\/_rels\/[^/]+\.rels)$/

export async function readWord(zip) {
  const hiddenStyles = zip.has('word/styles.xml')
    ? hiddenStylesOf(parseXml(zip.text('word/styles.xml')))
    : new Set()
  const asides = []
  const notices = []
  const shown = (name, xml) => {
    if (!withWords.test(name)) return xml
    const part = parseXml(xml)
    const isBody = /document\d*\.xml$/.test(name)
    const comments = isBody ? commentsOf(zip, part) : []
    if (isBody) notices.push(...noticesOf(part.documentElement))
    asides.push(...showWords(part, hiddenStyles), ...comments)
    return writeXml(part)
  }
  const buffer = await repack(zip, (name) => wanted.test(name), shown)
  let tree = null
  try {
    await mammoth.convertToHtml(
      { buffer },
      { includeDefaultStyleMap: false, transformDocument: (read) => keep(read) },
    )
  } catch {
    throw new Refusal('import-broken')
  }
  if (tree === null) throw new Refusal('import-broken')
  const reader = new WordReader(tree.notes)
  const blocks = reader.blocks(tree.children)
  return {
    kind: 'document',
    blocks,
    asides: [...reader.notes, ...asides, ...marginsOf(zip, hiddenStyles), ...drawingsOf(zip)],
    notices: [...new Set(notices)],
  }

  function keep(read) {
    tree = read
    return { ...read, children: [], comments: [] }
  }
}

/** What is said of a body before it is changed to what Word shows. */
function noticesOf(body) {
  return [
    ...(descendants(body, 'ins', 'del', 'moveFrom', 'moveTo').length > 0 ? [changesAccepted] : []),
    ...(descendants(body, 'altChunk').length > 0
      ? ['In het bestand zit een ander document. Dat is niet gelezen: importeer het los.']
      : []),
  ]
}

/** A comment, with the words that it is about. */
function commentsOf(zip, body) {
  if (!zip.has('word/comments.xml')) return []
  const quotes = quotesOf(body.documentElement)
  return descendants(parseXml(zip.text('word/comments.xml')).documentElement, 'comment').flatMap(
    (comment) => {
      const text = textIn(comment).trim()
      const by = attribute(comment, 'author')
      const quote = quotes.get(attribute(comment, 'id'))?.trim() ?? ''
      return text === ''
        ? []
        : [
            {
              kind: 'comment',
              text,
              ...(by === undefined ? {} : { by }),
              ...(quote === '' ? {} : { quote }),
            },
          ]
    },
  )
}

function quotesOf(body) {
  const quotes = new Map()
  const open = new Set()
  for (const mark of descendants(body, 'commentRangeStart', 'commentRangeEnd', 't', 'p')) {
    const id = attribute(mark, 'id')
    if (mark.localName === 'commentRangeStart') {
      open.add(id)
      quotes.set(id, '')
    } else if (mark.localName === 'commentRangeEnd') open.delete(id)
    else
      for (const each of open)
        quotes.set(each, quotes.get(each) + (mark.localName === 't' ? mark.textContent : ' '))
  }
  return quotes
}

function marginsOf(zip, hiddenStyles) {
  return marginAsides(
    zip.names
      .filter((name) => /^word\/(header|footer)\d*\.xml$/.test(name))
      .map((name) => {
        const part = parseXml(zip.text(name))
        showWords(part, hiddenStyles)
        return textIn(part.documentElement)
      }),
  )
}

/** SmartArt and charts have their words in parts of their own. */
function drawingsOf(zip) {
  return zip.names
    .filter((name) => /^word\/(diagrams\/data|charts\/chart)\d*\.xml$/.test(name))
    .map((name) => {
      const part = parseXml(zip.text(name)).documentElement
      return descendants(part, 't', 'v')
        .map((text) => text.textContent.trim())
        .filter((text) => text !== '')
        .join(' | ')
    })
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'drawing', text }))
}

class WordReader {
  constructor(notes) {
    this.found = notes
    this.notes = []
    this.size = new DocumentSize()
  }

  blocks(children, depth = 0) {
    this.size.enter(depth)
    return children.flatMap((child) => {
      this.size.takeBlock()
      if (child.type === 'paragraph') return [this.paragraph(child)]
      if (child.type === 'table')
        return [
          {
            kind: 'table',
            rows: child.children
              .filter((row) => row.type === 'tableRow')
              .map((row) => this.row(row, depth)),
          },
        ]
      return child.children === undefined ? [] : this.blocks(child.children, depth)
    })
  }

  row(row, depth) {
    const cells = row.children
      .filter((cell) => cell.type === 'tableCell')
      .map((cell) => ({
        colspan: cell.colSpan ?? 1,
        rowspan: cell.rowSpan ?? 1,
        blocks: this.blocks(cell.children, depth + 1),
      }))
    return { isHeader: row.isHeader === true, cells }
  }

  paragraph(node) {
    const inline = joined(this.inline(node.children, {}))
    const { numbering } = node
    return {
      kind: 'paragraph',
      level: levelOf(node),
      isQuote: /^(citaat|quote|intense quote|quotations)/i.test(node.styleName ?? ''),
      list:
        numbering === null || numbering === undefined
          ? null
          : { isOrdered: numbering.isOrdered === true, level: Number(numbering.level) || 0 },
      inline,
    }
  }

  inline(children, around) {
    return children.flatMap((child) => {
      switch (child.type) {
        case 'text':
          return this.text(child.value, around)
        case 'tab':
          return this.text(' ', around)
        case 'break':
          return child.breakType === 'line' ? [{ type: 'hardBreak' }] : []
        case 'checkbox':
          return this.text(child.checked ? '☒' : '☐', around)
        case 'hyperlink':
          return this.inline(
            child.children,
            child.href === undefined ? around : { ...around, link: String(child.href) },
          )
        case 'run':
          return this.inline(child.children, {
            ...around,
            bold: child.isBold,
            italic: child.isItalic,
            strike: child.isStrikethrough,
            underline: child.isUnderline && around.link === undefined,
            code: child.font === 'Consolas' || child.font === 'Courier New',
          })
        case 'noteReference':
          return this.note(child)
        default:
          return child.children === undefined ? [] : this.inline(child.children, around)
      }
    })
  }

  text(value, around) {
    const text = String(value).replace(/[\u00ad\ufeff]/g, '')
    this.size.takeLetters(text.length)
    return textNodes(text, around)
  }

  note(reference) {
    const note = this.found?.resolve(reference)
    const text = note === undefined || note === null ? '' : this.plain(note.body)
    if (text !== '') this.notes.push({ kind: 'note', text })
    return []
  }

  /** Of paragraphs and tables, each on a line of its own. */
  plain(parts) {
    return parts
      .map((part) =>
        part.type === 'paragraph'
          ? this.inline(part.children, {})
              .map((node) => node.text ?? ' ')
              .join('')
          : this.plain(part.children ?? []),
      )
      .filter((line) => line.trim() !== '')
      .join('\n')
      .trim()
  }
}

/** 0 is the title of the document. A document may be written in another language than its style names. */
function levelOf({ styleId, styleName }) {
  const name = `${styleName ?? ''}`.trim()
  const match =
    /^(?:heading|kop|titre|überschrift)\s*([1-9])$/i.exec(name) ??
    /^(?:Heading|Kop)([1-9])$/.exec(`${styleId ?? ''}`)
  if (match !== null) return Math.min(Number(match[1]), 6)
  return /^(title|titel)$/i.test(name) ? 0 : null
}
