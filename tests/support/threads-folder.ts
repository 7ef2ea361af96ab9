import { fileURLToPath } from 'node:url'

/** Where `scripts/test-threads.mjs` puts them. Inside the repository, because they find their packages from where they lie. */
export const threadsFolder = fileURLToPath(new URL('../../.cache/threads', import.meta.url))
