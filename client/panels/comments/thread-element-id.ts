/** The id of the card of a thread on the page. */
export const threadElementId = (threadId: string) => `reactie-${threadId}`
