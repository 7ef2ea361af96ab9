import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { formatEuro } from '#shared/money.ts'
import type { Share } from './budget-shares.ts'
import './budget-split.css'
import '#client/ui/popover.css'

const colors = [
  '#7fb3b1',
  '#d9a05b',
  '#9db4d8',
  '#c9a3c7',
  '#b5c486',
  '#e0b7a0',
  '#a9b3bd',
  '#8fc7a8',
]
const colorOf = (share: Share) => colors[share.color % colors.length]
const legendLength = 3

/** The division as a bar, with the largest parts in words beside it and all parts in a popover. */
export function BudgetSplit({ shares }: { shares: readonly Share[] }) {
  if (shares.length === 0) return null
  const largest = [...shares].sort((a, b) => b.cents - a.cents).slice(0, legendLength)
  return (
    <DialogTrigger>
      <Button className="split" aria-label="Verdeling van de begroting">
        <span className="split__bar" aria-hidden="true">
          {shares.map((share) => (
            <span key={share.id} style={{ flexGrow: share.cents, background: colorOf(share) }} />
          ))}
        </span>
        <span className="split__legend" aria-hidden="true">
          {shares
            .filter((share) => largest.includes(share))
            .map((share) => (
              <span key={share.id} className="split__item">
                <i style={{ background: colorOf(share) }} />
                <span className="split__label">{shorten(share.label)}</span> {share.percent}%
              </span>
            ))}
        </span>
      </Button>
      <Popover className="popover split-popover" placement="top start">
        <Dialog className="split-list" aria-label="Verdeling van de begroting">
          <table className="tabular">
            <caption>Verdeling van de begroting</caption>
            <thead>
              <tr>
                <th scope="col">Onderdeel</th>
                <th scope="col">Bedrag</th>
                <th scope="col">Deel</th>
              </tr>
            </thead>
            <tbody>
              {shares.map((share) => (
                <tr key={share.id}>
                  <th scope="row">
                    <i style={{ background: colorOf(share) }} aria-hidden="true" />
                    {share.label}
                  </th>
                  <td>{formatEuro(share.cents)}</td>
                  <td>{share.percent}%</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** The first words of a label: the list has the whole label. */
function shorten(label: string): string {
  const bare = label.replace(/^Kosten (lokaal )?/, '')
  return bare.charAt(0).toLocaleUpperCase('nl-NL') + bare.slice(1)
}
