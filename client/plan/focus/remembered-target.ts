import type { Target } from '#shared/plan/content.ts'

let remembered: { planId: string; target: Target } | null = null

/** The place to go to once the plan is open. */
export function rememberTarget(planId: string, target: Target): void {
  remembered = { planId, target }
}

export function takeRememberedTarget(planId: string): Target | null {
  const target = remembered?.planId === planId ? remembered.target : null
  remembered = null
  return target
}
