export type ErrorRow = {
  /** HTTP status of the problem response. */
  status: number
  /** Websocket close code; 44xx is final, 45xx is retried with jitter (DESIGN 4). */
  close?: number
  /** What the user reads: what happened and what to do now. */
  text: string
}
