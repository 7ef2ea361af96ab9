import type { Case } from './run.ts'

/** Omits steps, in ever smaller groups, as long as the case still fails. */
export async function shrink(
  failing: Case,
  fails: (candidate: Case) => Promise<boolean>,
  maxRuns = 400,
): Promise<Case> {
  let best = failing
  let runs = 0
  for (
    let size = Math.ceil(best.steps.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = best.steps.length - size; start > -size && runs < maxRuns; start -= size) {
      const candidate = {
        ...best,
        steps: [...best.steps.slice(0, Math.max(0, start)), ...best.steps.slice(start + size)],
      }
      runs++
      if (await fails(candidate)) best = candidate
    }
  }
  return best
}
