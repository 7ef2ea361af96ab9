import type { Router } from '#server/http/router.ts'
import type { Formats } from '#server/storage/formats.ts'
import { getFormat, listFormats } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'

export function mountFormats(router: Router, { formats }: { formats: Formats }): void {
  router.signedIn(listFormats, async () => ({ formats: formats.newest() }))
  router.signedIn(getFormat, async ({ params, query }) => {
    const format = formats.find(params.formatId, query.version)
    if (format === null) throw new AppError('not-found')
    return format
  })
}
