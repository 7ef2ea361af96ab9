import type { BrowserContext, Locator, Page, WebSocketRoute } from '@playwright/test'
import { expect } from '@playwright/test'
import type { ApiClient } from '../../support/api-client.ts'

/** The screen of a user on one plan, in terms of visible elements and user actions. */
export class PlanScreen {
  readonly page: Page
  readonly name: string
  readonly #sockets = new Set<WebSocketRoute>()
  #isCut = false

  constructor(page: Page, name: string) {
    this.page = page
    this.name = name
  }

  static async open(page: Page, person: ApiClient, planId: string, name = ''): Promise<PlanScreen> {
    const screen = new PlanScreen(page, name)
    await PlanScreen.openAllCards(page, planId)
    // Every socket of the page passes here, so that the test can break the connection.
    await page.routeWebSocket(/\/sync\//, (socket) => screen.#pass(socket))
    await page.goto(`${person.url}/plan/${planId}`)
    await screen.expectSaved()
    return screen
  }

  /** Tests look for fields of cards anywhere; those of folding begin folded, as a person does (short-page.spec.ts). */
  static async openAllCards(page: Page, planId: string): Promise<void> {
    await page.addInitScript((key) => {
      if (localStorage.getItem(key) === null) localStorage.setItem(key, '{"opensAll":true}')
    }, `wijktafel:folding:${planId}`)
  }

  #pass(socket: WebSocketRoute): void {
    if (this.#isCut) return void socket.close({ code: 3001 })
    socket.connectToServer()
    this.#sockets.add(socket)
  }

  /** Breaks the network: sockets break and new connections fail. */
  async cut(): Promise<void> {
    this.#isCut = true
    await this.context.setOffline(true)
    for (const socket of this.#sockets) await socket.close({ code: 3001 }).catch(() => undefined)
    this.#sockets.clear()
    await expect(this.saveStatus).toContainText('Offline')
  }

  async mend(): Promise<void> {
    this.#isCut = false
    await this.context.setOffline(false)
  }

  /** Shows the reactions beside the plan; without a reaction in it, the panel is closed. */
  async showComments(): Promise<void> {
    const panel = this.page.locator('.comments')
    // The panel may open by itself at the same moment.
    await expect(async () => {
      if (!(await panel.isVisible()))
        await this.page.getByRole('button', { name: /^Reacties(?! verbergen)/ }).click()
      await expect(panel).toBeVisible({ timeout: 1_000 })
    }).toPass()
  }

  /** Chooses an entry of the menu of the header. */
  async choose(entry: string | RegExp): Promise<void> {
    await chooseInMenu(this.page, entry)
  }

  get context(): BrowserContext {
    return this.page.context()
  }

  get saveStatus(): Locator {
    return this.page.locator('.save__text')
  }

  async expectSaved(): Promise<void> {
    await expect(this.saveStatus).toContainText('Opgeslagen', { timeout: 60_000 })
  }

  /** The rich text of a field. */
  field(id: string): Locator {
    return this.page.locator(`[data-place="field/${id}"] .ProseMirror`)
  }

  /** The rich text of a cell, on a card. */
  cellText(table: string, row: string, column: string): Locator {
    return this.page.locator(
      `[data-place="cell/${table}/${row}/${column}"] .ProseMirror, .ProseMirror[data-place="cell/${table}/${row}/${column}"]`,
    )
  }

  cell(table: string, row: string, column: string): Locator {
    return this.page.locator(`[data-place="cell/${table}/${row}/${column}"]`)
  }

  row(table: string, row: string): Locator {
    return this.page.locator(`[data-place="row/${table}/${row}"]`)
  }

  get total(): Locator {
    return this.page.locator('.budget-bar')
  }

  /** Puts the caret at the end of a rich text and types, a word at a time. */
  async typeAtEnd(text: Locator, words: string): Promise<void> {
    await text.click()
    await this.page.keyboard.press('Control+End')
    await this.type(words)
  }

  /** Types where the caret is. One input event a word: a round trip for each letter would take most of the test's time. */
  async type(words: string): Promise<void> {
    for (const word of words.split(/(?<= )/)) await this.page.keyboard.insertText(word)
  }

  /** Pastes where the caret is; texts by their media type. */
  paste(texts: Readonly<Record<string, string>>): Promise<void> {
    return this.page.evaluate((given) => {
      const clipboardData = new DataTransfer()
      for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    }, texts)
  }

  async fill(cell: Locator, value: string): Promise<void> {
    await cell.fill(value)
    await cell.press('Tab')
  }
}

/** Chooses an entry of the menu of a plan's header. */
export async function chooseInMenu(page: Page, entry: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Meer en hulp' }).press('Enter')
  await page.getByRole('menuitem', { name: entry }).press('Enter')
}
