import type { Guard } from '#server/auth/guard.ts'
import { roundReminderJob } from '#server/plans/agreement/round-reminder-job.ts'
import { type AgreementDependencies, mountAgreement } from '#server/resources/agreement.ts'
import { type ChecksDependencies, mountChecks } from '#server/resources/checks.ts'
import { mountEnding } from '#server/resources/ending.ts'
import {
  mountOutcomeLinks,
  type OutcomeLinksDependencies,
} from '#server/resources/outcome-links.ts'
import { mountSign, type SignDependencies } from '#server/resources/sign.ts'
import { mountSubmission, type SubmissionDependencies } from '#server/resources/submission.ts'
import type { Logger } from '#server/runtime.ts'
import type { Module } from './module.ts'

const everyMs = 5000

/** The life of a version from its presentation to its submission, sharing what was adopted, and the end of a plan. */
export function agreementModule(
  needs: AgreementDependencies &
    SubmissionDependencies &
    SignDependencies &
    ChecksDependencies &
    OutcomeLinksDependencies & { guard: Guard; logger: Logger },
): Module {
  return {
    routes(router) {
      mountAgreement(router, needs)
      mountSubmission(router, needs)
      mountEnding(router, needs)
      mountOutcomeLinks(router, needs)
      mountSign(router, needs)
      mountChecks(router, needs)
    },
    background: [{ name: 'agreements', everyMs, run: roundReminderJob(needs) }],
  }
}
