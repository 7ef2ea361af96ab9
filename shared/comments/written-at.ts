/** Longer than a summer without a network, shorter than what anyone could want to have said all along. */
const maxOfflineMs = 60 * 24 * 60 * 60 * 1000

/**
 * When a text was written, as the device it was written on tells: earlier than it came in when there was no network. The
 * only place that decides how far a device is believed.
 *
 * Believed: a moment since the plan was made, not in the future, and at most sixty days ago. Anything else counts as said
 * now (null), also a clock that runs ahead. Within those bounds a device can't be checked and may lie or run slow, so the
 * moment is only ever shown: it opens no door, changes no order, and of what comes in after a consultation it decides no more
 * than the mark "na sluiting ontvangen". When it came in is kept beside it, by our own clock.
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
