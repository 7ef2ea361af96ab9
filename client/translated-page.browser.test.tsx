import { type ReactNode, useState } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { translatePage } from '#tests/support/translator.ts'
import { keepTranslatedPageTrue } from './translated-page.ts'

let stop = () => {}
let set = (_: Shown) => {}
const failures: string[] = []
const onError = (event: ErrorEvent) => failures.push(event.message)

type Shown = { sum: number; name: string; isSaved: boolean; rows: string[] }

beforeEach(() => {
  failures.length = 0
  window.addEventListener('error', onError)
  stop = keepTranslatedPageTrue(document.body)
})
afterEach(() => {
  stop()
  window.removeEventListener('error', onError)
})

function Page({ children }: { children: (shown: Shown) => ReactNode }) {
  const [shown, setShown] = useState<Shown>({
    sum: 1,
    name: 'Anna',
    isSaved: true,
    rows: ['a', 'b', 'c'],
  })
  set = setShown
  return <main>{children(shown)}</main>
}

/** What a reader of the translated page sees, without the marks that the translator sets. */
const read = () => document.querySelector('main')?.textContent?.replaceAll('~', '')

const kinds: Record<string, (shown: Shown) => ReactNode> = {
  'one string': ({ sum }) => <p>{`Totaal ${sum} euro`}</p>,
  'text and values': ({ sum, name }) => (
    <p>
      Totaal {sum} euro, door {name}.
    </p>
  ),
  'values side by side': ({ sum, name, isSaved }) => (
    <p>
      {name}
      {isSaved && ' (u)'}
      {sum}
    </p>
  ),
  'text beside an element': ({ sum, isSaved }) => (
    <p>
      Totaal {isSaved ? <b>opgeslagen</b> : null} {sum}
    </p>
  ),
  'an element before text': ({ isSaved, name }) => (
    <p>
      {!isSaved && <i>nieuw</i>}
      {name} schrijft
    </p>
  ),
  'another text or none': ({ isSaved, sum }) => (
    <p>
      {isSaved ? `Opgeslagen ${sum}` : ''}
      {isSaved ? null : `Bezig ${sum}`}!
    </p>
  ),
  'a list': ({ rows, sum }) => (
    <ul>
      {rows.map((row) => (
        <li key={row}>
          {row} van {sum}
        </li>
      ))}
    </ul>
  ),
  'a fragment': ({ name, isSaved }) => (
    <p>
      <>
        Lid: {name}
        {isSaved && <b>!</b>}
      </>
    </p>
  ),
}

const states: Shown[] = [
  { sum: 2, name: 'Joke', isSaved: false, rows: ['c', 'a'] },
  { sum: 3, name: '', isSaved: true, rows: [] },
  { sum: 1, name: 'Anna', isSaved: true, rows: ['b', 'd', 'a'] },
]

describe.each(Object.entries(kinds))('a translated page shows what is true: %s', (_, kind) => {
  it.each(['replaceChild', 'insertBefore'] as const)('by a translator with %s', async (way) => {
    const truth = async (shown: Shown) => {
      const screen = await render(<div>{kind(shown)}</div>)
      const text = screen.container.textContent
      await screen.unmount()
      return text
    }
    const expected = []
    for (const state of states) expected.push(await truth(state))
    const screen = await render(<Page>{kind}</Page>)
    for (const [index, state] of states.entries()) {
      translatePage(document.querySelector('main') as HTMLElement, way)
      // A translator goes over new text again.
      if (index === 1) translatePage(document.querySelector('main') as HTMLElement, way)
      await new Promise(requestAnimationFrame)
      set(state)
      await expect.poll(read).toBe(expected[index])
    }
    await screen.unmount()
    expect(failures).toEqual([])
  })
})
