/**
 * `after`, in which every part that equals its counterpart in `before` is replaced by that counterpart: unchanged parts stay
 * the same object and need no render. Plain JSON only. Rows are matched by id, not by index.
 */
export function share<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after
  if (Array.isArray(before) && Array.isArray(after)) return shareArray(before, after) as T
  if (isRecord(before) && isRecord(after)) return shareRecord(before, after) as T
  return after
}

function shareArray(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const byId = new Map(
    before.flatMap((item) =>
      isRecord(item) && typeof item['id'] === 'string' ? [[item['id'], item] as const] : [],
    ),
  )
  const shared = after.map((item, index) =>
    share(
      isRecord(item) && typeof item['id'] === 'string' ? byId.get(item['id']) : before[index],
      item,
    ),
  )
  return shared.length === before.length &&
    shared.every((item, index) => Object.is(item, before[index]))
    ? before
    : shared
}

function shareRecord(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> {
  const keys = Object.keys(after)
  let isSame = Object.keys(before).length === keys.length
  const shared: Record<string, unknown> = {}
  for (const key of keys) {
    shared[key] = share(before[key], after[key])
    if (!Object.hasOwn(before, key) || !Object.is(shared[key], before[key])) isSame = false
  }
  return isSame ? before : shared
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
