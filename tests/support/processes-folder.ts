import { fileURLToPath } from 'node:url'

/** Where `scripts/test-processes.mjs` puts them. Inside the repository, because they find their packages from where they lie. */
export const processesFolder = fileURLToPath(new URL('../../.cache/processes', import.meta.url))
