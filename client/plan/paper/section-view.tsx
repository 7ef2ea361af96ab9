import { ChevronRight } from 'lucide-react'
import { memo, useEffect } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { CommentHere } from '#client/panels/comments/comment-here.tsx'
import { sectionOf, sectionPlace } from '#client/sync/place.ts'
import { isMarkedSection } from '#shared/format/official-form.ts'
import type { Section } from '#shared/format/schema.ts'
import { AttachmentsButton } from '../attachments/attachments-button.tsx'
import { BlockList } from '../blocks/block-list.tsx'
import { OursMark } from '../blocks/ours-mark.tsx'
import { useFold } from '../reading/folding.ts'
import { onReveal } from '../reading/reveal.ts'
import { GuidanceView } from './guidance.tsx'
import './section-view.css'

type SectionViewProps = { section: Section; number: string | undefined }

/** Memoized: renders when the section changes, not for each section that is added below it. */
export const SectionView = memo(function SectionView({ section, number }: SectionViewProps) {
  const { planId, format } = usePlanContext()
  const [isOpen, setOpen] = useFold(planId, sectionPlace(section.id))
  useEffect(
    () =>
      onReveal((target) => {
        if (sectionOf(target, format)?.id === section.id) setOpen(true)
      }),
    [format, section.id, setOpen],
  )
  const headingId = `kop-${section.id}`
  const above = section.guidance.filter((guidance) => guidance.position !== 'after')
  const below = section.guidance.filter((guidance) => guidance.position === 'after')
  return (
    <section
      className="section"
      data-section={section.id}
      id={section.id}
      aria-labelledby={headingId}
    >
      <button
        type="button"
        className="section__fold screen-only"
        aria-expanded={isOpen}
        aria-label={`Onderdeel ${section.shortTitle} ${isOpen ? 'sluiten' : 'openen'}`}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={18} aria-hidden="true" />
      </button>
      {number !== undefined && (
        <div className="section__number" aria-hidden="true">
          {number}
        </div>
      )}
      <h2
        className="section__title"
        id={headingId}
        data-place={sectionPlace(section.id)}
        tabIndex={-1}
      >
        {number !== undefined && <span className="visually-hidden">{number}. </span>}
        {section.title}
      </h2>
      {isMarkedSection(format, section) && <OursMark />}
      <div className="section__comments">
        <CommentHere
          target={{ kind: 'section', section: section.id }}
          label={`het onderdeel ${section.shortTitle}`}
        />
        <AttachmentsButton
          target={{ kind: 'section', section: section.id }}
          name={`het onderdeel ${section.shortTitle}`}
          isOffered
        />
      </div>
      {isOpen && (
        <>
          <GuidanceView
            id={`${format.id}/${section.id}/above`}
            guidance={above}
            about={section.shortTitle}
          />
          <BlockList section={section} />
          <GuidanceView
            id={`${format.id}/${section.id}/below`}
            guidance={below}
            about={section.shortTitle}
          />
        </>
      )}
    </section>
  )
})
