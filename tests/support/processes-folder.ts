import { fileURLToPath } from 'node:url'

/** The output folder of `scripts/test-processes.mjs`. Inside the repository, because Node resolves packages from there. */
export const processesFolder = fileURLToPath(new URL('../../.cache/processes', import.meta.url))
