import { expect, test, values } from './support/installation.ts'
import { PlanScreen } from './support/plan-screen.ts'

type Kind = {
  kind: string
  /** Where the input is; a choice of few options is a group of radio buttons. */
  place: string
  value: string
  stored: unknown
}

const budget = 'cell/budget/b'
const meeting = 'cell/meetings/m'

/** Every kind of input of a plan, each with a value that a program sets and the value that is stored. */
const kinds: Kind[] = [
  { kind: 'line', place: `${budget}/description`, value: 'Overleg', stored: 'Overleg' },
  { kind: 'quantity', place: `${budget}/quantityHundredths`, value: '12,5', stored: 1250 },
  { kind: 'money', place: `${budget}/rateCents`, value: '86', stored: 8600 },
  { kind: 'reference', place: 'cell/income/i/party', value: 'p', stored: 'p' },
  { kind: 'single line', place: 'field/team', value: 'Zuid', stored: 'Zuid' },
  { kind: 'single number', place: 'field/inhabitants', value: '12.678', stored: 12_678 },
  { kind: 'single amount', place: 'field/availableBudgetCents', value: '500', stored: 50_000 },
  { kind: 'radio buttons', place: 'field/vat', value: 'last', stored: 'last' },
  // On the sheet of the year.
  { kind: 'date', place: `${meeting}/date`, value: '9-3-2026', stored: '2026-03-09' },
  { kind: 'count', place: `${meeting}/participants`, value: '12', stored: 12 },
  { kind: 'choice', place: `${meeting}/type`, value: 'last', stored: 'last' },
]

/** How a program gives a value: with which event, if any. The last one only leaves the input. */
const ways = ['input', 'change', 'blur'] as const

for (const way of ways)
  test(`a value that is set by a program is stored, in every kind of input (${way})`, async ({
    installation: { coordinator },
    openAs,
  }) => {
    const planId = await coordinator.createPlan({
      format: 'rijnmond-wijkplan',
      values,
      tables: {
        parties: [{ id: 'p', name: 'Welzijn Dalmeer' }],
        income: [{ id: 'i', description: 'Bijdrage' }],
        budget: [{ id: 'b', group: 'other' }],
        // A card offers its empty fields by name.
        meetings: [{ id: 'm', date: '2026-01-05', type: 'wsv', participants: 1 }],
      },
    })
    const screen = await PlanScreen.open(await openAs(coordinator), coordinator, planId)
    for (const { kind, place, value, stored } of kinds) {
      // Radio buttons change by an event alone.
      if (kind === 'radio buttons' && way === 'blur') continue
      if (kind === 'date') await screen.page.goto(`${coordinator.url}/plan/${planId}/jaar`)
      const found = screen.page.locator(`[data-place="${place}"]`)
      const isRadio = kind === 'radio buttons'
      const input = isRadio ? found.locator('input').last() : found
      await input.focus()
      const given = await input.evaluate(
        (element, { text, event }) => {
          const control = element as HTMLInputElement | HTMLSelectElement
          // The last option of a list, whatever its form calls it.
          if (control instanceof HTMLInputElement && control.type === 'radio')
            control.checked = true
          else
            control.value =
              text === 'last' && control instanceof HTMLSelectElement
                ? ([...control.options].at(-1)?.value ?? '')
                : text
          if (event !== 'blur') control.dispatchEvent(new Event(event, { bubbles: true }))
          const set = control.value
          control.blur()
          return set
        },
        { text: value, event: way },
      )
      const [, table = '', row = '', column = ''] = place.split('/')
      await expect
        .poll(
          async () => {
            const content = await coordinator.content(planId)
            return row === ''
              ? content.values[table]
              : content.tables[table]?.find(({ id }) => id === row)?.[column]
          },
          { message: kind },
        )
        .toBe(stored === 'last' ? given : stored)
    }
  })
