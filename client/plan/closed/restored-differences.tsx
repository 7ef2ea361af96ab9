import { Copy } from 'lucide-react'
import { ComparisonView, type KindNames } from '#client/panels/compare/comparison-view.tsx'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { sideOf } from '#shared/compare/compare-text.ts'
import type { Comparison, ContentDifference, Difference } from '#shared/compare/differences.ts'
import { labelled } from '#shared/plan/words.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import '#client/panels/compare/comparison-view.css'

const kinds: KindNames = {
  added: 'Alleen in uw kopie',
  removed: 'Alleen in het teruggezette plan',
  changed: 'Gewijzigd',
  layout: 'Alleen andere opmaak',
  moved: 'Andere volgorde',
}
const sides = { old: 'Teruggezet plan', new: 'Uw kopie' }

/** The differences between a restored plan and the user's own copy, with a way to keep the user's own text. */
export function RestoredDifferences({ comparison }: { comparison: Comparison }) {
  const count = comparison.sections.reduce((sum, section) => sum + section.differences.length, 0)
  return (
    <>
      <h2 className="visually-hidden">Verschillen</h2>
      <p role="status" className="muted">
        {count === 0 ? '' : count === 1 ? '1 verschil' : `${count} verschillen`}
      </p>
      <ComparisonView
        comparison={comparison}
        mode="sides"
        sides={sides}
        kinds={kinds}
        actions={(difference, cell) => cell === undefined && <CopyMine difference={difference} />}
      />
    </>
  )
}

function CopyMine({ difference }: { difference: Difference }) {
  const words = wordsOf(difference)
  if (words === '') return null
  return (
    <div className="difference__actions">
      <Button
        kind="quiet"
        onPress={() => void copy(words)}
        aria-label={`Uw tekst kopiëren: ${difference.label}`}
      >
        <Copy className="icon" aria-hidden="true" />
        Uw tekst kopiëren
      </Button>
    </div>
  )
}

function wordsOf(difference: Difference): string {
  if (difference.kind === 'field') return mine(difference.content)
  const lines = difference.cells.flatMap(({ label, content }) =>
    mine(content) === '' ? [] : [labelled(label, mine(content))],
  )
  return difference.change === 'removed' ? '' : lines.join('\n')
}

function mine(content: ContentDifference): string {
  return content.kind === 'plain'
    ? content.newWords
    : plainText({ type: 'doc', content: sideOf(content.blocks, 'new') }).trim()
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ text: 'Gekopieerd. Plak de tekst in het teruggezette plan.' })
  } catch {
    showToast({
      text: 'Kopiëren is niet gelukt. Selecteer de tekst en kopieer die zelf.',
      tone: 'bad',
    })
  }
}
