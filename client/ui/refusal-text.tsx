import { AppError } from '#shared/errors.ts'

/**
 * Why a request was refused, with the fields that the server named. The region is there before its text, so that a screen
 * reader announces the text.
 */
export function RefusalText({
  error,
  namesFields = true,
}: {
  error: Error | null
  /** False where the screen shows them itself. */
  namesFields?: boolean
}) {
  const fields = error instanceof AppError && namesFields ? error.fields : []
  return (
    <div role="alert">
      {error !== null && <p className="error-text">{error.message}</p>}
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={`${field.path} ${field.message}`}>{field.message}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
