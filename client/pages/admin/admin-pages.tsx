import { Route, Switch } from 'wouter'
import { NotFoundPage } from '../not-found.tsx'
import { AdminInstallationPage } from './installation-page.tsx'
import { AdminPeoplePage } from './people-page.tsx'
import { AdminPersonPage } from './person-page.tsx'
import { AdminPlansPage } from './plans-page.tsx'

/** The pages for administrators, loaded together when one of them is opened. */
export function AdminPages() {
  return (
    <Switch>
      <Route path="/beheer" component={AdminPeoplePage} />
      <Route path="/beheer/personen/:userId">
        {({ userId }) => <AdminPersonPage key={userId} userId={userId} />}
      </Route>
      <Route path="/beheer/plannen" component={AdminPlansPage} />
      <Route path="/beheer/installatie" component={AdminInstallationPage} />
      <Route component={NotFoundPage} />
    </Switch>
  )
}
