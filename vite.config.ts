import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = `http://127.0.0.1:${process.env['PORT'] ?? 3000}`

export default defineConfig({
  plugins: [{ ...optimizeLocales.vite({ locales: ['nl-NL'] }), enforce: 'pre' }, react()],
  publicDir: 'client/public',
  build: {
    // The benchmark reads which files a page loads.
    manifest: true,
    outDir: 'dist/client',
    emptyOutDir: true,
    // The content security policy allows neither inline scripts nor data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    strictPort: true,
    watch: { ignored: ['**/dist/**', '**/data/**', '**/.tsbuild/**', '**/.cache/**', '**/test-results/**'] },
    proxy: { '/api': server, '/healthz': server, '/readyz': server, '/metrics': server, '/sync': { target: server, ws: true } },
  },
})
