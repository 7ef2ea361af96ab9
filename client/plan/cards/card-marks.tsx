import { MessageSquare } from 'lucide-react'
import { commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { Avatar } from '#client/ui/avatar.tsx'
import { counted } from '#shared/counted.ts'
import { formatList } from '#shared/format-list.ts'
import './card-marks.css'

type CardMarksProps = { place: string; tableId: string; rowId: string }

/** What a folded row would hide: the people who are in it, and its open reactions. */
export function CardMarks({ place, tableId, rowId }: CardMarksProps) {
  const count = useSource(commentUiStore.counts, (counts) => counts.get(place) ?? 0)
  const people = usePeople((everyone) =>
    everyone.filter(({ isMe, place: at }) => !isMe && at?.table === tableId && at.row === rowId),
  )
  if (count === 0 && people.length === 0) return null
  const names = formatList(people.map(({ name }) => name))
  return (
    <span className="card-marks">
      {people.slice(0, 3).map(({ userId, name, discipline }) => (
        <Avatar key={userId} name={name} discipline={discipline} size="small" isDecorative />
      ))}
      {people.length > 0 && (
        <span className="visually-hidden">
          {names} {people.length === 1 ? 'is' : 'zijn'} hier
        </span>
      )}
      {count > 0 && (
        <span className="card-marks__count">
          <MessageSquare size={13} aria-hidden="true" />
          <span aria-hidden="true">{count}</span>
          <span className="visually-hidden">{counted(count, 'reactie', 'reacties')}</span>
        </span>
      )}
    </span>
  )
}
