/**
 * Maximum lengths of texts in forms, in characters. The reasons are in the table of limits
 * (text-limits.ts).
 */
export const textLengths = {
  personName: 120,
  email: 200,
  versionName: 120,
  consultationMessage: 1_000,
  readLinkLabel: 80,
  answerRemark: 2_000,
  correction: 300,
  endReason: 500,
  pictureAlt: 500,
} as const
