import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const server = `http://127.0.0.1:${process.env['PORT'] ?? 3000}`

/** The program itself on the device, so that it opens without a network. None while developing. */
const offlineShell = VitePWA({
  // A new version waits until someone asks for it: never another program under typing hands.
  registerType: 'prompt',
  // client/app-update.ts registers it; an inline script would be refused by the content security policy.
  injectRegister: false,
  manifest: {
    name: 'Wijktafel',
    short_name: 'Wijktafel',
    description: 'Samen één wijkplan schrijven',
    lang: 'nl',
    start_url: '/',
    display: 'minimal-ui',
    theme_color: '#0d5c63',
    background_color: '#f5f2eb',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{html,js,css,woff2,svg,png}'],
    navigateFallback: '/index.html',
    navigateFallbackDenylist: [/^\/(api|calendar|sync|assets|healthz|readyz|metrics)(\/|$)/],
    cleanupOutdatedCaches: true,
  },
})

export default defineConfig({
  plugins: [
    { ...optimizeLocales.vite({ locales: ['nl-NL'] }), enforce: 'pre' },
    react(),
    offlineShell,
  ],
  publicDir: 'client/public',
  build: {
    // The benchmark reads which files a page loads.
    manifest: true,
    outDir: 'dist/client',
    emptyOutDir: true,
    // The content security policy allows neither inline scripts nor data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Everybody loads these, so they are one file: split by which pages use them too, they compress worse.
        codeSplitting: { groups: [{ name: 'initial', tags: ['$initial'] }] },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    watch: {
      ignored: ['**/dist/**', '**/data/**', '**/.tsbuild/**', '**/.cache/**', '**/test-results/**'],
    },
    proxy: {
      '/api': server,
      '/healthz': server,
      '/readyz': server,
      '/metrics': server,
      '/sync': { target: server, ws: true },
    },
  },
})
