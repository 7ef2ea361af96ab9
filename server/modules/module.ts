import type { Work } from '#server/background.ts'
import type { Router } from '#server/http/router.ts'

/**
 * One area of the product: takes its dependencies by name, and returns the routes of its resources,
 * its background work and its shutdown. A new resource is one line in one module.
 */
export type Module = {
  routes?(router: Router): void
  /** Started after all modules are made. */
  background?: readonly Work[]
  /** After the last connection, in the order of the list in compose.ts; storage is still open. */
  close?(): Promise<void>
}
