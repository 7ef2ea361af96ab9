export const months = [
  'januari',
  'februari',
  'maart',
  'april',
  'mei',
  'juni',
  'juli',
  'augustus',
  'september',
  'oktober',
  'november',
  'december',
]

/** `2026-03-09` as `9 maart 2026`; anything else as it is, so that nothing a plan says is lost. */
export function formatDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  const month = months[Number(match?.[2]) - 1]
  return match === null || month === undefined ? iso : `${Number(match[3])} ${month} ${match[1]}`
}
