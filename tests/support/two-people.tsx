import type { ReactNode } from 'react'
import * as Y from 'yjs'
import { FieldEditor } from '#client/editor/field-editor.tsx'
import { noStore } from '#client/sync/device/local-copy.ts'
import { openPlanSession } from '#client/sync/session/plan-session.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import type { Role } from '#shared/access.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { fieldFragment, rowCells } from '#shared/plan/layout.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import { format } from './fixtures.ts'
import { PlanServer } from './plan-server.ts'

/** For tests: users in one plan on one page, each with their own session on the real rooms. */
export function planServer(input: PlanInput = { values: {} }): PlanServer {
  return new PlanServer({ format, input, isAutomatic: true })
}

export async function join(
  server: PlanServer,
  user: PresenceUser,
  role: Role = 'editor',
): Promise<EditableSession> {
  const session = openPlanSession({
    planId: 'p1',
    format,
    me: user,
    url: 'ws://test/sync',
    WebSocketPolyfill: server.socketFor(user, role),
    store: noStore,
  })
  if (!session.isLoaded.get())
    await new Promise<void>((resolve) => session.isLoaded.subscribe(resolve))
  return session
}

export function Field({
  session,
  id,
  name,
  isEditable = true,
}: {
  session: EditableSession
  id: string
  name: string
  isEditable?: boolean
}): ReactNode {
  return (
    <FieldEditor
      session={session}
      edit={isEditable ? session : null}
      fragment={fieldFragment(session.doc, id)}
      place={{ field: id }}
      label={name}
      placeholder="Schrijf hier"
    />
  )
}

export function Cell({
  session,
  row,
  column,
  name,
}: {
  session: EditableSession
  row: string
  column: string
  name: string
}): ReactNode {
  const fragment = rowCells(session.doc, 'themes', row)?.get(column)
  if (!(fragment instanceof Y.XmlFragment)) return null
  return (
    <FieldEditor
      session={session}
      edit={session}
      fragment={fragment}
      place={{ table: 'themes', row, column }}
      label={name}
    />
  )
}
