import { Component, type ReactNode } from 'react'
import * as uiText from '#client/text/ui.ts'
import { ErrorState } from './error-state.tsx'

type Props = { children: ReactNode }
type State = { error: unknown; hasFailed: boolean }

/** The last resort. A reload also fetches the client again, which solves a mismatch after an update of the server. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, hasFailed: false }

  static getDerivedStateFromError(error: unknown): State {
    return { error, hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return (
      <main id="inhoud" className="shell__main shell__main--form">
        <h1 className="visually-hidden">{uiText.wentWrong}</h1>
        <ErrorState error={this.state.error} onRetry={() => window.location.reload()} />
      </main>
    )
  }
}
