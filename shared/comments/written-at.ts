/** Longer than a summer without a network, but too short to backdate a remark by much. */
const maxOfflineMs = 60 * 24 * 60 * 60 * 1000

/**
 * When a text was written, by the clock of its device: earlier than its receipt if there was no
 * network. The only place that decides how far a device is trusted.
 *
 * Accepted: a moment since the plan was created, not in the future, and at most sixty days ago. Any
 * other value, such as one from a fast clock, counts as now (null). Within those bounds a device
 * can't be verified and may lie or be slow, so the moment is only shown: it grants no rights,
 * changes no order, and after a consultation it decides only the mark "na sluiting ontvangen". The
 * time of receipt, by our own clock, is stored beside it.
 */
export function writtenAtOf(
  claimed: string | null | undefined,
  between: { planMade: number; now: number },
): number | null {
  if (claimed == null) return null
  const at = Date.parse(claimed)
  return Number.isFinite(at) &&
    at >= between.planMade &&
    at <= between.now &&
    between.now - at <= maxOfflineMs
    ? at
    : null
}
