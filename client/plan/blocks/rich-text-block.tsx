import { FieldEditor } from '#client/editor/field-editor.tsx'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { CommentHere } from '#client/panels/comments/comment-here.tsx'
import { fieldPlace } from '#client/sync/place.ts'
import { wholeView } from '#client/sync/session/session.ts'
import type { Block } from '#shared/format/schema.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { firstName, peopleAt } from '../presence/presence.ts'
import { BlockMark } from './ours-mark.tsx'
import { PeopleInText } from './people-in-text.tsx'
import '#client/panels/comments/comment-here.css'
import './labelled.css'
import './rich-text-block.css'

type RichTextBlockProps = {
  block: Extract<Block, { kind: 'richText' }>
  sectionId: string
  sectionTitle: string
}

export function RichTextBlock({ block, sectionId, sectionTitle }: RichTextBlockProps) {
  const { session, edit, format } = usePlanContext()
  const place = fieldPlace(block.id)
  const people = usePeople((everyone) => peopleAt(everyone, format, place))
  return (
    <div className="rich-block comment-scope" data-place={place}>
      <div className="rich-block__head">
        {/* The editor has the same accessible name. */}
        {block.label !== undefined && (
          <span className="labelled__label" aria-hidden="true">
            {block.label}
          </span>
        )}
        <BlockMark block={block.id} />
        {people.length > 0 && (
          <span className="rich-block__who">
            {people.map((person) => firstName(person.name)).join(', ')} schrijft hier
          </span>
        )}
        <CommentHere
          target={{ kind: 'field', field: block.id }}
          label={block.label ?? sectionTitle}
        />
      </div>
      {block.hint !== undefined && edit !== null && <p className="labelled__hint">{block.hint}</p>}
      {edit !== null && block.fillFrom !== undefined && <PeopleInText block={block} edit={edit} />}
      <FieldEditor
        session={wholeView(session)}
        edit={edit}
        fragment={fieldFragment(session.doc, block.id)}
        place={{ section: sectionId, field: block.id }}
        label={block.label ?? sectionTitle}
        placeholder={block.placeholder ?? 'Schrijf hier'}
      />
    </div>
  )
}
