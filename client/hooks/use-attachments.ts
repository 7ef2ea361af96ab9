import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Attachment,
  addAttachment,
  listAttachments,
  removeAttachment,
} from '#shared/api/files.ts'
import type { Target } from '#shared/plan/content.ts'
import { call, upload } from '../api.ts'
import { queryKeys } from './query-keys.ts'

export function useAttachments(planId: string) {
  return useQuery({
    queryKey: queryKeys.attachments(planId),
    queryFn: async ({ signal }) =>
      (await call(listAttachments, { params: { planId }, signal })).attachments,
  })
}

/** The attachments at one place, from the list of the plan. */
export function attachmentsAt(
  all: readonly Attachment[] | undefined,
  { section, table, row }: Target,
): Attachment[] {
  return (all ?? []).filter(
    ({ target }) => target.section === section && target.table === table && target.row === row,
  )
}

export function useChangeAttachments(planId: string) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.attachments(planId) })
  return {
    async add(target: Target, file: File, signal: AbortSignal): Promise<void> {
      const { section, table, row } = target
      const kind = target.kind === 'row' ? 'row' : 'section'
      const query = { kind, section, table, row }
      await upload(addAttachment, { params: { planId }, query, file, signal })
      await refresh()
    },
    async remove(fileId: string): Promise<void> {
      await call(removeAttachment, { params: { planId, fileId } })
      await refresh()
    },
  }
}
