import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { LimitError, limits } from '#shared/limits.ts'

/** `userId`: of the person who asks for this address, where somebody is signed in. */
type LinkRequest = { email: string; userId?: string }

export type LinkRequests = {
  /** Takes a request and does nothing of it yet. Refuses when this network asks too much. */
  ask(request: LinkRequest & { network: string }): void
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
  /** Sends a link to whoever may have one at this address; nothing when nobody may. */
  send: (request: LinkRequest) => Promise<void>
}): LinkRequests {
  const perNetwork = createRateLimit({ clock, limit: 'signInRequests' })
  const perNetworkAndRecipient = createRateLimit({ clock, limit: 'signInLettersPerRecipient' })
  const perRecipient = createRateLimit({ clock, limit: 'signInLettersTogether' })
  /** By address: who asks last for what nobody was told of yet is the one who is told. */
  const waiting = new Map<string, LinkRequest>()
  let isDue = false
  let underWay = 0

  function goOn(): void {
    for (const [email, request] of waiting) {
      if (underWay >= atOnce) return
      waiting.delete(email)
      underWay += 1
      send(request)
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
    ask({ network, ...request }) {
      const { email } = request
      perNetwork.mustTake(network)
      perNetworkAndRecipient.mustTake(`${network} ${email}`)
      if (!waiting.has(email) && !perRecipient.take(email)) return
      if (!waiting.has(email) && waiting.size >= limits.signInRequestsWaiting.max)
        throw new LimitError('signInRequestsWaiting')
      waiting.set(email, request)
      if (isDue) return
      isDue = true
      clock.after(pauseMs, () => {
        isDue = false
        goOn()
      })
    },
  }
}
