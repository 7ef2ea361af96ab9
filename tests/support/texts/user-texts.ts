import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { collectTexts, type UserText } from './collect-texts.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Texts for developers: English, or names of types and headers. */
const forDevelopers = [
  'server/storage/',
  'server/sync/',
  'server/yjs/',
  'server/modules/',
  'server/invariant.ts',
  'server/job-runner.ts',
  'server/auth/oidc/provider-refusal.ts',
  'server/export/file-maker.ts',
  'server/http/connection-check.ts',
  'server/http/problem.ts',
  'server/http/observe.ts',
  'server/http/security.ts',
  'server/http/static.ts',
  'server/http/slow-clients.ts',
  'server/http/websocket-upgrade.ts',
  'server/mail/open-mail.ts',
  'server/mail/outbox.ts',
  'server/export/odt/odt-styles.ts',
  'server/export/docx/docx-styles.ts',
  'shared/yjs/',
  'shared/protocol/',
  'client/sync/transport/',
  'shared/format/check-references.ts',
  'shared/format/kinds/',
]

/** Texts for the person who runs the server: Dutch too, with the words of that trade. */
const forOperators = [
  'server/admin.ts',
  'server/admin/',
  'server/config.ts',
  'server/main.ts',
  'server/oidc-settings.ts',
  'server/trust-proxy.ts',
  'server/auth/oidc/client-credential.ts',
  'server/copies/',
  'client/text/installation.ts',
  'server/demo.ts',
  'server/open-storage.ts',
]

/** Modules of texts, the tables that are texts by their nature (one entry is one sentence), and the rules of the language. */
const homes = [
  'client/text/',
  'server/text/',
  'shared/text/',
  'shared/formats/',
  'shared/errors.ts',
  'shared/access.ts',
  'shared/disciplines.ts',
  'shared/format-list.ts',
]
const isHome = (path: string) =>
  startsWithOne(path, homes) || /^shared\/(?:[\w-]+\/)?[\w-]*refusals\.ts$/.test(path)

export interface CheckedText extends UserText {
  isForOperators: boolean
  /** It stands in a module or a table of texts. */
  isHome: boolean
}

/** Every text that the product shows to a user, from its sources and from the forms. */
export function readUserTexts(): CheckedText[] {
  return [...sourceTexts(), ...formatTexts()].map((text) => ({
    ...text,
    isForOperators: startsWithOne(text.path, forOperators),
    isHome: isHome(text.path),
  }))
}

/** The modules of the product. */
export function sourceFiles(): { path: string; code: string }[] {
  return ['client', 'shared', 'server'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((path) => /\.tsx?$/.test(path) && !/\.(test|contract)\.tsx?$/.test(path))
      .sort()
      .map((path) => ({ path, code: readFileSync(join(root, path), 'utf8') })),
  )
}

function sourceTexts(): UserText[] {
  return sourceFiles()
    .filter(({ path }) => !startsWithOne(path, forDevelopers) && !/-limits\.ts$/.test(path))
    .flatMap(({ path, code }) => collectTexts(path, code))
    .map((found) => ({ ...found, text: withoutAddresses(found.text) }))
    .filter(isForPeople)
}

const startsWithOne = (path: string, starts: readonly string[]) =>
  starts.some((start) => path.startsWith(start))

/** Addresses, options and settings in a text are for machines. */
const withoutAddresses = (text: string) =>
  text.replace(
    /https?:\/\/\S+|(?:\{…\})?\/[a-z][\w/{}…?=-]*|--[a-z]+|\b[A-Z]+(?:_[A-Z]+)+\b/g,
    '{…}',
  )

/** Names of classes, queries, headers and markup. */
const technical: readonly RegExp[] = [
  /^[a-z][\w./:-]*$/,
  /^[A-Z]+$/,
  /^[A-Z-]+[:;=]/,
  /^\S+\.\w{2,4}$|^\{…\}\.\w+$/,
  /^[\w-]+( [\w-]+)*(--|__)/,
  /^[(<&@/.:#*[]/,
  /^\{"/,
  /[a-z]+="/,
  /[{;]\s*[a-z-]+:/,
  /^\w+:\{…\}|^\{…\}:\w+|^edit\/|^comment-mark/,
  /^\{…\}Note$|^[a-z]+\.\{…\}$|^[a-z]+\/\{…\}/,
  /^[a-z]+(-[a-z]+)*-\{…\}$/,
  /charset=|^(application|text|image)\{…\}/,
  /^select |\bas \w+$|^not (in|like)$|^is not$/,
  /^Mod-|^Europe\/|^Default$/,
  /no-store|noopener|session_token|^openid /,
  /^\w+=|^HTTP\/|; (Secure|HttpOnly)|^__(Host|Secure)-|^(private, )?no-cache$/,
  /^event: |^filename\*|-digit$|^_blank$|^\w+\*$|^[A-Z]{2}\d+$|^\S+@\S+\.invalid$|^%\.invalid$|^GET /,
  /^default-src|-src '/,
  /:is\(|var\(--|not\(\[|\d(px|rem|pt)\b/,
]

const isForPeople = ({ text, isDrawn }: UserText) =>
  /\p{L}{2}/u.test(text.replaceAll('{…}', '')) &&
  (isDrawn || !technical.some((one) => one.test(text)))

/** Of a form: what we ask, say and explain. The issuer's own words are to the letter, and no business of a list of words. */
const ownTexts = new Set(['message', 'hint', 'note', 'usedWhen', 'usedBy'])

function formatTexts(): UserText[] {
  const folder = 'shared/formats'
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const path = `${folder}/${name}`
      const found: UserText[] = []
      const walk = (value: unknown, key: string, isOurs: boolean): void => {
        if (typeof value === 'string') {
          if (ownTexts.has(key) || (key === 'label' && isOurs))
            found.push({ path, line: 0, text: value, isDrawn: true })
        } else if (Array.isArray(value)) for (const one of value) walk(one, key, isOurs)
        else if (typeof value === 'object' && value !== null) {
          const isOwn = 'source' in value ? value.source === 'ours' : isOurs
          for (const [name, one] of Object.entries(value)) walk(one, name, isOwn)
        }
      }
      walk(JSON.parse(readFileSync(join(root, path), 'utf8')), '', false)
      return found
    })
}
