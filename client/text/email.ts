/** The first coordinator starts with an address that can't exist (RFC 2606); nobody should be shown it. */
export function realEmail(email: string): string {
  return email.endsWith('.invalid') ? '' : email
}
