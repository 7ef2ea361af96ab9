import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs, findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()
// See CONTRIBUTING: `npm test -- --all` sets it.
const long = process.env['LONG_TESTS'] === '1' ? [] : ['**/*.long.test.ts', 'tests/process/long/**']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: ['scripts/test-processes.mjs', 'tests/support/postgres-folder.ts'],
          // One set of modules for all files of a worker: reading them anew for each took more time than the tests.
          isolate: false,
          // Long enough for a machine that others use too; what hangs is found all the same.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          environment: 'node',
          include: ['{shared,server,client,tests}/**/*.test.ts'],
          exclude: ['tests/process/**', '**/node_modules/**', ...long],
        },
      },
      {
        // These start the built server in processes of their own, and mostly wait for them.
        test: {
          name: 'process',
          globalSetup: ['tests/support/postgres-folder.ts'],
          environment: 'node',
          include: ['tests/process/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...long],
          testTimeout: 60_000,
          // The first test on PostgreSQL creates its server.
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [react()],
        // Found before the first test: a reload halfway, when vite meets a new package, gives React twice.
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            'react-aria-components',
            'lucide-react',
            'wouter',
            'yjs',
            'zod',
            'fractional-indexing',
            'y-indexeddb',
            'y-websocket',
            'y-protocols/awareness',
            'y-protocols/sync',
            'lib0/decoding',
            'lib0/encoding',
            '@tiptap/core',
            '@tiptap/pm/model',
            '@tiptap/pm/state',
            '@tiptap/react',
            '@tiptap/starter-kit',
            '@tiptap/extension-table',
            '@tiptap/extension-list',
            '@tiptap/extension-blockquote',
            '@tiptap/extension-collaboration',
            '@tiptap/extension-collaboration-caret',
            '@tiptap/y-tiptap',
          ],
        },
        test: {
          name: 'browser',
          include: ['client/**/*.browser.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArgs },
              contextOptions: { locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
