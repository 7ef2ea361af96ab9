/** The sync address on the server that this page came from. */
export function syncUrl({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/sync`
}
