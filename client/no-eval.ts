import { config } from 'zod'

/**
 * Compiling schemas needs `new Function`, which the content security policy forbids; zod finds that out by trying, which
 * the browser reports. Imported before anything that makes a schema.
 */
config({ jitless: true })
