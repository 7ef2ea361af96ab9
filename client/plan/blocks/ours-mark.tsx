import { usePlanContext } from '#client/hooks/plan-context.ts'
import { isMarkedBlock, notInForm } from '#shared/format/official-form.ts'
import './ours-mark.css'

/** Beside the name of a part that the issuer of the form does not ask for. */
export function OursMark() {
  return <span className="ours-mark">{notInForm}</span>
}

/** The same for a block, unless its section or the whole plan says so already. */
export function BlockMark({ block }: { block: string }) {
  const { format } = usePlanContext()
  return isMarkedBlock(format, block) ? <OursMark /> : null
}
