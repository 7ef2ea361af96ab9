import { activeEditor } from '#client/editor/active-editor.ts'
import { EditorToolbar } from '#client/editor/toolbar.tsx'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { ConsultationCard } from '#client/panels/consultation/consultation-card.tsx'
import { EndedNotice } from '#client/panels/ending/ended-notice.tsx'
import { NewerFormNotice } from '#client/panels/newer-form/newer-form-notice.tsx'
import { SinceCard } from '#client/panels/since/since-card.tsx'
import { SubmittedNotice } from '#client/panels/submitted/submitted-notice.tsx'
import { formatPeriod } from '#client/text/period.ts'
import { type Role, roleLabels } from '#shared/access.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { aboutForm, aboutTitle } from '#shared/format/about-form.ts'
import { chosenSections } from '#shared/format/parts-of-format.ts'
import type { Format, Section } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import { summarize } from '#shared/plan/summary.ts'
import { useGradually } from '../reading/use-gradually.ts'
import { sheetOf } from '../sheets.ts'
import { GuidanceView } from './guidance.tsx'
import { NewPlanCard } from './new-plan-card.tsx'
import { SectionView } from './section-view.tsx'
import './paper.css'

export function Paper({ numbers }: { numbers: ReadonlyMap<string, string> }) {
  const { planId, format, role, parts, edit } = usePlanContext()
  const plan = usePlan(planId).data
  const status = plan?.status ?? 'concept'
  const isWriting = useSource(activeEditor) !== null
  return (
    <div className="paper">
      <PrintTitle />
      {edit !== null ? (
        <div className={isWriting ? 'paper__toolbar paper__toolbar--active' : 'paper__toolbar'}>
          <EditorToolbar session={edit} />
        </div>
      ) : (
        // For an ended plan the notice below explains it: other rights would not help.
        (parts !== null || !isEnded(status)) && (
          <p className="notice notice--quiet paper__why">
            {parts === null ? whyNot(role) : whyInParts(format, parts, role)}
          </p>
        )
      )}
      {parts === null && <EndedNotice planId={planId} status={status} />}
      {plan !== undefined && <SubmittedNotice plan={plan} />}
      {plan !== undefined && <NewerFormNotice plan={plan} />}
      <NewPlanCard />
      <ConsultationCard />
      <SinceCard />
      <PaperSections numbers={numbers} />
    </div>
  )
}

/** On paper, where the header of the screen is not. */
function PrintTitle() {
  const { session, format } = usePlanContext()
  const facts = useSource(session.content, (content) => summarize(content, format))
  return (
    <div className="paper__print-title">
      <p className="paper__print-name">{facts.title}</p>
      <p>
        {[facts.team, formatPeriod(facts.periodFrom, facts.periodTo)]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </div>
  )
}

/** The head of the form, which fills the screen. It holds no rich text, so it renders fast. */
const firstSections = 1

/** The sections of the sheet that is shown. */
export function PaperSections({ numbers }: { numbers: ReadonlyMap<string, string> }) {
  const { format, sheet } = usePlanContext()
  const { sections } = sheetOf(format, sheet)
  // Keyed: each sheet renders from its head.
  return <SheetSections key={sheet} sections={sections} numbers={numbers} />
}

function SheetSections({
  sections,
  numbers,
}: {
  sections: readonly Section[]
  numbers: ReadonlyMap<string, string>
}) {
  const { format, sheet } = usePlanContext()
  const drawn = sections.slice(0, useGradually(sections.length, firstSections))
  return (
    <div aria-busy={drawn.length < sections.length}>
      {sheet === 'year' ? (
        <p className="paper__year">
          Dit houdt u bij tijdens het jaar. Het hoort niet bij het formulier dat u indient.
        </p>
      ) : (
        <>
          <GuidanceView
            id={`${format.id}/whole`}
            guidance={format.guidance}
            summary="Toelichting bij dit formulier"
            about={format.name}
          />
          <GuidanceView
            id={`${format.id}/note`}
            guidance={[{ position: 'before', paragraphs: aboutForm(format) }]}
            summary={aboutTitle}
            about={format.name}
          />
        </>
      )}
      {drawn.map((section) => (
        <SectionView
          key={section.id}
          section={section}
          number={sheet === 'plan' ? numbers.get(section.id) : undefined}
        />
      ))}
    </div>
  )
}

/** The text that these are parts, so that no reader takes them for the whole plan. */
function whyInParts(format: Format, parts: readonly string[], role: Role): string {
  const names = formatList(
    chosenSections(format, parts).map((section) => `“${section.shortTitle}”`),
  )
  const can = role === 'commenter' ? 'lezen en erop reageren' : 'lezen'
  return `U ziet een deel van dit plan: ${names}. Dat kunt u ${can}. De rest van het plan is niet voor u opengesteld. Wilt u meer zien, vraag dan de coördinator.`
}

function whyNot(role: Role): string {
  return `U leest dit plan als ${roleLabels[role].toLowerCase()} en kunt het niet wijzigen. Wilt u meeschrijven, vraag dan de coördinator van het plan om u kernteamlid te maken.`
}
