import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render, renderHook } from 'vitest-browser-react'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { setValue } from '#shared/plan/rows.ts'
import { PlanServer } from '#tests/support/plan-server.ts'
import { removeLocalCopies } from '../sync/device/remove-local-copies.ts'
import type { EditableSession } from '../sync/session/session.ts'
import { useLeaveWarning } from './use-leave-warning.ts'
import { usePlanSession } from './use-plan-session.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useSource } from './use-source.ts'

const format = FormatSchema.parse(medrie)
const me = { id: 'anna', name: 'Anna de Boer' }
let server: PlanServer

beforeEach(() => {
  server = new PlanServer({ format, input: { values: { wijk: 'Lindewijk' } }, isAutomatic: true })
  vi.stubGlobal(
    'WebSocket',
    server.socketFor({ ...me, initials: 'AB', discipline: null, color: '#1d4ed8' }, 'editor'),
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

let opened: EditableSession | null = null
let draws = 0

function Screen({ planId }: { planId: string }) {
  const { session } = usePlanSession({ planId, format, me })
  useLeaveWarning(session)
  useShortcuts(session)
  opened = session
  return session === null ? null : <Values session={session} />
}

function Values({ session }: { session: EditableSession }) {
  const wijk = useSource(session.content, (content) => content.values['wijk'])
  draws++
  return (
    <>
      <p>{wijk}</p>
      <input aria-label="vrij" />
      <button type="button">knop</button>
    </>
  )
}

const session = () => opened as EditableSession
const wantsToStay = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

it('opens once in strict mode, opens another plan, and leaves nothing behind', async () => {
  const planId = crypto.randomUUID()
  const screen = await render(<Screen planId={planId} />, { wrapper: StrictMode })
  await expect.element(screen.getByText('Lindewijk')).toBeVisible()
  expect([...server.sockets].map((socket) => new URL(socket.url).pathname)).toEqual([
    `/sync/${planId}`,
  ])
  const other = crypto.randomUUID()
  await screen.rerender(<Screen planId={other} />)
  await expect
    .poll(() => [...server.sockets].map((socket) => new URL(socket.url).pathname))
    .toEqual([`/sync/${other}`])
  await screen.unmount()
  await expect.poll(() => server.sockets.size).toBe(0)
})

it('keeps typed work on this device over a reload, and only warns of leaving until it is acknowledged', async () => {
  const planId = crypto.randomUUID()
  const screen = await render(<Screen planId={planId} />)
  await expect.poll(() => opened?.save.get().kind).toBe('saved')
  expect(wantsToStay()).toBe(false)
  server.isDown = true
  server.drop()
  await expect.poll(() => session().save.get()).toMatchObject({ kind: 'offline', isKept: true })
  session().change((doc) => setValue(doc, 'wijk', 'Oost'))
  expect(wantsToStay()).toBe(true)
  await screen.unmount()
  expect(wantsToStay()).toBe(false)

  const again = await render(<Screen planId={planId} />)
  await expect.element(again.getByText('Oost')).toBeVisible()
  await expect
    .poll(() => session().save.get())
    .toEqual({ kind: 'offline', isKept: true, hasUnsent: true })
  expect(wantsToStay()).toBe(true)
  server.isDown = false
  window.dispatchEvent(new Event('online'))
  await expect.poll(() => session().save.get().kind).toBe('saved')
  expect(wantsToStay()).toBe(false)
  expect(await server.value(planId, 'wijk')).toBe('Oost')
})

it('signing out takes the copy off this device, unless it holds work that was never acknowledged', async () => {
  const planId = crypto.randomUUID()
  const screen = await render(<Screen planId={planId} />)
  await expect.poll(() => opened?.save.get().kind).toBe('saved')
  server.isDown = true
  server.drop()
  await expect.poll(() => session().save.get()).toMatchObject({ isKept: true })
  session().change((doc) => setValue(doc, 'wijk', 'Oost'))
  await screen.unmount()
  const copies = async () =>
    (await indexedDB.databases()).flatMap(({ name }) =>
      name?.includes(planId) === true ? [name] : [],
    )
  expect(await removeLocalCopies('iemand-anders')).toBe(0)
  expect(await removeLocalCopies(me.id)).toBe(1)
  expect(await copies()).toHaveLength(1)

  server.isDown = false
  await render(<Screen planId={planId} />)
  await expect.poll(() => opened?.save.get().kind).toBe('saved')
  // The mark of unsent work is written after the ack.
  await expect.poll(() => removeLocalCopies(me.id)).toBe(0)
  await expect.poll(copies).toEqual([])
  session().change((doc) => setValue(doc, 'wijk', 'West'))
  await expect.poll(() => server.value(planId, 'wijk')).toBe('West')
})

it('draws a part again only when that part changed', async () => {
  const screen = await render(<Screen planId={crypto.randomUUID()} />)
  await expect.element(screen.getByText('Lindewijk')).toBeVisible()
  const before = draws
  session().change((doc) => setValue(doc, 'gemeente', 'Zwolle'))
  session().change((doc) => setValue(doc, 'team', 'Team Oost'))
  await expect.poll(() => session().save.get().kind).toBe('saved')
  expect(draws).toBe(before)
  session().change((doc) => setValue(doc, 'wijk', 'Oost'))
  await expect.element(screen.getByText('Oost')).toBeVisible()
  expect(draws).toBe(before + 1)
})

it('undoes by keyboard anywhere but in an input with words of its own', async () => {
  const screen = await render(<Screen planId={crypto.randomUUID()} />)
  await expect.element(screen.getByText('Lindewijk')).toBeVisible()
  session().change((doc) => setValue(doc, 'wijk', 'Oost'))
  await userEvent.click(screen.getByLabelText('vrij'))
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(session().content.get().values['wijk']).toBe('Oost')
  await userEvent.click(screen.getByRole('button', { name: 'knop' }))
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(session().content.get().values['wijk']).toBe('Lindewijk')
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
  expect(session().content.get().values['wijk']).toBe('Oost')
})

it('a page that is put aside is not present, and is again when it is brought back', async () => {
  const planId = crypto.randomUUID()
  const { result } = await renderHook(() => usePlanSession({ planId, format, me }))
  await expect.poll(() => result.current.session).not.toBeNull()
  const { awareness } = result.current.session as EditableSession
  window.dispatchEvent(new Event('pagehide'))
  expect(awareness.getLocalState()).toBeNull()
  window.dispatchEvent(new Event('pageshow'))
  expect(awareness.getLocalState()).toEqual({})
})

it('opens anew, and nothing any more once it has left the screen', async () => {
  const planId = crypto.randomUUID()
  const { result, act, unmount } = await renderHook(() => usePlanSession({ planId, format, me }))
  await expect.poll(() => result.current.session?.connection.get().kind).toBe('live')
  const former = result.current.session
  await act(() => result.current.reopen())
  expect(result.current.session).not.toBe(former)
  await expect.poll(() => result.current.session?.connection.get().kind).toBe('live')
  expect(server.sockets.size).toBe(1)
  await unmount()
  result.current.reopen()
  await expect.poll(() => server.sockets.size).toBe(0)
})
