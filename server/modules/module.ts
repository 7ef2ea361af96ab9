import type { Work } from '#server/background.ts'
import type { Router } from '#server/http/router.ts'

/**
 * One area of the product, put together from what it needs by name: the routes of its resources, what it does by itself, and
 * what it ends. A new resource is one line in one module.
 */
export type Module = {
  routes?(router: Router): void
  /** Begun when everything is put together. */
  background?: readonly Work[]
  /** After the last connection, in the order of the list in compose.ts; storage is still open. */
  close?(): Promise<void>
}
