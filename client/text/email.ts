/** The first coordinator starts with an address that can't exist (RFC 2606); it must not be shown. */
export function realEmail(email: string): string {
  return email.endsWith('.invalid') ? '' : email
}
