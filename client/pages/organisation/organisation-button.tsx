import { Building2 } from 'lucide-react'
import { useSignInAtOrganisation } from '#client/hooks/use-organisation.ts'
import { Button } from '#client/ui/button.tsx'
import { RefusalText } from '#client/ui/refusal-text.tsx'

/** Leaves for the sign-in page of the organisation. `token`: of an invitation to accept there. */
export function OrganisationButton({
  label,
  token,
  returnPath = null,
}: {
  label: string
  token?: string
  returnPath?: string | null
}) {
  const signIn = useSignInAtOrganisation()
  return (
    <div className="stack stack--tight">
      <Button
        isLarge
        isWide
        isPending={signIn.isPending}
        onPress={() => signIn.mutate({ returnPath, ...(token === undefined ? {} : { token }) })}
      >
        <Building2 className="icon" aria-hidden="true" />
        {label}
      </Button>
      <RefusalText error={signIn.error} />
    </div>
  )
}
