import { createContext, useContext } from 'react'
import type { Role } from '#shared/access.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import type { Target } from '#shared/plan/content.ts'
import type { Place } from '../sync/place.ts'
import type { EditableSession, OpenPlan } from '../sync/session/session.ts'

export type PlanContextValue = {
  planId: string
  session: OpenPlan
  format: Format
  role: Role
  /** The sheet that is shown. */
  sheet: 'plan' | 'year'
  /** The sections that this person was invited to; null for the whole plan. */
  parts: Parts
  /** The plan as its editor has it; null where it is only read. */
  edit: EditableSession | null
  /** Announces a sentence in the polite live region. */
  announce: (text: string) => void
  /** Brings a place of the plan into view and puts the focus in it. */
  goTo: (target: Target | Place) => void
  /** Shows the sheet and opens the parts that hold a place; the focus and the page stay where they are. */
  showPlace: (target: Target | Place) => void
}

export const PlanContext = createContext<PlanContextValue | null>(null)

export function usePlanContext(): PlanContextValue {
  const value = useContext(PlanContext)
  if (value === null) throw new Error('This part of the screen belongs inside an open plan.')
  return value
}
