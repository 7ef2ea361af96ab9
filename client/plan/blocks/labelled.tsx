import type { ReactNode } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { CommentHere } from '#client/panels/comments/comment-here.tsx'
import { BlockMark } from './ours-mark.tsx'
import '#client/panels/comments/comment-here.css'
import './labelled.css'

type LabelledProps = {
  id: string
  /** The id of the value, for comments on it. */
  field?: string
  label: string
  hint?: string | undefined
  /** Shown in words, because a star is not understood. */
  isRequired?: boolean
  children: ReactNode
  className?: string
}

/** Label, input and then its help, always visible (T4), so that the inputs of a row are in line. The label is named by `aria-labelledby`: not every input is one. */
export function Labelled({
  id,
  field,
  label,
  hint,
  isRequired = false,
  children,
  className = '',
}: LabelledProps) {
  const { edit } = usePlanContext()
  return (
    <div className={`labelled comment-scope ${className}`}>
      <div className="with-comments">
        <div className="labelled__label" id={labelIdOf(id)}>
          {label}
          {isRequired && <span className="labelled__required"> (verplicht)</span>}
        </div>
        {field !== undefined && <BlockMark block={field} />}
        {field !== undefined && <CommentHere target={{ kind: 'field', field }} label={label} />}
      </div>
      {children}
      {hint !== undefined && edit !== null && <p className="labelled__hint">{hint}</p>}
    </div>
  )
}

export function labelIdOf(id: string): string {
  return `${id}-naam`
}
