import { useEditorState } from '@tiptap/react'
import { ImagePlus, Link, type LucideIcon, MessageSquarePlus, Redo2, Undo2 } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { pictureTexts } from '#client/text/picture-texts.ts'
import { beginThread, targetOf } from '../hooks/comment-ui-store.ts'
import { useSource } from '../hooks/use-source.ts'
import type { EditableSession } from '../sync/session/session.ts'
import { activeEditor, keysHintId, toolbarAttribute } from './active-editor.ts'
import { wordsOrPlace } from './comment-highlights.ts'
import { HeldTextDialog } from './held-text-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { onLinkKey } from './link-key.ts'
import { askedPicture } from './picture/asked-picture.ts'
import { shortcutText, toolbarGroups } from './toolbar-actions.ts'
import './toolbar.css'

const PictureDialog = lazy(() =>
  import('./picture/picture-dialog.tsx').then((loaded) => ({ default: loaded.PictureDialog })),
)

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

type Tool = {
  id: string
  label: string
  icon: LucideIcon
  keys?: string | undefined
  isOn?: boolean | undefined
  isDisabled: boolean
  run: () => void
}

/** The one toolbar of the plan: acts on the text that has the focus. */
export function EditorToolbar({ session }: { session: EditableSession }) {
  const editor = useSource(activeEditor)
  const { canUndo, canRedo } = useSource(session.undo.state)
  const [isLinking, setIsLinking] = useState(false)
  const asked = useSource(askedPicture)
  const chooser = useRef<HTMLInputElement>(null)
  const states = useEditorState({
    editor,
    selector: ({ editor: current }) =>
      current === null
        ? null
        : {
            on: Object.fromEntries(
              toolbarGroups.flatMap((group) =>
                group.actions.map((action) => [action.id, action.isOn?.(current) ?? false]),
              ),
            ),
            isInTable: current.isActive('table'),
            isLink: current.isActive('link'),
          },
  })
  useEffect(() => onLinkKey(() => setIsLinking(true)), [])

  const history: Tool[] = [
    {
      id: 'undo',
      label: 'Ongedaan maken',
      icon: Undo2,
      keys: 'Mod-z',
      isDisabled: !canUndo,
      run: () => session.undo.undo(),
    },
    {
      id: 'redo',
      label: 'Opnieuw',
      icon: Redo2,
      keys: isApple ? 'Mod-Shift-z' : 'Mod-y',
      isDisabled: !canRedo,
      run: () => session.undo.redo(),
    },
  ]
  const groups = toolbarGroups
    .filter((group) => group.isOnlyInTable !== true || states?.isInTable === true)
    .map(({ id, actions }) => ({
      id,
      tools: actions.map((action): Tool => {
        const { id: name, label, icon, keys } = action
        return {
          id: name,
          label,
          icon,
          keys,
          isOn: action.isOn && (states?.on[name] ?? false),
          isDisabled: editor === null,
          run: () => editor !== null && action.run(editor),
        }
      }),
    }))
  groups[0]?.tools.push({
    id: 'link',
    label: 'Link',
    icon: Link,
    keys: 'Mod-k',
    isOn: states?.isLink ?? false,
    isDisabled: editor === null,
    run: () => setIsLinking(true),
  })

  groups
    .find(({ id }) => id === 'blocks')
    ?.tools.push({
      id: 'picture',
      label: pictureTexts.add,
      icon: ImagePlus,
      isDisabled: editor === null,
      run: () => chooser.current?.click(),
    })

  const comment: Tool = {
    id: 'comment',
    label: 'Reageren',
    icon: MessageSquarePlus,
    keys: 'Mod-Alt-m',
    isDisabled: editor === null,
    run: () => editor !== null && commentOn(editor.view.dom),
  }

  return (
    <>
      <ToolRow
        groups={[...groups, { id: 'comment', tools: [comment] }, { id: 'history', tools: history }]}
        onLeave={() => editor?.commands.focus()}
      />
      <p id={keysHintId} hidden>
        Alt+F10 gaat naar de opmaakbalk. In een lijst of tabel blijft Tab in de tekst: druk op
        Escape en dan op Tab om verder te gaan.
      </p>
      <HeldTextDialog planId={session.planId} />
      {asked !== null && (
        <Suspense>
          <PictureDialog asked={asked} />
        </Suspense>
      )}
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          target.value = ''
          if (editor !== null && files.length > 0)
            askedPicture.set({ kind: 'new', view: editor.view, planId: session.planId, files })
        }}
      />
      {isLinking && editor !== null && (
        <LinkDialog editor={editor} onClose={() => setIsLinking(false)} />
      )}
    </>
  )
}

/** On the selected words, else on the whole text. */
function commentOn(text: HTMLElement): void {
  const found = wordsOrPlace(text)
  const target = found === null ? null : targetOf(found.place)
  if (found !== null && target !== null)
    beginThread(found.range === undefined ? { target } : { target, range: found.range })
}

type ToolRowProps = {
  groups: readonly { id: string; tools: readonly Tool[] }[]
  onLeave: () => void
}

/** One stop for Tab; the arrow keys go from button to button. */
function ToolRow({ groups, onLeave }: ToolRowProps) {
  const row = useRef<HTMLDivElement>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const all = groups.flatMap((group) => group.tools)
  const stop = all.find((tool) => tool.id === wanted)?.id ?? all[0]?.id

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault()
      return onLeave()
    }
    const at = all.findIndex((tool) => tool.id === stop)
    const to = buttonAt(event.key, at, all.length)
    if (to === null) return
    event.preventDefault()
    row.current?.querySelectorAll('button').item(to).focus()
  }

  return (
    <div
      className="toolbar"
      role="toolbar"
      tabIndex={-1}
      aria-label="Opmaak"
      aria-orientation="horizontal"
      ref={row}
      onKeyDown={onKeyDown}
      {...{ [toolbarAttribute]: '' }}
    >
      {groups.map((group) => (
        <div className="toolbar__group" key={group.id}>
          {group.tools.map((tool) => (
            <ToolButton
              key={tool.id}
              tool={tool}
              isStop={tool.id === stop}
              onFocus={() => setWanted(tool.id)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

function ToolButton({
  tool,
  isStop,
  onFocus,
}: {
  tool: Tool
  isStop: boolean
  onFocus: () => void
}) {
  const { label, icon: Icon, keys, isOn, isDisabled, run } = tool
  return (
    <button
      type="button"
      className="toolbar__button"
      aria-label={label}
      title={keys === undefined ? label : `${label} (${shortcutText(keys, isApple)})`}
      aria-pressed={isOn}
      // A disabled button stays in the tab order: users do not find a button again that comes and goes.
      aria-disabled={isDisabled || undefined}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      // A press with the mouse leaves the focus in the text, and on a phone the keyboard open.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => !isDisabled && run()}
    >
      <Icon size={18} aria-hidden="true" />
    </button>
  )
}

function buttonAt(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at - 1 + count) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
