import { copyOf, emptyCells } from './copy-range.ts'
import { PastePreview } from './paste-preview.tsx'
import { beginPaste } from './paste-range.ts'

/** The work on ranges of cells. One piece, fetched when somebody first chooses or pastes a range. */
export const cellWork = { PastePreview, beginPaste, copyOf, emptyCells }
