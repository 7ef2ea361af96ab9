import { page } from 'vitest/browser'
import * as Y from 'yjs'
import type { EditableSession } from '#client/sync/session/session.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import { anna, joke } from './fixtures.ts'
import { Field, join, planServer } from './two-people.tsx'

export const box = (name: string) => page.getByRole('textbox', { name, exact: true })
/** The words on the screen, without carets. */
export const shownIn = (name: string) => box(name).element().textContent?.replaceAll('\u2060', '')
export const caretIn = (name: string) =>
  box(name).element().querySelector<HTMLElement>('.caret-label')?.dataset['name']
export const textOf = (session: EditableSession, id = 'themasInleiding') =>
  plainText(session.content.get().fields[id] ?? { type: 'doc' })
const nodesOf = (session: EditableSession, id = 'themasInleiding') =>
  session.content.get().fields[id]?.content
const shape = (node: { type: string; content?: { type: string }[] }): unknown =>
  node.content === undefined || node.type === 'paragraph'
    ? node.type
    : [node.type, ...node.content.map(shape)]
export const shapeOf = (session: EditableSession, id = 'themasInleiding') =>
  (nodesOf(session, id) ?? []).map(shape)

export type OneField = Awaited<ReturnType<typeof openOneField>>

/** One text of a plan, on the screens of Anna and Joke. */
export async function openOneField() {
  const server = planServer({ values: {}, fields: { themasInleiding: 'Ouderen' } })
  const mine = await join(server, anna)
  const hers = await join(server, joke)

  /** Edits as another client would, without a screen. */
  function appendWords(words: string): void {
    const text = fieldFragment(mine.doc, 'themasInleiding').get(0)
    const last = text instanceof Y.XmlElement ? text.get(0) : undefined
    if (!(last instanceof Y.XmlText)) throw new Error('no text')
    last.insert(last.length, words)
  }

  const pair = () => (
    <>
      <Field session={mine} id="themasInleiding" name="Anna" />
      <Field session={hers} id="themasInleiding" name="Joke" />
    </>
  )
  return { server, mine, hers, appendWords, pair }
}
