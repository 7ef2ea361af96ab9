import { Fragment } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import './shortcuts-dialog.css'

const groups = [
  {
    title: 'Overal',
    keys: [
      ['Ctrl + Z', 'Uw laatste wijziging ongedaan maken'],
      ['Ctrl + Y', 'Opnieuw'],
      ['Tab, Shift + Tab', 'Naar het volgende of vorige veld'],
      ['Ctrl + Alt + M', 'Reageren op de selectie, het veld of de cel'],
      ['Alt + R', 'Naar de reactie die hier staat'],
    ],
  },
  {
    title: 'In een tabel of kaart',
    keys: [
      ['Ctrl + Enter', 'Hieronder een regel, thema of persoon toevoegen'],
      ['Alt + ↑, Alt + ↓', 'Omhoog of omlaag verplaatsen'],
      ['Ctrl + Shift + Backspace', 'Verwijderen (met “Ongedaan maken”)'],
    ],
  },
  {
    title: 'In de cellen van een tabel',
    keys: [
      ['↑, ↓, Enter', 'Naar de cel erboven of eronder'],
      ['←, →', 'Naar de cel ernaast, aan het begin of einde van de tekst'],
      ['Esc', 'Terug naar wat er stond'],
      ['Shift + pijltje', 'Meer cellen kiezen, om te kopiëren of leeg te maken'],
      ['Ctrl + V', 'Cellen uit Excel of Word plakken, vanaf de cel waar u staat'],
    ],
  },
  {
    title: 'In de reacties',
    keys: [
      ['Alt + ↑, Alt + ↓', 'Naar de vorige of volgende reactie'],
      ['Esc', 'Terug naar de plaats in het plan'],
    ],
  },
  {
    title: 'In een tekst',
    keys: [
      ['Alt + F10', 'Naar de opmaakbalk'],
      ['Esc, daarna Tab', 'Uit een lijst of tabel in de tekst'],
    ],
  },
  {
    title: 'In een tekst die u niet kunt wijzigen',
    keys: [
      ['←, →', 'Het vorige of volgende woord kiezen, om op te reageren'],
      ['Shift + pijltje', 'Meer of minder kiezen'],
    ],
  },
] as const

export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      title="Sneltoetsen"
      isOpen={isOpen}
      onClose={onClose}
      isWide
      actions={<Button onPress={onClose}>Sluiten</Button>}
    >
      {groups.map((group) => (
        <div key={group.title}>
          <h3 className="shortcuts__title">{group.title}</h3>
          <dl className="shortcuts">
            {group.keys.map(([keys, text]) => (
              <Fragment key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{text}</dd>
              </Fragment>
            ))}
          </dl>
        </div>
      ))}
      <p className="muted">
        Op een Mac gebruikt u Cmd in plaats van Ctrl en Option in plaats van Alt.
      </p>
    </Dialog>
  )
}
