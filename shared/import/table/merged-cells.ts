import type { ColumnKind } from '#shared/format/columns.ts'

/** A merged name or choice counts for each of its rows; a merged amount would be counted twice. */
export const isSharable: Readonly<Record<ColumnKind, boolean>> = {
  line: true,
  richText: false,
  choice: true,
  date: true,
  count: false,
  quantity: false,
  money: false,
  reference: true,
  computed: false,
}
