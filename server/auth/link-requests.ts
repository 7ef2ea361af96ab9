import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { LimitError, limits } from '#shared/limits.ts'

export type LinkRequests = {
  /** Takes a request and does nothing of it yet. Refuses when this network asks too much. */
  ask(request: { email: string; network: string }): void
}

/** Long enough that nobody can tell from the server's pace to whom of those who asked a letter went. */
const pauseMs = 1_000
/** Letters under way at one time: a slow mail server must not keep them all waiting behind one. */
const atOnce = 4

/**
 * Requests for a sign-in link by people nobody knows yet. What a request costs and answers is the same for every address:
 * it is counted and put down; who has an account is looked up later, apart from any request. Nobody can keep a member from
 * a letter: each network has a share of its own, and whoever asked in vain has a dozen good letters in their mailbox.
 */
export function createLinkRequests({
  clock,
  logger,
  send,
}: {
  clock: Clock
  logger: Logger
  /** Sends a link to whoever has this address; nothing when nobody has. */
  send: (email: string) => Promise<void>
}): LinkRequests {
  const perNetwork = createRateLimit({ clock, limit: 'signInRequests' })
  const perNetworkAndRecipient = createRateLimit({ clock, limit: 'signInLettersPerRecipient' })
  const perRecipient = createRateLimit({ clock, limit: 'signInLettersTogether' })
  const waiting = new Set<string>()
  let isDue = false
  let underWay = 0

  function goOn(): void {
    isDue = false
    for (const email of waiting) {
      if (underWay >= atOnce) return
      waiting.delete(email)
      underWay += 1
      send(email)
        .catch((error: unknown) =>
          logger.error({ err: error, part: 'auth' }, 'A sign-in link could not be sent'),
        )
        .finally(() => {
          underWay -= 1
          goOn()
        })
    }
  }

  return {
    ask({ email, network }) {
      perNetwork.mustTake(network)
      perNetworkAndRecipient.mustTake(`${network} ${email}`)
      if (waiting.has(email) || !perRecipient.take(email)) return
      if (waiting.size >= limits.signInRequestsWaiting.max)
        throw new LimitError('signInRequestsWaiting')
      waiting.add(email)
      if (isDue) return
      isDue = true
      clock.after(pauseMs, goOn)
    },
  }
}
