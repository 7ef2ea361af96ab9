import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fontCoverage } from './font-coverage.ts'

const find = createRequire(import.meta.url).resolve

/**
 * Embedded in every PDF, so that it looks the same everywhere: text, Arabic, emoji in one colour.
 */
export function fontPaths(): string[] {
  const sans = (style: string) =>
    find(`@expo-google-fonts/source-sans-3/${style}/SourceSans3_${style}.ttf`)
  return [
    ...['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map(sans),
    ...['400Regular', '700Bold'].map((style) =>
      find(`@expo-google-fonts/noto-sans-arabic/${style}/NotoSansArabic_${style}.ttf`),
    ),
    find('@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'),
  ]
}

/** A script that few plans have: its font is read only for a plan that needs it. */
type RareFont = { family: string; script: RegExp; files: readonly string[] }

const rareFonts: readonly RareFont[] = [
  {
    family: 'Noto Sans Hebrew',
    script: /\p{Script=Hebrew}/u,
    files: ['400Regular', '700Bold'].map(
      (style) => `@expo-google-fonts/noto-sans-hebrew/${style}/NotoSansHebrew_${style}.ttf`,
    ),
  },
  {
    family: 'Noto Sans SC',
    script:
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff01-\uffef]/u,
    files: ['@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'],
  },
]

/** The files of a family; none where an installation left the package out, for its size. */
export function rareFontPaths(family: string): string[] {
  return (rareFonts.find((font) => font.family === family)?.files ?? []).flatMap((file) => {
    try {
      return [find(file)].filter((path) => existsSync(path))
    } catch {
      return []
    }
  })
}

/** Replaces a character that no font has; unlike anything that a user types. */
export const standIn = '[?]'
/** Characters of our own texts that the fonts lack: a box with a cross. */
const likeness: Readonly<Record<string, string>> = { '☒': '☑' }
/** Marks that only change the look of the character beside them. */
const invisible = /^(?:\p{Cf}|\p{Variation_Selector}|\p{Emoji_Modifier})$/u

export type Glyphs = {
  /** The text with replacements, the number of replaced characters, and the families it needs. */
  visible(text: string): { text: string; missing: number; families: ReadonlySet<string> }
}

let loaded: Glyphs | null = null

export function pdfGlyphs(): Glyphs {
  loaded ??= glyphsOf(fontPaths().map((path) => fontCoverage(readFileSync(path))))
  return loaded
}

function glyphsOf(fonts: readonly ReadonlySet<number>[]): Glyphs {
  const rare = new Map<string, ReadonlySet<number>>()
  const coverageOf = (family: string): ReadonlySet<number> => {
    const known = rare.get(family)
    if (known !== undefined) return known
    const [path] = rareFontPaths(family)
    const covered = path === undefined ? new Set<number>() : fontCoverage(readFileSync(path))
    rare.set(family, covered)
    return covered
  }
  const has = (letter: string) =>
    letter === '\n' || fonts.some((font) => font.has(letter.codePointAt(0) ?? 0))
  const familyOf = (letter: string) =>
    rareFonts.find(
      ({ family, script }) =>
        script.test(letter) && coverageOf(family).has(letter.codePointAt(0) ?? 0),
    )?.family
  return {
    visible(text) {
      let missing = 0
      const families = new Set<string>()
      // Composed first: a letter with its mark is one glyph where the font has one.
      const letters = Array.from(text.normalize('NFC'), (letter) => {
        if (has(letter)) return letter
        if (invisible.test(letter)) return ''
        const alike = likeness[letter]
        if (alike !== undefined) return alike
        const family = familyOf(letter)
        if (family !== undefined) {
          families.add(family)
          return letter
        }
        missing += 1
        return standIn
      })
      return { text: letters.join(''), missing, families }
    },
  }
}
