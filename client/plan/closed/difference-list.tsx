import { Copy } from 'lucide-react'
import type { Difference, DifferenceKind } from '../../sync/compare-plans.ts'
import { type TextPart, wordDiff } from '../../text/word-diff.ts'
import { Button } from '../../ui/button.tsx'
import { Chip, type ChipTone } from '../../ui/chip.tsx'
import { showToast } from '../../ui/toasts.ts'

const kinds: Record<DifferenceKind, { text: string; tone: ChipTone }> = {
  onlyMine: { text: 'Alleen in uw kopie', tone: 'accent' },
  onlyRestored: { text: 'Alleen in het teruggezette plan', tone: 'neutral' },
  changed: { text: 'Gewijzigd', tone: 'warn' },
  layout: { text: 'Alleen andere opmaak', tone: 'neutral' },
  order: { text: 'Andere volgorde', tone: 'neutral' },
}

/** Every place where two plans differ, side by side, under the headings of the form. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const sections = [...new Set(differences.map((difference) => difference.section))]
  return (
    <div className="differences">
      <p role="status" className="muted">
        {differences.length === 0 ? '' : differences.length === 1 ? '1 verschil' : `${differences.length} verschillen`}
      </p>
      {sections.map((section) => (
        <section key={section}>
          <h2 className="card__title">{section}</h2>
          <ul className="differences__list">
            {differences
              .filter((difference) => difference.section === section)
              .map((difference) => (
                <DifferenceCard key={difference.id} difference={difference} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function DifferenceCard({ difference: { id, section, label, kind, mine, restored } }: { difference: Difference }) {
  const diff = kind === 'changed' ? wordDiff(mine, restored) : { one: plain(mine), other: plain(restored) }
  return (
    <li className="card difference" data-difference={id}>
      <div className="difference__head">
        {/* A section of one text is named by its heading alone. */}
        <h3 className={label === section ? 'visually-hidden' : 'card__subtitle'}>{label}</h3>
        <Chip tone={kinds[kind].tone}>{kinds[kind].text}</Chip>
      </div>
      <div className="difference__sides">
        <Side title="Uw kopie" parts={diff.one} />
        <Side title="Teruggezet plan" parts={diff.other} />
      </div>
      {mine !== '' && kind !== 'order' && (
        <Button kind="quiet" onPress={() => void copy(mine)} aria-label={`Uw tekst kopiëren: ${label}`}>
          <Copy className="icon" aria-hidden="true" />
          Uw tekst kopiëren
        </Button>
      )}
    </li>
  )
}

function Side({ title, parts }: { title: string; parts: readonly TextPart[] }) {
  return (
    <div className="difference__side">
      <h4 className="difference__title">{title}</h4>
      {parts.length === 0 ? (
        <p className="muted">Leeg</p>
      ) : (
        <p className="difference__text">
          {parts.map(({ text, isSame }, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and are drawn once
            isSame ? <span key={index}>{text}</span> : <mark key={index}>{text}</mark>,
          )}
        </p>
      )}
    </div>
  )
}

function plain(text: string): TextPart[] {
  return text === '' ? [] : [{ text, isSame: true }]
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ text: 'Gekopieerd. Plak de tekst in het teruggezette plan.' })
  } catch {
    showToast({ text: 'Kopiëren is niet gelukt. Selecteer de tekst en kopieer hem zelf.', tone: 'bad' })
  }
}
