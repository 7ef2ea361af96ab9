import type { Random } from '../../support/random.ts'
import type { PlanScreen } from './plan-screen.ts'

const words = [
  'zorg ',
  'thuis',
  '- ',
  '1. ',
  'ë ',
  'woord woord ',
  '. ',
  '**vet** ',
  '## ',
  'https://voorbeeld.nl ',
]
const values = ['12', '3,5', '1.234,56', 'tekst', '2027', '0', '12.5', '']
const leaving = ['Tab', 'Enter', 'Escape', 'Shift+Tab', 'ArrowDown']
const keys = [
  ...[
    'Enter',
    'Backspace',
    'Delete',
    'ArrowLeft',
    'ArrowRight',
    'ArrowUp',
    'ArrowDown',
    'Home',
    'End',
    'Tab',
    'Shift+Tab',
    'Shift+Enter',
  ],
  ...[
    'Shift+ArrowRight',
    'Shift+ArrowDown',
    'Control+Shift+ArrowLeft',
    'Control+a',
    'Control+x',
    'Control+Home',
    'Control+End',
  ],
  ...['Control+b', 'Control+i', 'Control+z', 'Control+z', 'Control+y'],
]
const pastes = [
  '<p>een <b>vet</b> woord</p><p>tweede</p>',
  '<ul><li>punt een</li><li>punt <i>twee</i></li></ul>',
  '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>',
  '<h2>Kop</h2><p>na de kop</p>',
  '<p><a href="https://voorbeeld.nl">link</a> los</p>',
  'platte tekst',
]
const chances = {
  click: 20,
  fill: 11,
  type: 20,
  key: 20,
  paste: 6,
  menu: 8,
  add: 4,
  comment: 7,
  cut: 2,
  mend: 2,
}
type Deed = (random: Random, screen: PlanScreen, count: number) => Promise<string>
const deeds: Readonly<Record<keyof typeof chances, Deed>> = {
  click: clickText,
  fill: fillCell,
  type,
  key: pressKey,
  paste,
  menu: chooseFromMenu,
  add: (random, screen) => clickOneOf(random, screen, /^(?!Afbeelding|Bijlage).*toevoegen$/i),
  comment: (_, screen, count) => comment(screen, `Opmerking ${count} van ${screen.name}`),
  cut: (_, screen) => screen.cut().then(() => 'the network goes'),
  mend: (_, screen) => screen.mend().then(() => 'the network is back'),
}
/** Controls that lead away from the plan or block it. */
const elsewhere = /Reageren|Naar /
/** An element that is gone or covered by now is skipped, as a user would. */
const patience = { timeout: 2_000 }

/**
 * Random actions of a user on a plan: click, type, paste, choose, move rows, comment, undo, lose the network. Returns a
 * description of the action.
 */
export async function doSomething(
  random: Random,
  screen: PlanScreen,
  count: number,
): Promise<string> {
  const { page } = screen
  if ((await page.locator('[role=dialog], [role=alertdialog], [role=menu]').count()) > 0) {
    await page.keyboard.press('Escape')
    return 'Escape'
  }
  return deeds[random.weighted(chances)](random, screen, count)
}

async function clickText(random: Random, { page }: PlanScreen): Promise<string> {
  const texts = page.locator('.ProseMirror')
  const index = random.below(await texts.count())
  const text = texts.nth(index)
  await text.scrollIntoViewIfNeeded(patience).catch(() => undefined)
  const box = await text.boundingBox(patience).catch(() => null)
  if (box !== null)
    await page.mouse.click(
      box.x + random.below(Math.floor(box.width)),
      box.y + random.below(Math.floor(box.height)),
    )
  return `clicks text ${index}`
}

async function fillCell(random: Random, { page }: PlanScreen): Promise<string> {
  const cells = page
    .locator('main [data-place]')
    .locator('input:visible, select:visible, textarea:visible')
  const index = random.below(await cells.count())
  const cell = cells.nth(index)
  const kind = await cell
    .evaluate(
      (element) => (element instanceof HTMLInputElement ? element.type : element.localName),
      undefined,
      patience,
    )
    .catch(() => 'gone')
  if (kind === 'select') {
    const options = await cell
      .locator('option')
      .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value))
    await cell.selectOption(random.pick(options) ?? '', patience).catch(() => undefined)
  } else if (kind !== 'gone') {
    await cell.click(patience).catch(() => undefined)
    if (kind === 'checkbox' || kind === 'radio') return `ticks ${index}`
    await page.keyboard.press('Control+a')
    await page.keyboard.type(random.pick(values) ?? '')
    await page.keyboard.press(random.pick(leaving) ?? 'Tab')
  }
  return `fills ${kind} ${index}`
}

async function type(random: Random, { page }: PlanScreen): Promise<string> {
  const word = random.pick(words) ?? ''
  await page.keyboard.type(word)
  return `types ${word}`
}

async function pressKey(random: Random, { page }: PlanScreen): Promise<string> {
  const [key, times] = [random.pick(keys) ?? 'Enter', random.between(1, 5)]
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
  return `${key} ${times} x`
}

async function paste(random: Random, screen: PlanScreen): Promise<string> {
  const html = random.pick(pastes) ?? ''
  await screen.paste({ 'text/html': html, 'text/plain': html.replace(/<[^>]+>/g, ' ') })
  return `pastes ${html}`
}

async function chooseFromMenu(random: Random, screen: PlanScreen): Promise<string> {
  const opened = await clickOneOf(random, screen, /^Acties voor/)
  const items = screen.page.getByRole('menuitem').filter({ hasNotText: elsewhere })
  const count = await items.count()
  if (count === 0) return opened
  const item = items.nth(random.below(count))
  const label = await item.textContent(patience).catch(() => null)
  await item.click(patience).catch(() => undefined)
  return `${opened}: ${label}`
}

async function clickOneOf(random: Random, { page }: PlanScreen, name: RegExp): Promise<string> {
  const buttons = page.getByRole('button', { name })
  const count = await buttons.count()
  if (count === 0) return `no button ${name}`
  const index = random.below(count)
  await buttons
    .nth(index)
    .click(patience)
    .catch(() => undefined)
  return `button ${name} ${index}`
}

async function comment({ page }: PlanScreen, body: string): Promise<string> {
  await page.keyboard.press('Control+Alt+m')
  const box = page.getByRole('textbox', { name: 'Uw reactie', exact: true })
  if (!(await box.isVisible())) return 'comments on nothing'
  // The previous comment may only now be accepted, and its box closed.
  const isFilled = await box.fill(body, patience).then(
    () => true,
    () => false,
  )
  if (isFilled) await page.keyboard.press('Control+Enter')
  return isFilled ? `comments: ${body}` : 'comments on what has gone'
}
