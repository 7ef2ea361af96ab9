import * as signInText from '#client/text/sign-in.ts'
import './either.css'

/** Between two ways of doing the same. */
export function Either() {
  return (
    <p className="either">
      <span>{signInText.or}</span>
    </p>
  )
}
