import { describe, expect, it } from 'vitest'
import { type Draft, type DraftEvent, draftText, stepDraft } from './draft.ts'
import { quantityKind, readNumber, showNumber } from './number-value.ts'

const codec = {
  show: (value: number | null) => (value === null ? '' : showNumber(quantityKind, value)),
  read: (text: string) => readNumber(quantityKind, text),
}

/** Plays events on a cell; each write becomes the value of the cell. */
function play(
  start: number | null,
  events: (DraftEvent | { type: 'remote'; value: number | null })[],
) {
  let draft: Draft<number> = { kind: 'resting' }
  let value = start
  const written: (number | null)[] = []
  for (const event of events) {
    if (event.type === 'remote') value = event.value
    else {
      const step: ReturnType<typeof stepDraft<number>> = stepDraft(draft, event, codec, value)
      draft = step.draft
      if (step.write !== undefined) {
        value = step.write.value
        written.push(value)
      }
    }
  }
  return { draft, value, written, text: draftText(draft, codec, value) }
}

const typed = (text: string): DraftEvent => ({ type: 'typed', text })

describe('a cell while someone types', () => {
  it('writes when it is left and then shows the value as printed', () => {
    expect(play(0, [typed('12,50'), { type: 'committed' }])).toMatchObject({
      written: [1250],
      text: '12,5',
    })
  })

  it('writes after a pause, once, and leaves the text alone', () => {
    expect(play(0, [typed('12,50'), { type: 'paused' }, { type: 'paused' }])).toMatchObject({
      written: [1250],
      text: '12,50',
    })
    expect(play(0, [typed('12,50'), { type: 'paused' }, { type: 'committed' }])).toMatchObject({
      written: [1250],
      text: '12,5',
    })
  })

  it('says nothing about half a number, and refuses it on leaving with the text in place', () => {
    expect(play(500, [typed('12.'), { type: 'paused' }])).toMatchObject({
      written: [],
      draft: { kind: 'typing' },
    })
    expect(play(500, [typed('12.5'), { type: 'committed' }])).toMatchObject({
      written: [],
      value: 500,
      text: '12.5',
      draft: { kind: 'refused', suggestion: '12,5' },
    })
  })

  it('takes the suggestion', () => {
    expect(
      play(500, [typed('12.5'), { type: 'committed' }, { type: 'suggestionTaken' }]),
    ).toMatchObject({ written: [1250], text: '12,5' })
  })

  it('keeps what is typed while another person changes the value', () => {
    expect(play(500, [typed('7'), { type: 'remote', value: 900 }])).toMatchObject({
      text: '7',
      value: 900,
    })
    expect(
      play(500, [typed('7'), { type: 'remote', value: 900 }, { type: 'committed' }]),
    ).toMatchObject({ text: '7', written: [700] })
  })

  it('does not write again what a pause wrote and another person changed since', () => {
    expect(
      play(500, [
        typed('7'),
        { type: 'paused' },
        { type: 'remote', value: 900 },
        { type: 'committed' },
      ]),
    ).toMatchObject({ written: [700], value: 900, text: '9' })
  })

  it('puts back what was there on Escape, also after a pause', () => {
    expect(play(500, [typed('7'), { type: 'restored' }])).toMatchObject({ written: [], text: '5' })
    expect(play(500, [typed('7'), { type: 'paused' }, { type: 'restored' }])).toMatchObject({
      written: [700, 500],
      text: '5',
    })
    expect(play(500, [typed('x'), { type: 'committed' }, { type: 'restored' }])).toMatchObject({
      written: [],
      text: '5',
    })
  })

  it('keeps the wrong text when typing goes on, and Escape still knows the first value', () => {
    expect(
      play(500, [typed('x'), { type: 'committed' }, typed('x1'), { type: 'restored' }]),
    ).toMatchObject({ text: '5', written: [] })
  })

  it('does nothing when nothing was typed', () => {
    expect(
      play(500, [{ type: 'paused' }, { type: 'committed' }, { type: 'restored' }]),
    ).toMatchObject({ written: [], text: '5' })
  })
})
