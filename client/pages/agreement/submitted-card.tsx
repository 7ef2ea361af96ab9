import * as agreementText from '#client/text/agreement.ts'
import { formatDay } from '#client/text/moment.ts'
import type { Submission } from '#shared/api/submission.ts'
import './submitted-card.css'

/** One submission of a plan, with its files as they were made then. */
export function SubmittedCard({ planId, submission }: { planId: string; submission: Submission }) {
  return (
    <section className="card" aria-labelledby={`submitted-${submission.id}`}>
      <h2 className="card__title" id={`submitted-${submission.id}`}>
        {agreementText.submittedTitle(submission.isCorrection, formatDay(submission.handedInOn))}
      </h2>
      <p>
        {agreementText.submittedFacts(
          submission.versionNumber,
          submission.recipient,
          submission.submittedBy.name,
        )}
      </p>
      <ul className="files">
        {submission.files.map((file) => (
          <li key={file.id}>
            <a
              className="link"
              href={`/api/plans/${planId}/submission/files/${file.id}`}
              download={file.fileName}
            >
              {agreementText.fileSize(file.fileName, Math.max(1, Math.round(file.bytes / 1024)))}
            </a>
            <span className="muted files__sum">{agreementText.fileHash(file.sha256)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
