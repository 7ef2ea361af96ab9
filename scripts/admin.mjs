// npm run -s admin -- link|backup|restore|verify …: server/admin.ts, with nothing else on stdout.
import { startProgram } from './program.mjs'

await startProgram('admin', 'server')
