import type { ReactNode } from 'react'
import { useFollowNewerForm, useNewerForm } from '#client/hooks/use-newer-form.ts'
import * as actionText from '#client/text/actions.ts'
import * as formText from '#client/text/newer-form.ts'
import { severityTexts } from '#client/text/problem-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { NewerForm } from '#shared/api/newer-form.ts'
import './newer-form-dialog.css'

/** What changes for a plan with the newest version of its form, before a coordinator lets it follow that. */
export function NewerFormDialog({ planId, onClose }: { planId: string; onClose: () => void }) {
  const query = useNewerForm(planId)
  const follow = useFollowNewerForm(planId)
  const newer = query.data ?? null
  const canFollow = newer !== null && newer.obstacles.length === 0 && !newer.isInUse
  const send = async (to: number) => {
    try {
      await follow.mutateAsync(to)
    } catch {
      // Shown below the changes.
      return
    }
    // The plan may have said it first, and then this dialog is gone already.
    onClose()
    showToast({ text: formText.followed(to) })
  }
  return (
    <Dialog
      title={formText.title}
      isOpen
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{canFollow ? actionText.cancel : actionText.close}</Button>
          {canFollow && (
            <Button kind="primary" isPending={follow.isPending} onPress={() => void send(newer.to)}>
              {formText.follow}
            </Button>
          )}
        </>
      }
    >
      <QueryView query={query} loadingLabel={formText.loading}>
        {(found) => (found === null ? <p>{formText.isCurrent}</p> : <Changes newer={found} />)}
      </QueryView>
      <RefusalText error={follow.error} />
    </Dialog>
  )
}

function Changes({ newer }: { newer: NewerForm }) {
  const { from, to, asks, moves, rewords, findings, moreFindings, obstacles, isInUse } = newer
  return (
    <>
      <p>{formText.lead(from, to)}</p>
      {isInUse && <p className="notice">{formText.inUse}</p>}
      {obstacles.length > 0 ? (
        <Part title={formText.obstaclesTitle} lead={formText.obstaclesLead}>
          {obstacles.map(({ reason, label, count }) => (
            <li key={`${reason} ${label}`}>{formText.obstacles[reason](label, count)}</li>
          ))}
        </Part>
      ) : (
        <p>{formText.nothingLost}</p>
      )}
      {asks.length === 0 ? (
        <p>{formText.asksNothing}</p>
      ) : (
        <Part title={formText.asksTitle}>
          {asks.map(({ section, table, label }) => (
            <li key={`${section} ${table} ${label}`}>
              {table === null ? formText.asked(label, section) : formText.askedColumn(label, table)}
            </li>
          ))}
        </Part>
      )}
      {moves.length > 0 && (
        <Part title={formText.movesTitle}>
          {moves.map((move) => (
            <li key={`${move.label} ${move.from}`}>
              {formText.moved(move.label, move.from, move.to)}
            </li>
          ))}
        </Part>
      )}
      {rewords.length > 0 && (
        <Part title={formText.rewordsTitle}>
          {rewords.map((answer) => (
            <li key={`${answer.label} ${answer.from}`}>
              {formText.reworded(answer.label, answer.from, answer.to, answer.count)}
            </li>
          ))}
        </Part>
      )}
      {findings.length > 0 && (
        <Part title={formText.findingsTitle}>
          {findings.map(({ severity, message }) => (
            <li key={message}>
              <strong>{severityTexts[severity].label}:</strong> {message}
            </li>
          ))}
          {moreFindings > 0 && <li>{formText.moreFindings(moreFindings)}</li>}
        </Part>
      )}
    </>
  )
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {lead !== undefined && <p>{lead}</p>}
      <ul className="newer-form__list">{children}</ul>
    </section>
  )
}
