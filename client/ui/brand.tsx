import { Link } from 'wouter'
import * as uiText from '#client/text/ui.ts'
import './brand.css'

export function Brand() {
  return (
    <Link href="/" className="brand">
      <BrandMark />
      {uiText.product}
    </Link>
  )
}

export function BrandMark() {
  return (
    <svg className="brand__mark" viewBox="0 0 30 30" aria-hidden="true">
      <circle cx="15" cy="15" r="8.5" fill="var(--accent)" />
      <circle cx="15" cy="3.4" r="3" fill="var(--d-huisartsenzorg)" />
      <circle cx="25" cy="21" r="3" fill="var(--d-wijkverpleging)" />
      <circle cx="5" cy="21" r="3" fill="var(--d-sociaal-domein)" />
    </svg>
  )
}
