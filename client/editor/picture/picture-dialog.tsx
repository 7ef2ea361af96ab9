import { NodeSelection } from '@tiptap/pm/state'
import { useEffect, useState } from 'react'
import { findHeld } from '#client/bsn-exceptions.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { pictures } from '#client/sync/session/pictures.ts'
import * as actionText from '#client/text/actions.ts'
import { pictureTexts } from '#client/text/picture-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { textLengths } from '#shared/limits/text-lengths.ts'
import {
  type PictureAttrs,
  pictureScales,
  readPictureAttrs,
} from '#shared/richtext/picture-attrs.ts'
import { type AskedPicture, askedPicture } from './asked-picture.ts'
import { insertPicture } from './insert-picture.ts'
import { type PreparedPicture, preparePicture } from './prepare-picture.ts'
import './picture-dialog.css'

type Words = Pick<PictureAttrs, 'alt' | 'decorative' | 'scale'>

const noWords: Words = { alt: '', decorative: false, scale: 100 }

/** Asks for each new picture what it shows, and changes that of one that is in the text. */
export function PictureDialog({ asked }: { asked: AskedPicture }) {
  return asked.kind === 'new' ? <NewPictures asked={asked} /> : <ChangedPicture asked={asked} />
}

function close(): void {
  const view = askedPicture.get()?.view
  askedPicture.set(null)
  // After the dialog returned the focus, which it does while it closes.
  setTimeout(() => view?.isDestroyed === false && view.focus())
}

type Ready = { url: string; picture: PreparedPicture }

function NewPictures({ asked }: { asked: Extract<AskedPicture, { kind: 'new' }> }) {
  const { files, view, planId } = asked
  const { announce } = usePlanContext()
  const [at, setAt] = useState(0)
  const [ready, setReady] = useState<Ready | null>(null)
  const file = files[at]

  useEffect(() => {
    if (file === undefined) return close()
    let url: string | null = null
    let isGone = false
    preparePicture(file).then(
      (picture) => {
        if (isGone) return
        url = URL.createObjectURL(picture.blob)
        setReady({ url, picture })
      },
      () => {
        if (isGone) return
        showToast({ text: pictureTexts.unreadable(file.name), tone: 'bad' })
        setAt((now) => now + 1)
      },
    )
    return () => {
      isGone = true
      setReady(null)
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [file])

  async function add(words: Words) {
    if (ready === null) return
    const { blob, width, height } = ready.picture
    const id = await pictures().add(planId, blob)
    if (!view.isDestroyed) insertPicture(view, { ...words, file: id, width, height })
    announce(pictureTexts.added)
    setAt((now) => now + 1)
  }

  return (
    <PictureForm
      // A new form for each file.
      key={at}
      title={pictureTexts.addTitle(at + 1, files.length)}
      submitLabel={pictureTexts.add}
      preview={ready?.url ?? null}
      initial={noWords}
      isReady={ready !== null}
      onSubmit={(words) => void add(words)}
      {...(files.length > 1 ? { onSkip: () => setAt((now) => now + 1) } : {})}
    />
  )
}

function ChangedPicture({ asked: { view } }: { asked: Extract<AskedPicture, { kind: 'change' }> }) {
  // Others may edit meanwhile: the picture is found again by what it was.
  const [attrs] = useState(() => {
    const { selection } = view.state
    return selection instanceof NodeSelection ? readPictureAttrs(selection.node.attrs) : null
  })
  const state = attrs === null ? null : pictures().of(attrs.file).get()
  useEffect(() => {
    if (attrs === null) close()
  }, [attrs])
  if (attrs === null) return null

  function change(edit: (at: number) => void) {
    const { selection } = view.state
    const isSame =
      selection instanceof NodeSelection && selection.node.attrs['file'] === attrs?.file
    if (!view.isDestroyed && isSame) edit(selection.from)
    close()
  }

  return (
    <PictureForm
      title={pictureTexts.changeTitle}
      submitLabel={pictureTexts.save}
      preview={state?.kind === 'shown' ? state.url : null}
      initial={attrs}
      isReady
      onRemove={() =>
        change((at) => view.dispatch(view.state.tr.delete(at, at + 1).scrollIntoView()))
      }
      onSubmit={({ alt, decorative, scale }) =>
        change((at) =>
          view.dispatch(
            view.state.tr.setNodeMarkup(at, null, { ...attrs, alt, decorative, scale }),
          ),
        )
      }
    />
  )
}

type FormProps = {
  title: string
  submitLabel: string
  preview: string | null
  initial: Words
  isReady: boolean
  onSubmit: (words: Words) => void
  onSkip?: () => void
  onRemove?: () => void
}

function PictureForm({
  title,
  submitLabel,
  preview,
  initial,
  isReady,
  onSubmit,
  onSkip,
  onRemove,
}: FormProps) {
  const [alt, setAlt] = useState(initial.alt)
  const [decorative, setDecorative] = useState(initial.decorative)
  const [scale, setScale] = useState(initial.scale)
  const [error, setError] = useState<string>()

  function submit() {
    const words = decorative ? '' : alt.replace(/\s+/g, ' ').trim()
    if (!decorative && words === '') return setError(pictureTexts.altMissing)
    if (findHeld(words).length > 0) return setError(pictureTexts.altBsn)
    onSubmit({ alt: words, decorative, scale })
  }

  return (
    <Dialog
      title={title}
      isOpen
      onClose={close}
      actions={
        <>
          {onRemove !== undefined && <Button onPress={onRemove}>{pictureTexts.remove}</Button>}
          {onSkip !== undefined && <Button onPress={onSkip}>{pictureTexts.skip}</Button>}
          <Button onPress={close}>{actionText.cancel}</Button>
          <Button kind="primary" isDisabled={!isReady} onPress={submit}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        className="picture-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) submit()
        }}
      >
        <div className="picture-form__preview">
          {preview === null ? (
            <p role="status">{isReady ? '' : pictureTexts.preparing}</p>
          ) : (
            <img src={preview} alt={pictureTexts.preview} />
          )}
        </div>
        {!decorative && (
          <TextAreaField
            id="picture-alt"
            label={pictureTexts.alt}
            description={pictureTexts.altHint}
            isRequired
            value={alt}
            onChange={setAlt}
            maxLength={textLengths.pictureAlt}
            {...(error === undefined ? {} : { error })}
          />
        )}
        <label className="picture-form__check">
          <input
            type="checkbox"
            checked={decorative}
            onChange={(event) => {
              setDecorative(event.target.checked)
              setError(undefined)
            }}
          />
          {pictureTexts.decorative}
        </label>
        <SelectField
          id="picture-scale"
          isRequired
          label={pictureTexts.size}
          value={String(scale)}
          choices={pictureScales.map((one) => ({
            value: String(one),
            label: pictureTexts.sizes[one],
          }))}
          onChange={(value) => setScale(pictureScales.find((one) => String(one) === value) ?? 100)}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
