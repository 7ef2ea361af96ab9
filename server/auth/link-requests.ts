import type { SharedRates } from '#server/http/shared-rates.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { LimitError, limits } from '#shared/limits.ts'

/** `userId`: the signed-in user who requests this address for their account, if any. */
type LinkRequest = { email: string; userId?: string }

export type LinkRequests = {
  /** Queues a request without acting on it. Rejects when this network sends too many requests. */
  ask(request: LinkRequest & { network: string }): Promise<void>
}

/** Long enough to hide from timing which of the requesters was sent a mail. */
const pauseMs = 1_000
/** Mails sent at one time: a slow mail server must not make all of them wait for one. */
const atOnce = 4

/**
 * Requests for a sign-in link from unknown visitors. A request has the same cost and the same
 * answer for every address: it is counted and queued, and the account is looked up later, apart
 * from any request. Nobody can keep a member from getting a mail: each network has a limit of its
 * own, and an attacker who uses up the recipient's limit has filled the mailbox with a dozen valid
 * links.
 */
export function createLinkRequests({
  clock,
  rates,
  logger,
  send,
}: {
  clock: Clock
  rates: SharedRates
  logger: Logger
  /** Sends a link to the holder of this address if it may have one; otherwise does nothing. */
  send: (request: LinkRequest) => Promise<void>
}): LinkRequests {
  const perNetwork = rates.of('signInRequests')
  const perNetworkAndRecipient = rates.of('signInLettersPerRecipient')
  const perRecipient = rates.of('signInLettersTogether')
  /** By address: the last request for an address replaces an earlier one that is still waiting. */
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
    async ask({ network, ...request }) {
      const { email } = request
      await perNetwork.mustTake(network)
      await perNetworkAndRecipient.mustTake(`${network} ${email}`)
      if (!waiting.has(email) && !(await perRecipient.take(email))) return
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
