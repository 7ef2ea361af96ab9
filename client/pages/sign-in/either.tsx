import './either.css'

/** Between two ways of doing the same. */
export function Either() {
  return (
    <p className="either">
      <span>of</span>
    </p>
  )
}
