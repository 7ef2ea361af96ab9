import '@fontsource-variable/source-sans-3/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/text.css'
import './styles/forms.css'
import './styles/utilities.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onSignedOut } from './api.ts'
import { App } from './app.tsx'
import { appUpdate } from './app-update.ts'
import { checkSession } from './check-session.ts'
import { keepOnDevice } from './keep-on-device.ts'
import { queryClient } from './query-client.ts'
import { onTabsTold } from './session-tabs.ts'
import { showTheme } from './settings.ts'
import { keepTranslatedPageTrue } from './translated-page.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root')

showTheme()
keepOnDevice(queryClient)
onSignedOut(() => void checkSession())
onTabsTold(() => void checkSession())
appUpdate.start()
keepTranslatedPageTrue(document.body)
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
