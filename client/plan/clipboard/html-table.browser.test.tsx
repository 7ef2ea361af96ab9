import { describe, expect, it } from 'vitest'
import { pasteLimits } from '#shared/limits/paste-limits.ts'
import { clipOf } from './clip.ts'
import { readHtmlTable } from './html-table.ts'
import { readClip } from './read-clip.ts'

const texts = (html: string) =>
  readHtmlTable(html)?.rows.map(({ cells }) => cells.map(({ text }) => text))

describe('a table on the clipboard', () => {
  it('of Excel: the formatting of its source, no-break spaces, a line break and a hidden row', () => {
    const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td{mso-number-format:General}</style></head>
<body><!--StartFragment--><table border=0 cellpadding=0 style='border-collapse:collapse;width:144pt'>
 <col width=96 span=2 style='width:72pt'><col width=0 style='display:none'>
 <tr height=20><td height=20 class=xl65>Overleg
  met de wijk</td><td align=right>&nbsp;€ 1.075,00&nbsp;</td><td>intern</td></tr>
 <tr height=0 style='display:none'><td>Geheim</td><td align=right>1</td><td></td></tr>
 <tr><td>Zaal<br style='mso-data-placement:same-cell'>huur</td><td align=right>12,5</td><td></td></tr>
<!--EndFragment--></table></body></html>`
    expect(readHtmlTable(html)?.hidden).toBe(2)
    expect(texts(html)).toEqual([
      ['Overleg met de wijk', '€ 1.075,00'],
      ['Zaal\nhuur', '12,5'],
    ])
  })

  it('of LibreOffice and Google Sheets: the number beside its text, but no date, time or percentage', () => {
    const html = `<table><tr><td sdval="1075" sdnum="1043;1033;#,##0.00">1,075.00</td>
      <td sdval="46090" sdnum="1043;1043;D-M-JJJJ">9-3-2026</td><td sdval="0.21">21%</td>
      <td data-sheets-value='{"1":3,"3":86.5}'>86.5</td><td data-sheets-value='{"1":2,"2":"3 uur"}'>3 uur</td></tr></table>`
    expect(readHtmlTable(html)?.rows[0]?.cells).toEqual([
      { text: '1,075.00', number: 1075, isFormula: false },
      { text: '9-3-2026', date: '2026-03-09', isFormula: false },
      { text: '21%', isFormula: false },
      { text: '86.5', number: 86.5, isFormula: false },
      { text: '3 uur', isFormula: false },
    ])
  })

  it('of Word and Outlook: paragraphs in a cell, merged cells, removed text and a table in a cell', () => {
    const html = `<p class=MsoNormal>Beste,</p><table class=MsoTableGrid>
      <tr><td rowspan=2><p class=MsoNormal>Noor<o:p></o:p></p></td><td colspan=2><p>Een</p><p>Twee</p></td></tr>
      <tr><td><del>oud</del>nieuw</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>`
    expect(readHtmlTable(html)?.rows.map(({ cells }) => cells)).toEqual([
      [
        { text: 'Noor', isFormula: false },
        { text: 'Een\n\nTwee', isFormula: false },
        { text: '', isFormula: false },
      ],
      [
        { text: '', isFormula: false, shared: 'Noor' },
        { text: 'nieuw', isFormula: false },
        { text: 'a b', isFormula: false },
      ],
    ])
  })

  it('is null for text without a table', () => {
    expect(readHtmlTable('<p>Hallo</p>')).toBeNull()
  })
})

describe('the content that counts as a range', () => {
  const data = (text: string, html = '') => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', text)
    if (html !== '') transfer.setData('text/html', html)
    return transfer
  }

  it('a single value of a spreadsheet is text', () => {
    expect(clipOf(data('1075,00\r\n', '<table><tr><td>1075,00</td></tr></table>'))).toBeNull()
    expect(clipOf(data('gewone tekst'))).toBeNull()
  })

  it('cells are a range; lines may be one', () => {
    expect(clipOf(data('a\tb'))).toMatchObject({ isLoose: false })
    expect(clipOf(data('a\nb'))).toMatchObject({ isLoose: true })
    expect(clipOf(data('a\nb', '<table><tr><td>a<tr><td>b</table>'))).toMatchObject({
      isLoose: false,
    })
  })

  it('one cell with line breaks is one value', () => {
    const clip = clipOf(data('"a\nb"\r\n', '<table><tr><td>a<br>b</td></tr></table>'))
    expect(clip === null ? null : readClip(clip)).toEqual({ kind: 'value', text: 'a\nb' })
  })

  it('leaves out empty rows and columns at the end', () => {
    const clip = clipOf(data('a\tb\t\n\t\t\n\t\t\n'))
    expect(clip === null ? null : readClip(clip)).toMatchObject({
      rows: [{ cells: [{ text: 'a' }, { text: 'b' }] }],
    })
  })

  it('refuses more than is pasted at once (limit pastedRows, pastedCharacters)', () => {
    const rows = (count: number) => ({ text: 'a\tb\n'.repeat(count), html: '', isLoose: false })
    expect(readClip(rows(pasteLimits.pastedRows.max)).kind).toBe('range')
    expect(readClip(rows(pasteLimits.pastedRows.max + 1)).kind).toBe('tooMuch')
    const html = `<table><tr><td>${'a'.repeat(pasteLimits.pastedCharacters.max)}</td><td>b</td></tr></table>`
    expect(readClip({ text: 'a\tb', html, isLoose: false }).kind).toBe('tooMuch')
  })
})
