import { useEffect, useRef, useState } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as uiText from '#client/text/ui.ts'
import { fetchFile } from '../fetch-file.ts'
import { Button } from './button.tsx'
import { downloadBlob } from './download.ts'
import './download-button.css'

type State =
  | { kind: 'idle' }
  | { kind: 'making' }
  | { kind: 'done'; fileName: string }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string }

/** Downloads a file that the server makes: shows progress, can be stopped, and shows the error. */
export function DownloadButton({
  address,
  fileName,
  children,
}: {
  address: string
  /** The file name if the server gives none. */
  fileName: string
  children: string
}) {
  const [state, setState] = useState<State>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = async () => {
    const controller = new AbortController()
    running.current = controller
    setState({ kind: 'making' })
    try {
      const file = await fetchFile(address, controller.signal)
      if (controller.signal.aborted) return
      const name = file.fileName ?? fileName
      downloadBlob(name, file.blob)
      setState({ kind: 'done', fileName: name })
    } catch (error) {
      if (controller.signal.aborted) return
      const message = error instanceof Error ? error.message : uiText.tryAgainSentence
      setState({ kind: 'failed', message })
    }
  }
  const stop = () => {
    running.current?.abort()
    setState({ kind: 'stopped' })
  }

  return (
    <span className="download">
      <Button kind="quiet" isPending={state.kind === 'making'} onPress={() => void start()}>
        {children}
      </Button>
      {state.kind === 'making' && <Button onPress={stop}>{actionText.stop}</Button>}
      <span role="status" className={state.kind === 'failed' ? 'error-text' : 'download__text'}>
        {textOf(state)}
      </span>
    </span>
  )
}

function textOf(state: State): string {
  switch (state.kind) {
    case 'idle':
      return ''
    case 'making':
      return uiText.fileIsMade
    case 'done':
      return uiText.fileIsReady(state.fileName)
    case 'stopped':
      return uiText.fileIsStopped
    case 'failed':
      return state.message
  }
}
