import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { App } from './route.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

type Encoding = 'br' | 'gzip'
type Asset = {
  bytes: Uint8Array<ArrayBuffer>
  type: string
  cacheControl: string
  encoded: Partial<Record<Encoding, Promise<Uint8Array<ArrayBuffer>>>>
}

/**
 * First path segments that are never a page of the client: a wrong address there gives a 404 and
 * not a page.
 */
const notPages = new Set(['api', 'sync', 'assets', 'healthz', 'readyz', 'metrics'])

/**
 * Serves the built client from memory: it is a few megabytes, and a path can then never lead
 * outside the folder. Files in `assets/` have a hash in their name and may be cached for ever.
 * Without a built client only the REST interface works.
 */
export async function mountClient(app: App, folder: string): Promise<void> {
  const assets = await readAssets(folder)
  const index = assets.get('/index.html')
  app.get('*', async (c, next) => {
    const asset = assets.get(c.req.path)
    if (asset !== undefined) return respond(asset, c.req.raw)
    if (!isPage(c.req.path, c.req.header('accept'))) return next()
    if (index === undefined)
      return c.text(
        'De pagina’s van Wijktafel zijn nog niet gebouwd. Voer "npm start" of "npm run build" uit.',
        503,
      )
    return respond(index, c.req.raw)
  })
}

/**
 * Mail scanners and command-line clients send any Accept header; a missing script or picture must
 * not be answered with a page.
 */
function isPage(path: string, accept = '*/*'): boolean {
  return (
    /text\/html|\*\/\*/.test(accept) &&
    extname(path) === '' &&
    !notPages.has(path.split('/')[1] ?? '')
  )
}

async function readAssets(folder: string): Promise<Map<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const assets = new Map<string, Asset>()
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const type = types[extname(file)]
    // Source maps and other files in the folder are not part of the site.
    if (type === undefined) continue
    const cacheControl = path.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache'
    assets.set(path, {
      bytes: new Uint8Array(await readFile(file)),
      type,
      cacheControl,
      encoded: {},
    })
  }
  return assets
}

async function respond(asset: Asset, request: Request): Promise<Response> {
  const headers = new Headers({ 'content-type': asset.type, 'cache-control': asset.cacheControl })
  const encoding = chooseEncoding(asset, request.headers.get('accept-encoding') ?? '')
  if (encoding === null) return new Response(asset.bytes, { headers })
  asset.encoded[encoding] ??= compress(asset.bytes, encoding)
  headers.set('content-encoding', encoding)
  headers.set('vary', 'accept-encoding')
  return new Response(await asset.encoded[encoding], { headers })
}

function chooseEncoding(asset: Asset, accepted: string): Encoding | null {
  if (!asset.type.includes('charset') || asset.bytes.byteLength < 1024) return null
  if (/\bbr\b/.test(accepted)) return 'br'
  return /\bgzip\b/.test(accepted) ? 'gzip' : null
}

async function compress(bytes: Uint8Array, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  // Once per file, on the first request: level 9 of 11 takes a fraction of a second and its result
  // is a few percent larger.
  const compressed =
    encoding === 'br'
      ? await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : await promisify(gzip)(bytes)
  return new Uint8Array(compressed)
}
