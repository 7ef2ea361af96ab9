import { readFileSync } from 'node:fs'
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

/** Replaces a character that no font has; unlike anything that a user types. */
export const standIn = '[?]'
/** Characters of our own texts that the fonts lack: a box with a cross. */
const likeness: Readonly<Record<string, string>> = { '☒': '☑' }
/** Marks that only change the look of the character beside them. */
const invisible = /^(?:\p{Cf}|\p{Variation_Selector}|\p{Emoji_Modifier})$/u

export type Glyphs = {
  /** The text with replacements, and the number of replaced characters. */
  visible(text: string): { text: string; missing: number }
}

let loaded: Glyphs | null = null

export function pdfGlyphs(): Glyphs {
  loaded ??= glyphsOf(fontPaths().map((path) => fontCoverage(readFileSync(path))))
  return loaded
}

function glyphsOf(fonts: readonly ReadonlySet<number>[]): Glyphs {
  const has = (letter: string) =>
    letter === '\n' || fonts.some((font) => font.has(letter.codePointAt(0) ?? 0))
  return {
    visible(text) {
      let missing = 0
      // Composed first: a letter with its mark is one glyph where the font has one.
      const letters = Array.from(text.normalize('NFC'), (letter) => {
        if (has(letter)) return letter
        if (invisible.test(letter)) return ''
        const alike = likeness[letter]
        if (alike !== undefined) return alike
        missing += 1
        return standIn
      })
      return { text: letters.join(''), missing }
    },
  }
}
