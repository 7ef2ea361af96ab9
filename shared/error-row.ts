export type ErrorRow = {
  /** HTTP status of the problem response. */
  status: number
  /** Websocket close code; 44xx is final, 45xx is retried with jitter (DESIGN 4). */
  close?: number
  /** The sentence for the user: the cause and the next step. */
  text: string
}
