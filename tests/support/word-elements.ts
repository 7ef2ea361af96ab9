import { paragraph, run, type WordParts } from './word-file.ts'

/** An element of a paragraph, and how its words are to be found back. */
export type WordElement = {
  xml: string
  shown?: string[]
  listed?: string[]
  /** Parts of the file beside its body. */
  parts?: WordParts
}

const textBox = (inside: string) => `<w:txbxContent>${inside}</w:txbxContent>`
const shape = (inside: string) =>
  `<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>${inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>`
const old = (element: string, inside: string) =>
  `<w:pict><v:${element}><v:textbox>${inside}</v:textbox></v:${element}></w:pict>`
const runOf = (inside: string) => `<w:r>${inside}</w:r>`
const choice = (branch: string, fallback: string) =>
  `<mc:AlternateContent><mc:Choice Requires="wps">${branch}</mc:Choice><mc:Fallback>${fallback}</mc:Fallback></mc:AlternateContent>`
const dropDown = (list: string) =>
  runOf(
    `<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>${list}</w:ddList></w:ffData></w:fldChar>`,
  )
const entry = (word: string) => `<w:listEntry w:val="${word}"/>`

/** One for every element of Word that may hold words. */
export const wordElements: Record<string, (word: string, other: string) => WordElement> = {
  'a run': (word) => ({ xml: run(word), shown: [word] }),
  'a simple field': (word) => ({
    xml: `<w:fldSimple w:instr=" AUTHOR ">${run(word)}</w:fldSimple>`,
    shown: [word],
  }),
  'a complex field': (word) => ({
    xml: `${runOf('<w:fldChar w:fldCharType="begin"/>')}${runOf('<w:instrText> DATE </w:instrText>')}${runOf('<w:fldChar w:fldCharType="separate"/>')}${run(word)}${runOf('<w:fldChar w:fldCharType="end"/>')}`,
    shown: [word],
  }),
  'a change of direction': (word, other) => ({
    xml: `<w:bdo w:val="ltr">${run(word)}</w:bdo><w:dir w:val="rtl">${run(other)}</w:dir>`,
    shown: [word, other],
  }),
  'a smart tag': (word) => ({ xml: `<w:smartTag>${run(word)}</w:smartTag>`, shown: [word] }),
  'custom XML': (word) => ({
    xml: `<w:customXml w:element="x"><w:customXmlPr/>${run(word)}</w:customXml>`,
    shown: [word],
  }),
  'an equation': (word, other) => ({
    xml: `<m:oMathPara><m:oMath><m:f><m:num><m:r><m:t>${word}</m:t></m:r></m:num><m:den><m:r><m:t>${other}</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>`,
    shown: [word, other],
  }),
  'a chosen entry of an old drop-down': (word, other) => ({
    xml: dropDown(`<w:result w:val="1"/>${entry(other)}${entry(word)}`),
    shown: [word],
  }),
  'the default entry of an old drop-down': (word, other) => ({
    xml: dropDown(`<w:default w:val="0"/>${entry(word)}${entry(other)}`),
    shown: [word],
  }),
  'a content control': (word) => ({
    xml: `<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>${run(word)}</w:sdtContent></w:sdt>`,
    shown: [word],
  }),
  'a text box': (word) => ({
    xml: runOf(shape(textBox(paragraph(run(word))))),
    shown: [word],
  }),
  'a text box in two editions': (word) => ({
    xml: runOf(
      choice(shape(textBox(paragraph(run(word)))), old('rect', textBox(paragraph(run(word))))),
    ),
    shown: [word],
  }),
  'a text box in a text box': (word, other) => ({
    xml: runOf(
      shape(
        textBox(paragraph(`${run(word)}${runOf(old('oval', textBox(paragraph(run(other)))))}`)),
      ),
    ),
    shown: [word, other],
  }),
  ...Object.fromEntries(
    ['oval', 'rect', 'roundrect', 'shape', 'line', 'polyline', 'arc'].map((name) => [
      `an old ${name}`,
      (word: string) => ({ xml: runOf(old(name, textBox(paragraph(run(word))))), shown: [word] }),
    ]),
  ),
  'word art': (word) => ({
    xml: runOf(`<w:pict><v:shape><v:textpath string="${word}"/></v:shape></w:pict>`),
    shown: [word],
  }),
  'a drawing with letters': (word) => ({
    xml: runOf(
      `<w:drawing><wp:inline><a:graphic><a:t>${word}</a:t></a:graphic></wp:inline></w:drawing>`,
    ),
    shown: [word],
  }),
  'a reading aid above a word': (word, other) => ({
    xml: runOf(`<w:ruby><w:rt>${run(other)}</w:rt><w:rubyBase>${run(word)}</w:rubyBase></w:ruby>`),
    shown: [word, other],
  }),
  'words around breaks and tabs': (word, other) => ({
    xml: runOf(`<w:t>${word}</w:t><w:cr/><w:ptab/><w:t>${other}</w:t>`),
    shown: [word, other],
  }),
  'a table in a text box': (word) => ({
    xml: runOf(
      shape(
        textBox(`<w:tbl><w:tr><w:tc>${paragraph(run(word))}</w:tc></w:tr></w:tbl>${paragraph('')}`),
      ),
    ),
    shown: [word],
  }),
  'an inserted word': (word) => ({
    xml: `<w:ins w:id="1" w:author="A">${run(word)}</w:ins>`,
    shown: [word],
  }),
  'a moved word': (word) => ({
    xml: `<w:moveFrom w:id="1" w:author="A">${run(word)}</w:moveFrom><w:moveTo w:id="2" w:author="A">${run(word)}</w:moveTo>`,
    shown: [word],
  }),
  'a deleted word': (word) => ({
    xml: `<w:del w:id="1" w:author="A">${runOf(`<w:delText>${word}</w:delText>`)}</w:del>`,
    listed: [word],
  }),
  'hidden text': (word) => ({ xml: run(word, '<w:vanish/>'), listed: [word] }),
  'text that a style hides': (word) => ({
    xml: run(word, '<w:rStyle w:val="Verborgen"/>'),
    listed: [word],
    parts: {
      styles:
        '<w:style w:type="character" w:styleId="Basis"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="Verborgen"><w:basedOn w:val="Basis"/></w:style>',
    },
  }),
  'text that is shown in spite of its style': (word) => ({
    xml: run(word, '<w:rStyle w:val="Weg"/><w:vanish w:val="0"/>'),
    shown: [word],
    parts: {
      styles: '<w:style w:type="character" w:styleId="Weg"><w:rPr><w:vanish/></w:rPr></w:style>',
    },
  }),
  'a footnote': (word) => ({
    xml: runOf('<w:footnoteReference w:id="7"/>'),
    listed: [word],
    parts: { footnotes: `<w:footnote w:id="7">${paragraph(run(word))}</w:footnote>` },
  }),
  'a footnote with a table and a field': (word, other) => ({
    xml: runOf('<w:footnoteReference w:id="7"/>'),
    listed: [word, other],
    parts: {
      footnotes: `<w:footnote w:id="7"><w:tbl><w:tr><w:tc>${paragraph(run(word))}</w:tc></w:tr></w:tbl>${paragraph(`<w:fldSimple w:instr="x">${run(other)}</w:fldSimple>`)}</w:footnote>`,
    },
  }),
  'an endnote': (word) => ({
    xml: runOf('<w:endnoteReference w:id="7"/>'),
    listed: [word],
    parts: { endnotes: `<w:endnote w:id="7">${paragraph(run(word))}</w:endnote>` },
  }),
  'a comment and the words that it is about': (word, other) => ({
    xml: `<w:commentRangeStart w:id="3"/>${run(other)}<w:commentRangeEnd w:id="3"/>${runOf('<w:commentReference w:id="3"/>')}`,
    shown: [other],
    listed: [word, other],
    parts: { comments: `<w:comment w:id="3" w:author="Noor">${paragraph(run(word))}</w:comment>` },
  }),
  'the head of a page': (word) => ({
    xml: '',
    listed: [word],
    parts: { header1: paragraph(`<w:fldSimple w:instr="x">${run(word)}</w:fldSimple>`) },
  }),
  'the foot of a page that is numbered': (word) => ({
    xml: '',
    listed: [word],
    parts: { footer1: paragraph(run(`${word} Pagina 1 van 3`)) },
  }),
}
