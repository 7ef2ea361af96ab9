import { usePlanContext } from '#client/hooks/plan-context.ts'
import * as buttonText from '#client/text/actions.ts'
import * as actionText from '#client/text/plan-actions.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import './help-dialog.css'

type HelpDialogProps = { isOpen: boolean; onClose: () => void; onPalette: () => void }

/** The first ten things that someone with this role does, in plain words. */
export function HelpDialog({ isOpen, onClose, onPalette }: HelpDialogProps) {
  const { role } = usePlanContext()
  return (
    <Dialog
      title={actionText.helpTitle}
      isOpen={isOpen}
      onClose={onClose}
      isWide
      actions={
        <>
          <Button onPress={onPalette}>{actionText.toPalette}</Button>
          <Button onPress={onClose}>{buttonText.close}</Button>
        </>
      }
    >
      <ol className="first-things">
        {actionText.firstTen[role].map(({ title, text }) => (
          <li key={title} className="first-things__item">
            <h3 className="first-things__title">{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p className="muted">{actionText.helpMore}</p>
    </Dialog>
  )
}
