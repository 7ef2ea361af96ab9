// A part of a Word document, changed to what Word shows on the page, in the elements that the library reads. It knows runs,
// paragraphs and tables; a field, a text box, an equation or an old drop-down it leaves out without a word.
import { attribute, childElements, descendants, firstChild, remove, unwrap } from './xml-tree.mjs'

/**
 * Words that have no place in the text, and what they are.
 * @typedef {{ kind: 'hidden' | 'deleted' | 'drawing' | 'comment' | 'margin' | 'note', text: string, by?: string, quote?: string }} Aside
 */

/** Elements that only surround text. */
const wrappers = ['fldSimple', 'bdo', 'dir', 'smartTag', 'customXml']

/**
 * @param {Document} tree a part of the document; it is changed
 * @param {ReadonlySet<string>} hiddenStyles
 * @returns {Aside[]}
 */
export function showWords(tree, hiddenStyles) {
  const root = tree.documentElement
  const asides = []
  for (const choice of descendants(root, 'AlternateContent')) chooseBranch(choice)
  for (const sdt of descendants(root, 'sdt')) dropPlaceholder(sdt)
  for (const element of descendants(root, ...wrappers)) unwrapField(element)
  for (const removed of descendants(root, 'del', 'moveFrom')) asides.push(...takeDeleted(removed))
  asides.push(...takeHidden(root, hiddenStyles))
  for (const begin of descendants(root, 'fldChar')) showChosenEntry(begin, tree)
  for (const math of descendants(root, 'oMath')) putText(math, mathText(math), tree)
  for (const element of descendants(root, 'oMathPara')) unwrap(element)
  for (const ruby of descendants(root, 'ruby')) showRuby(ruby, tree)
  for (const symbol of descendants(root, 'sym')) showSymbol(symbol, tree)
  for (const mark of descendants(root, 'cr', 'ptab')) renameBreak(mark, tree)
  // The innermost first: a text box in a text box ends behind the paragraph of the outer one.
  for (const drawing of descendants(root, 'drawing', 'pict', 'object').reverse())
    takeDrawing(drawing, tree)
  return asides
}

/** The same words in two ways: for a Word that knows shapes, and for an older one. */
function chooseBranch(element) {
  const branches = childElements(element)
  const best = branches.find((branch) => textIn(branch).trim() !== '') ?? branches.at(-1)
  for (const branch of branches) if (branch !== best) remove(branch)
  if (best !== undefined) unwrap(best)
  unwrap(element)
}

/** "Klik om tekst in te voeren": nobody wrote it. */
function dropPlaceholder(sdt) {
  const properties = firstChild(sdt, 'sdtPr')
  const content = firstChild(sdt, 'sdtContent')
  if (properties === undefined || content === undefined) return
  const shown = firstChild(properties, 'showingPlcHdr')
  if (shown === undefined || !isOn(shown)) return
  for (const text of descendants(content, 't')) remove(text)
}

function unwrapField(element) {
  for (const child of childElements(element))
    if (['fldData', 'smartTagPr', 'customXmlPr'].includes(child.localName)) remove(child)
  unwrap(element)
}

/** An empty `w:del` or `w:moveFrom` in the properties of a paragraph or row marks that mark, and stays. */
function takeDeleted(element) {
  if (['rPr', 'trPr', 'pPr', 'numPr'].includes(element.parentNode?.localName)) return []
  const text = textIn(element).trim()
  const by = attribute(element, 'author')
  // Moved text stands elsewhere in the document, as text that was moved to there.
  const isMoved = element.localName === 'moveFrom'
  remove(element)
  return text === '' || isMoved
    ? []
    : [{ kind: 'deleted', text, ...(by === undefined ? {} : { by }) }]
}

function takeHidden(root, hiddenStyles) {
  const asides = []
  for (const run of descendants(root, 'r')) {
    const properties = firstChild(run, 'rPr')
    const own = properties === undefined ? undefined : firstChild(properties, 'vanish')
    const isHidden = own === undefined ? hasHiddenStyle(run, hiddenStyles) : isOn(own)
    if (!isHidden) continue
    const text = textIn(run)
    for (const child of descendants(run, 't', 'sym')) remove(child)
    if (text.trim() !== '') asides.push({ kind: 'hidden', text })
  }
  return asides
}

function hasHiddenStyle(run, hiddenStyles) {
  if (hiddenStyles.size === 0) return false
  const style = (element, properties, name) => {
    const found = firstChild(element, properties)
    const named = found === undefined ? undefined : firstChild(found, name)
    return named === undefined ? undefined : attribute(named, 'val')
  }
  const ofRun = style(run, 'rPr', 'rStyle')
  if (ofRun !== undefined && hiddenStyles.has(ofRun)) return true
  const paragraph = ancestor(run, 'p')
  const ofParagraph = paragraph === null ? undefined : style(paragraph, 'pPr', 'pStyle')
  return ofParagraph !== undefined && hiddenStyles.has(ofParagraph)
}

/** The styles whose text Word does not show, also those that are based on one. @returns {Set<string>} */
export function hiddenStylesOf(tree) {
  const styles = new Map(
    descendants(tree.documentElement, 'style').flatMap((style) => {
      const id = attribute(style, 'styleId')
      const properties = firstChild(style, 'rPr')
      const vanish = properties === undefined ? undefined : firstChild(properties, 'vanish')
      const base = firstChild(style, 'basedOn')
      return id === undefined
        ? []
        : [
            [
              id,
              {
                hides: vanish === undefined ? undefined : isOn(vanish),
                base: base === undefined ? undefined : attribute(base, 'val'),
              },
            ],
          ]
    }),
  )
  const hides = (id, seen) => {
    const style = styles.get(id)
    if (style === undefined || seen.has(id)) return false
    return style.hides ?? (style.base !== undefined && hides(style.base, new Set([...seen, id])))
  }
  return new Set([...styles.keys()].filter((id) => hides(id, new Set())))
}

/** A drop-down of an old form keeps the number of the chosen entry; Word shows the entry itself. */
function showChosenEntry(fieldChar, tree) {
  const data = firstChild(fieldChar, 'ffData')
  const list = data === undefined ? undefined : firstChild(data, 'ddList')
  if (list === undefined || attribute(fieldChar, 'fldCharType') !== 'begin') return
  if (hasResult(fieldChar)) return
  const numberOf = (name) => {
    const element = firstChild(list, name)
    return element === undefined ? undefined : Number(attribute(element, 'val'))
  }
  const entries = childElements(list).filter((child) => child.localName === 'listEntry')
  const chosen = entries[numberOf('result') ?? numberOf('default') ?? 0]
  const text = chosen === undefined ? '' : (attribute(chosen, 'val') ?? '')
  if (text !== '')
    fieldChar.parentNode.insertBefore(element(tree, 't', text), fieldChar.nextSibling)
}

/** Some programs write the chosen entry as text of the field too. */
function hasResult(begin) {
  const paragraph = ancestor(begin, 'p')
  if (paragraph === null) return false
  const marks = descendants(paragraph, 'fldChar', 't')
  let depth = 0
  let isResult = false
  for (const mark of marks.slice(marks.indexOf(begin))) {
    if (mark.localName === 't') {
      if (isResult && depth === 1 && mark.textContent.trim() !== '') return true
      continue
    }
    const type = attribute(mark, 'fldCharType')
    if (type === 'begin') depth += 1
    else if (type === 'separate' && depth === 1) isResult = true
    else if (type === 'end') {
      depth -= 1
      if (depth === 0) return false
    }
  }
  return false
}

/** An equation on one line: a fraction with a stroke, an exponent with a caret. */
function mathText(math) {
  return childElements(math)
    .map((child) => {
      const part = (name) => {
        const found = firstChild(child, name)
        return found === undefined ? '' : mathText(found)
      }
      const grouped = (text) => (text.length > 1 ? `(${text})` : text)
      switch (child.localName) {
        case 't':
          return child.textContent
        case 'f':
          return `${grouped(part('num'))}/${grouped(part('den'))}`
        case 'sSup':
          return `${part('e')}^${grouped(part('sup'))}`
        case 'rad':
          return `√${grouped(part('e'))}`
        default:
          return mathText(child)
      }
    })
    .join('')
}

/** Small letters above a word say how to read it. */
function showRuby(ruby, tree) {
  const base = firstChild(ruby, 'rubyBase')
  const reading = firstChild(ruby, 'rt')
  const above = reading === undefined ? '' : textIn(reading)
  const text = `${base === undefined ? '' : textIn(base)}${above === '' ? '' : ` (${above})`}`
  ruby.parentNode.replaceChild(element(tree, 't', text), ruby)
}

/** The library knows the signs of these fonts. Of another font the number is that of the letter, in a private area or not. */
function showSymbol(symbol, tree) {
  if (/^(wingdings|webdings|symbol|zapf ?dingbats)/i.test(attribute(symbol, 'font') ?? '')) return
  const code = Number.parseInt(attribute(symbol, 'char') ?? '', 16)
  if (!Number.isInteger(code) || code > 0xffff || (code >= 0xd800 && code < 0xe000)) return
  const letter = String.fromCharCode(code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code)
  if (/\p{Cc}|\p{Co}/u.test(letter)) return
  symbol.parentNode.replaceChild(element(tree, 't', letter), symbol)
}

function renameBreak(mark, tree) {
  mark.parentNode.replaceChild(element(tree, mark.localName === 'cr' ? 'br' : 'tab'), mark)
}

/** The words of a text box come behind the paragraph that it is fixed to; those of word art in it. */
function takeDrawing(drawing, tree) {
  const paragraph = ancestor(drawing, 'p')
  const art = descendants(drawing, 'textpath')
    .map((path) => attribute(path, 'string') ?? '')
    .filter((text) => text.trim() !== '')
  // Of a shape without a text box of Word: its letters are those of a drawing.
  const drawn = descendants(drawing, 't')
    .filter((text) => ancestor(text, 'txbxContent') === null)
    .map((text) => text.textContent)
    .filter((text) => text.trim() !== '')
  const words = [...art, ...drawn].join(' ')
  if (words !== '') drawing.parentNode.insertBefore(element(tree, 't', words), drawing)
  if (paragraph !== null)
    for (const content of descendants(drawing, 'txbxContent').reverse()) {
      const before = paragraph.nextSibling
      while (content.firstChild !== null)
        paragraph.parentNode.insertBefore(content.firstChild, before)
    }
  remove(drawing)
}

/** Replaces an element that stands among runs by a run with this text. */
function putText(old, text, tree) {
  const run = element(tree, 'r')
  run.appendChild(element(tree, 't', text))
  old.parentNode.replaceChild(run, old)
}

/** In the namespace of the part itself: there are two editions of it. */
function element(tree, name, text) {
  const made = tree.createElementNS(tree.documentElement.namespaceURI, `w:${name}`)
  if (text === undefined) return made
  made.setAttribute('xml:space', 'preserve')
  made.appendChild(tree.createTextNode(text))
  return made
}

function isOn(element) {
  return !['0', 'false', 'off'].includes(attribute(element, 'val') ?? 'true')
}

function ancestor(node, name) {
  for (let up = node.parentNode; up !== null; up = up.parentNode)
    if (up.localName === name) return up
  return null
}

/** The letters below an element as Word would show them, paragraphs on lines of their own. */
export function textIn(element) {
  let text = ''
  for (const child of descendants(
    element,
    't',
    'delText',
    'tab',
    'br',
    'cr',
    'noBreakHyphen',
    'p',
  )) {
    const { localName } = child
    if (localName === 't' || localName === 'delText') text += child.textContent
    else if (localName === 'tab') text += ' '
    else if (localName === 'noBreakHyphen') text += '\u2011'
    else if (text !== '') text += '\n'
  }
  return text
}
