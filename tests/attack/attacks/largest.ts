import * as Y from 'yjs'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { CreatePlan } from '#shared/api/plans.ts'
import { limits } from '#shared/limits.ts'
import { fieldFragment, tableRows } from '#shared/plan/layout.ts'
import { encodeStep1, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import type { ApiClient } from '../../support/api-client.ts'
import { type Attack, claim } from '../attack.ts'
import { AttackSocket } from '../attack-socket.ts'
import { type Target, values } from '../target.ts'

const newPlan = (given: Partial<CreatePlan>): CreatePlan => ({
  format: 'hecht-wijkverband',
  values,
  ...given,
})

/** Fills a plan up to a limit in one message; a second message changes some parts of it. */
const fillings: Readonly<
  Record<
    string,
    { title: string; fill(doc: Y.Doc): void; change(doc: Y.Doc): void; newPlan: CreatePlan }
  >
> = {
  rows: {
    title: 'as many rows as it takes',
    fill: (doc) => addRows(doc, limits.rowsPerPlan.max - 50),
    change: (doc) => changeRows(doc, 200),
    newPlan: newPlan({
      tables: {
        budget: Array.from({ length: limits.rowsPerPlan.max - 50 }, (_, i) => ({
          description: `Overleg ${i} met de partners in de wijk`,
          amountCents: 10_000 + i,
        })),
      },
    }),
  },
  paragraphs: {
    title: 'paragraphs up to its last byte',
    newPlan: newPlan({
      fields: { gewensteSituatie: 'Overleg met de wijk.\n\n'.repeat(limits.planBytes.max / 70) },
    }),
    fill: (doc) => addParagraphs(doc, Math.floor(limits.planBytes.max / 140), 90),
    change: (doc) => addParagraphs(doc, 20, 90),
  },
  paragraph: {
    title: 'paragraphs as long as they can be up to its last byte',
    newPlan: newPlan({
      fields: { gewensteSituatie: `${'Overleg met de wijk. '.repeat(1_500)}\n\n`.repeat(60) },
    }),
    fill: (doc) =>
      addParagraphs(
        doc,
        Math.floor(limits.planBytes.max / (limits.blockLength.max + 700)),
        limits.blockLength.max,
      ),
    change: (doc) => changeParagraphs(doc, 20),
  },
  names: {
    title: 'one row with values under very many names',
    newPlan: newPlan({}),
    fill: (doc) => addNames(doc, 20_000),
    change: (doc) => addNames(doc, 1_000),
  },
}

/** Requests and messages on the largest accepted plan, one after another, so that each turn belongs to one of them. */
export const largestAttacks: readonly Attack[] = [
  ...Object.entries(fillings).map(([name, filling]) => ({
    id: `largest-${name}`,
    title: `each way to write and read one plan that holds ${filling.title}, one after another`,
    async prepare(target: Target) {
      const { link, planId } = await target.fill(async (filling) => {
        const { id, link } = await filling.addPerson('Els')
        return { link, planId: await filling.createPlan(id) }
      })
      return async () => readAll(target, { els: await target.signIn(link), planId, filling })
    },
  })),
]

type Filling = (typeof fillings)[string]

async function readAll(
  target: Target,
  { els, planId, filling }: { els: ApiClient; planId: string; filling: Filling },
) {
  const turns: string[] = []
  const timed = async (name: string, work: () => Promise<unknown>) => {
    const from = Date.now()
    await work()
    // The probe records a turn during the next turn.
    await new Promise((resolve) => setTimeout(resolve, 50))
    turns.push(`${name.replace(/=[0-9a-f-]{36}/g, '')} ${target.turns.longestMs(from).toFixed(0)}`)
  }
  const ask = (method: string, path: string, body?: unknown) => async () => {
    const answer = await els.request(method, path, body)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`)
    return text
  }
  const get = (path: string) => timed(path, ask('GET', `/api/plans/${planId}${path}`))
  const doc = new Y.Doc()
  const write = async (change: () => void, isFirst = false) => {
    const before = Y.encodeStateVector(doc)
    doc.transact(change)
    const update = Y.encodeStateAsUpdate(doc, before)
    const socket = await AttackSocket.open(target.url, planId, els.cookie)
    await socket.send(isFirst ? encodeStep2(update) : encodeUpdate(update))
    await socket.until(() => socket.acked > 0, 60_000)
    if (!socket.isOpen) throw new Error(`closed with ${socket.closeCode}`)
    socket.close()
  }
  await timed('write', () => write(() => filling.fill(doc), true))
  await timed('version', ask('POST', `/api/plans/${planId}/versions`, { name: 'Eén' }))
  await timed('change', () => write(() => filling.change(doc)))
  await timed('version', ask('POST', `/api/plans/${planId}/versions`, { name: 'Twee' }))
  const { versions } = await els.json<{ versions: { id: string }[] }>(
    'GET',
    `/api/plans/${planId}/versions`,
  )
  const [second, first] = versions
  await timed('plans', ask('GET', '/api/plans'))
  for (const path of ['', '/content', '/problems', '/parts', '/since', '/history', '/submission'])
    await get(path)
  await get(`/compare?from=${first?.id}`)
  await get(`/compare?from=${first?.id}&to=${second?.id}`)
  await get(`/days/${toAmsterdam(Date.now()).date}/content`)
  await timed('version content', ask('GET', `/api/versions/${first?.id}/content`))
  await timed('join', async () => {
    const socket = await AttackSocket.open(target.url, planId, els.cookie)
    await socket.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
    await socket.until(() => socket.frames >= 4, 5_000)
    socket.close()
  })
  await timed('export', ask('GET', `/api/plans/${planId}/export.csv`))
  await timed('create', ask('POST', '/api/plans', filling.newPlan))
  await timed('delete', () => write(() => clear(doc)))
  return { did: turns.join(', '), claims: [claim('something was asked', turns.length > 0)] }
}

function addRows(doc: Y.Doc, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = new Y.Map<unknown>()
    row.set('order', `a${i.toString(36).padStart(5, '0')}`)
    row.set('description', `Regel ${i}`)
    row.set('amountCents', i)
    tableRows(doc, 'budget').set(`row-${i}`, row)
  }
}

function changeRows(doc: Y.Doc, count: number): void {
  for (let i = 0; i < count; i++)
    (tableRows(doc, 'budget').get(`row-${i * 7}`) as Y.Map<unknown> | undefined)?.set(
      'description',
      `Anders ${i}`,
    )
}

function addParagraphs(doc: Y.Doc, count: number, letters: number): void {
  const text = fieldFragment(doc, 'gewensteSituatie')
  const paragraphs = Array.from({ length: count }, () => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('Overleg met de wijk. '.repeat(letters / 21))])
    return paragraph
  })
  text.insert(text.length, paragraphs)
}

/** A word at each end of the text. */
function changeParagraphs(doc: Y.Doc, count: number): void {
  for (let i = 0; i < count; i++) {
    const block = fieldFragment(doc, 'gewensteSituatie').get(i * 5)
    const text = block instanceof Y.XmlElement ? block.firstChild : null
    if (!(text instanceof Y.XmlText)) continue
    text.delete(text.length - 20, 20)
    text.insert(0, 'Anders: ')
  }
}

function addNames(doc: Y.Doc, count: number): void {
  const row = new Y.Map<unknown>()
  tableRows(doc, 'budget').set('row', row)
  for (let i = 0; i < count; i++) row.set(`naam-${i}`, i)
}

function clear(doc: Y.Doc): void {
  tableRows(doc, 'budget').clear()
  const text = fieldFragment(doc, 'gewensteSituatie')
  text.delete(0, text.length)
}
