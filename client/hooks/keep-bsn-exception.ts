import * as deviceText from '#client/text/device.ts'
import { answerNotBsn } from '#shared/api/bsn.ts'
import type { Target } from '#shared/plan/content.ts'
import { call, isOffline } from '../api.ts'
import { showToast } from '../ui/toasts.ts'

type Answer = { planId: string; target: Target; reason: string }

const retryMs = 20_000

/**
 * Stores the reason why a number in the plan is not a BSN, beside the plan and without the number. The text is written at
 * once. Without a connection the reason waits on this page; a place that no longer exists needs no reason.
 */
export function keepBsnException({ planId, target, reason }: Answer): void {
  call(answerNotBsn, { params: { planId }, body: { target, notBsn: reason } }).catch(
    (error: unknown) => {
      if (isOffline(error)) setTimeout(() => keepBsnException({ planId, target, reason }), retryMs)
      else
        showToast({
          text: deviceText.reasonNotKept(error instanceof Error ? error.message : ''),
          tone: 'bad',
        })
    },
  )
}
