import type { CustomFetch } from 'openid-client'
import { limits } from '#shared/limits.ts'

/**
 * Requests to the provider, with a maximum answer size: the library limits their time and follows
 * no redirect, but would read an answer of any size.
 */
export const fetchFromProvider: CustomFetch = async (url, options) => {
  const response = await fetch(url, options as RequestInit)
  const chunks: Uint8Array[] = []
  let length = 0
  if (response.body !== null)
    for await (const chunk of response.body) {
      length += chunk.byteLength
      if (length > limits.oidcProviderBytes.max)
        throw new Error('The identity provider answered more than makes sense')
      chunks.push(chunk)
    }
  const { status, statusText, headers } = response
  const hasNoBody = status === 204 || status === 304
  return new Response(hasNoBody ? null : Buffer.concat(chunks), { status, statusText, headers })
}
