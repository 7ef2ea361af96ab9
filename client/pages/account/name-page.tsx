import * as ownText from '#client/text/own-settings.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { Shell } from '#client/ui/shell.tsx'
import type { Me } from '#shared/api/me.ts'
import { ProfileForm } from './profile-form.tsx'

/** Shown before any other page while a user has no name: their text would have no author. */
export function NamePage({ me, onDone }: { me: Me; onDone?: () => void }) {
  return (
    <Shell width="narrow">
      <PageHeader takesFocus title={ownText.welcome} lead={ownText.welcomeLead} />
      <div className="card">
        <ProfileForm me={me} submitLabel={ownText.begin} onSaved={() => onDone?.()} />
      </div>
    </Shell>
  )
}
