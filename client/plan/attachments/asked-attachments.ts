import { createSignal } from '#client/sync/source.ts'
import type { Target } from '#shared/plan/content.ts'

/** The place whose attachments are shown; `name` in words: "regel Zaalhuur". */
export const askedAttachments = createSignal<{ target: Target; name: string } | null>(null)
