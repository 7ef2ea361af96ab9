import type { SignInMethod, StartedBy } from '../started-by.ts'

const words: Record<Exclude<SignInMethod, 'handed'>, string> = {
  mail: 'via een link per mail',
  passkey: 'met een passkey',
  oidc: 'via de eigen organisatie',
}

/**
 * The sign-in method in the words of a record: "via een link die N. Dekker doorgaf". Null for an
 * answer from before this was recorded.
 */
export function signedInText(startedBy: StartedBy | null): string {
  if (startedBy === null) return 'niet vastgelegd'
  const { method, by, issuer } = startedBy
  if (method === 'oidc' && issuer !== undefined) return `${words.oidc} (${hostOf(issuer)})`
  if (method !== 'handed') return words[method]
  return `via een link die ${by?.name ?? 'de beheerder'} doorgaf`
}

/** The same for anyone who checks a document: without the name of a person. */
export function signedInMethodText(method: SignInMethod | null, issuer: string | null): string {
  if (method === 'handed') return 'via een link die iemand anders doorgaf'
  return signedInText(method && { method, ...(issuer === null ? {} : { issuer }) })
}

/** People recognise their organisation by the host; the record contains the whole issuer. */
const hostOf = (issuer: string): string => issuer.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
