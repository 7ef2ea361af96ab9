import { consultationDeadlineJob } from '#server/plans/consultation/deadline-job.ts'
import { type ConsultationDependencies, mountConsultation } from '#server/resources/consultation.ts'
import { mountReadLinks, type ReadLinksDependencies } from '#server/resources/read-links.ts'
import type { Logger } from '#server/runtime.ts'
import type { Module } from './module.ts'

const everyMs = 5000

/** Consultations with a deadline, and read links for people without an account. */
export function consultationModule(
  needs: ConsultationDependencies & ReadLinksDependencies & { logger: Logger },
): Module {
  return {
    routes(router) {
      mountConsultation(router, needs)
      mountReadLinks(router, needs)
    },
    background: [{ name: 'consultations', everyMs, run: consultationDeadlineJob(needs) }],
  }
}
