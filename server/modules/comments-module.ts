import type { RateLimit } from '#server/http/rate-limit.ts'
import { type BsnAnswersDependencies, mountBsnAnswers } from '#server/resources/bsn-answers.ts'
import { mountCommentsExport } from '#server/resources/comments-export.ts'
import { mountThreads, type ThreadsDependencies } from '#server/resources/threads.ts'
import type { Module } from './module.ts'

/** Comments on a plan, and answers about numbers that look like a BSN. */
export function commentsModule({
  exportLimit,
  ...needs
}: ThreadsDependencies & BsnAnswersDependencies & { exportLimit: RateLimit }): Module {
  return {
    routes(router) {
      mountThreads(router, needs)
      mountBsnAnswers(router, needs)
      mountCommentsExport(router, { db: needs.db, reading: needs.reading, limit: exportLimit })
    },
  }
}
