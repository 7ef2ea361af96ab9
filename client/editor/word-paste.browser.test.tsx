import { Editor } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { richTextExtensions } from '#shared/richtext/extensions.ts'
import { anna } from '#tests/support/fixtures.ts'
import { Field, join, planServer } from '#tests/support/two-people.tsx'
import { cleanPastedHtml } from './word-paste.ts'

/** The result of pasted HTML in the editor, as short HTML. */
function pasted(html: string): string {
  const editor = new Editor({ extensions: richTextExtensions() })
  editor.view.pasteHTML(html.replace(/\n\s*/g, ' '))
  const plain = editor.getHTML()
  editor.commands.clearContent()
  editor.setOptions({ editorProps: { transformPastedHTML: cleanPastedHtml } })
  editor.view.pasteHTML(html.replace(/\n\s*/g, ' '))
  const clean = editor.getHTML()
  editor.destroy()
  expect(plain).not.toBe('')
  return clean
    .replace(/ (colspan|rowspan|class|style|target|rel)="[^"]*"/g, '')
    .replace(/<\/?(tbody|colgroup)>|<col>/g, '')
    .replace(/<p><\/p>$/, '')
}

const word = (
  body: string,
) => `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @list l0 {mso-list-id:462235;} @list l0:level1 {mso-level-number-format:bullet;mso-level-text:\\F0B7;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=NL style='tab-interval:35.4pt'><!--StartFragment-->${body}<!--EndFragment--></body></html>`

const bullet = (text: string, level = 1, mark = '·', list = 'l0 level{} lfo1', place = 'Middle') =>
  `<p class=MsoListParagraphCxSp${place} style='margin-left:${36 * level}.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:${list.replace('{}', String(level))}'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`

describe('from Word', () => {
  it('bullets on two levels', () => {
    const html = word(
      `<p class=MsoNormal>Voor:<o:p></o:p></p>${bullet('Ouderen', 1, '·', undefined, 'First')}${bullet('<b>75</b>-plus', 2, 'o')}${bullet('kwetsbaar', 2, 'o')}${bullet('Jeugd', 1, '·', undefined, 'Last')}<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Na.<o:p></o:p></p>`,
    )
    expect(pasted(html)).toBe(
      '<p>Voor:</p><ul><li><p>Ouderen</p><ul><li><p><strong>75</strong>-plus</p></li><li><p>kwetsbaar</p></li></ul></li><li><p>Jeugd</p></li></ul><p>Na.</p>',
    )
  })

  it('numbers, a bullet below one, and a list that starts at 3', () => {
    const html = word(
      [
        bullet('een', 1, '1.', 'l1 level{} lfo2'),
        bullet('streep', 2, '§', 'l1 level{} lfo2'),
        bullet('twee', 1, '2.', 'l1 level{} lfo2'),
        bullet('drie', 1, '3)', 'l2 level{} lfo3'),
        bullet('punt', 1, '•'),
      ].join(''),
    )
    expect(pasted(html)).toBe(
      '<ol><li><p>een</p><ul><li><p>streep</p></li></ul></li><li><p>twee</p></li></ol><ol start="3"><li><p>drie</p></li></ol><ul><li><p>punt</p></li></ul>',
    )
  })

  it('a second paragraph in an item, and text after the list', () => {
    const html = word(
      `${bullet('een')}<p class=MsoListParagraphCxSpMiddle style='mso-add-space:auto'>vervolg<o:p></o:p></p>${bullet('twee')}<p class=MsoNormal>na<o:p></o:p></p>`,
    )
    expect(pasted(html)).toBe(
      '<ul><li><p>een</p><p>vervolg</p></li><li><p>twee</p></li></ul><p>na</p>',
    )
  })

  it('headings, bold, a link, and none of what is only for Office', () => {
    const html = word(
      `<p class=MsoTitle>Wijkplan<o:p></o:p></p><h2><a name="_Toc1">Doel</a><o:p></o:p></h2><h4>Diep<o:p></o:p></h4><p class=MsoNormal>In<span style='mso-spacerun:yes'>&nbsp; </span><b style='mso-bidi-font-weight:normal'>2028</b>: <a href="https://www.voorbeeld.nl/"><span class=MsoHyperlink><u>site</u></span></a><!--[if gte vml 1]><v:shape/><![endif]--><img src="file:///C:/x.png"><o:p></o:p></p>`,
    )
    expect(pasted(html)).toBe(
      '<h1>Wijkplan</h1><h2>Doel</h2><h3>Diep</h3><p>In <strong>2028</strong>: <a href="https://www.voorbeeld.nl/">site</a></p>',
    )
  })

  it('a table, with a list in a cell and an empty cell', () => {
    const html = word(
      `<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'><td width=301 valign=top style='width:225.4pt'><p class=MsoNormal><b>Wie</b><o:p></o:p></p></td><td width=301><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr><tr><td>${bullet('een')}</td><td></td></tr></table>`,
    )
    expect(pasted(html)).toBe(
      '<table><tr><td><p><strong>Wie</strong></p></td><td><p></p></td></tr><tr><td><ul><li><p>een</p></li></ul></td><td><p></p></td></tr></table>',
    )
  })
})

describe('from Word for the web', () => {
  const run = (text: string) =>
    `<p class="Paragraph SCXW1 BCX0" paraid="1" style="margin:0"><span data-contrast="auto" class="TextRun SCXW1 BCX0" lang="NL"><span class="NormalTextRun SCXW1 BCX0">${text}</span></span><span class="EOP SCXW1 BCX0" data-ccp-props="{}">&nbsp;</span></p>`
  const item = (text: string, level: number, kind = 'ul', start = 1) =>
    `<div class="ListContainerWrapper SCXW1 BCX0"><${kind} class="BulletListStyle1 SCXW1 BCX0" role="list" start="${start}"><li data-leveltext="" data-font="Symbol" data-listid="${kind === 'ul' ? 1 : 2}" data-aria-posinset="1" data-aria-level="${level}" role="listitem" class="OutlineElement Ltr SCXW1 BCX0">${run(text)}</li></${kind}></div>`

  it('lists, of which every item comes alone', () => {
    const html = `<div class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1" role="heading" aria-level="2"><span class="TextRun SCXW1">Doel</span></p></div>${item('Ouderen', 1)}${item('75-plus', 2)}${item('Jeugd', 1)}${item('eerst', 1, 'ol', 1)}${item('dan', 1, 'ol', 2)}<div class="OutlineElement Ltr SCXW1">${run('Na.')}</div>`
    expect(pasted(html)).toBe(
      '<h2>Doel</h2><ul><li><p>Ouderen</p><ul><li><p>75-plus</p></li></ul></li><li><p>Jeugd</p></li></ul><ol><li><p>eerst</p></li><li><p>dan</p></li></ol><p>Na.</p>',
    )
  })

  it('bold by style', () => {
    expect(
      pasted(
        '<p class="Paragraph SCXW1"><span class="TextRun SCXW1" style="font-weight: bold">vet</span></p>',
      ),
    ).toBe('<p><strong>vet</strong></p>')
  })
})

describe('from Outlook and others', () => {
  it('Outlook on the web', () => {
    expect(
      pasted(
        '<div class="elementToProof" style="font-family: Aptos">Beste Joke,</div><div class="elementToProof"><br></div><ul style="margin-top: 0px"><li style="font-size: 12pt"><div role="presentation" class="elementToProof">een</div></li><ul><li><div role="presentation">onder</div></li></ul></ul>',
      ),
    ).toBe('<p>Beste Joke,</p><ul><li><p>een</p><ul><li><p>onder</p></li></ul></li></ul>')
  })

  it('Google Docs', () => {
    expect(
      pasted(
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr"><span style="font-weight:700">een</span></p></li><ul><li dir="ltr" aria-level="2"><p><span style="font-weight:400">onder</span></p></li></ul></ul></b>',
      ),
    ).toBe('<ul><li><p><strong>een</strong></p><ul><li><p>onder</p></li></ul></li></ul>')
  })

  it('leaves our own alone', () => {
    const own = '<ul data-pm-slice="3 3 []"><li><p>een</p></li></ul>'
    expect(cleanPastedHtml(own)).toBe(own)
  })
})

it('arrives in the plan as a list', async () => {
  const server = planServer()
  const session = await join(server, anna)
  const screen = await render(<Field session={session} id="netwerk" name="Anna" />)
  const box = screen.getByRole('textbox', { name: 'Anna', exact: true })
  await userEvent.click(box)
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', word(`${bullet('een')}${bullet('twee', 2, 'o')}`))
  box
    .element()
    .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  await expect
    .poll(() => session.content.get().fields['netwerk']?.content?.[0]?.type)
    .toBe('bulletList')
  expect(box.element().querySelectorAll('ul ul li')).toHaveLength(1)
  session.close()
})
