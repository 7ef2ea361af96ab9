import {
  CircleHelp,
  Command,
  FileDown,
  FileUp,
  Handshake,
  History,
  Keyboard,
  ListChecks,
  type LucideIcon,
  MessageSquare,
  MessageSquarePlus,
  MessagesSquare,
  Notebook,
  Printer,
  Redo2,
  ScrollText,
  Search,
  Undo2,
  UserRound,
  Users,
} from 'lucide-react'
import { beginThread } from '#client/hooks/comment-ui-store.ts'
import { askToFind } from '#client/hooks/find-store.ts'
import { threadHere } from '#client/panels/comments/selected-place.ts'
import { addressOfView } from '#client/panels/history/view-address.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import * as actionText from '#client/text/plan-actions.ts'
import type { Role } from '#shared/access.ts'
import { can } from '#shared/access.ts'
import type { SheetId } from '../sheets.ts'
import type { SideName } from '../use-side.ts'
import { isFindKey, isPaletteKey } from './action-keys.ts'

/** Dialogs of the header that an action opens. */
export type ActionDialog = 'export' | 'shortcuts' | 'palette' | 'help'

/** Everything that an action needs to know of the page. */
export type ActionContext = {
  planId: string
  role: Role
  /** Whether this person sees the whole plan. */
  isWhole: boolean
  edit: EditableSession | null
  canUndo: boolean
  canRedo: boolean
  canFind: boolean
  sheet: SheetId
  hasYear: boolean
  side: { shown: SideName | null; toggle: (name: SideName) => void }
  navigate: (path: string) => void
  open: (dialog: ActionDialog) => void
  /** Where the user was before the menu or the list of actions took the focus. */
  origin: () => Element | null
}

type Of<Value> = Value | ((context: ActionContext) => Value)

export type PlanAction = {
  label: Of<string>
  icon: LucideIcon
  /** Other words by which people look for it. */
  words: string
  run: (context: ActionContext) => void
  /** The keys as they are shown; `on` recognises them, unless another part of the page does. */
  keys?: { text: string; on?: (event: KeyboardEvent) => boolean }
  /** In the menu of the header: always, or only on a small screen. */
  inMenu?: 'always' | 'compact'
  isShown?: (context: ActionContext) => boolean
  isDisabled?: (context: ActionContext) => boolean
}

const words = actionText.otherWords
const isEditor = ({ edit }: ActionContext) => edit !== null
const seesWhole = ({ isWhole }: ActionContext) => isWhole
const page =
  (name: string) =>
  ({ navigate, planId }: ActionContext) =>
    navigate(`/plan/${planId}/${name}`)

/**
 * The actions of the page of a plan: the menu, the list of Opdrachten and the keys read the same entries, in the order of the
 * menu.
 */
const planActions = {
  undo: {
    label: actionText.undo,
    icon: Undo2,
    words: words.undo,
    // The keys are those of use-shortcuts.ts: an input may have an undo of its own.
    keys: { text: 'Ctrl + Z' },
    inMenu: 'compact',
    isShown: isEditor,
    isDisabled: ({ canUndo }) => !canUndo,
    run: ({ edit }) => edit?.undo.undo(),
  },
  redo: {
    label: actionText.redo,
    icon: Redo2,
    words: words.redo,
    keys: { text: 'Ctrl + Y' },
    inMenu: 'compact',
    isShown: isEditor,
    isDisabled: ({ canRedo }) => !canRedo,
    run: ({ edit }) => edit?.undo.redo(),
  },
  palette: {
    label: actionText.palette,
    icon: Command,
    words: words.palette,
    keys: { text: 'Ctrl + K', on: isPaletteKey },
    inMenu: 'always',
    run: ({ open }) => open('palette'),
  },
  find: {
    label: (context) => (isEditor(context) ? actionText.find : actionText.findOnly),
    icon: Search,
    words: words.find,
    keys: { text: 'Ctrl + F', on: isFindKey },
    isShown: ({ canFind }) => canFind,
    run: () => askToFind(),
  },
  comment: {
    label: actionText.comment,
    icon: MessageSquarePlus,
    words: words.comment,
    keys: { text: 'Ctrl + Alt + M' },
    isShown: ({ role, origin }) => can(role, 'comment') && threadHere(origin()) !== null,
    run: ({ origin }) => {
      const begun = threadHere(origin())
      if (begun !== null) beginThread(begun)
    },
  },
  commentOnPlan: {
    label: actionText.commentOnPlan,
    icon: MessageSquarePlus,
    words: words.commentOnPlan,
    isShown: ({ role, isWhole }) => can(role, 'comment') && isWhole,
    run: () => beginThread({ target: { kind: 'plan' } }),
  },
  comments: {
    label: ({ side }) =>
      side.shown === 'comments' ? actionText.hideComments : actionText.showComments,
    icon: MessageSquare,
    words: words.comments,
    run: ({ side }) => side.toggle('comments'),
  },
  history: {
    label: ({ side }) =>
      side.shown === 'history' ? actionText.hideHistory : actionText.showHistory,
    icon: History,
    words: words.history,
    inMenu: 'always',
    // Versions hold the whole plan.
    isShown: seesWhole,
    run: ({ side }) => side.toggle('history'),
  },
  export: {
    label: actionText.exportPlan,
    icon: FileDown,
    words: words.export,
    inMenu: 'always',
    run: ({ open }) => open('export'),
  },
  print: {
    label: actionText.print,
    icon: Printer,
    words: words.print,
    keys: { text: 'Ctrl + P' },
    run: () => window.print(),
  },
  agreement: {
    label: actionText.agreement,
    icon: Handshake,
    words: words.agreement,
    inMenu: 'always',
    isShown: seesWhole,
    run: page('akkoord'),
  },
  members: {
    label: actionText.members,
    icon: Users,
    words: words.members,
    inMenu: 'always',
    run: page('leden'),
  },
  import: {
    label: actionText.importFile,
    icon: FileUp,
    words: words.import,
    inMenu: 'always',
    isShown: isEditor,
    run: ({ navigate, planId }) => navigate(addressOfView(planId, { kind: 'import' })),
  },
  consultation: {
    label: actionText.consultation,
    icon: MessagesSquare,
    words: words.consultation,
    inMenu: 'always',
    // Only members of the whole plan see the names of the people who answered.
    isShown: seesWhole,
    run: page('consultatie'),
  },
  sheet: {
    label: ({ sheet }) => (sheet === 'plan' ? actionText.toYear : actionText.toPlan),
    icon: Notebook,
    words: words.sheet,
    isShown: ({ hasYear }) => hasYear,
    run: ({ navigate, planId, sheet }) =>
      navigate(addressOfView(planId, { kind: 'plan' }, sheet === 'plan' ? 'year' : 'plan')),
  },
  audit: {
    label: actionText.audit,
    icon: ScrollText,
    words: words.audit,
    isShown: ({ role }) => can(role, 'manage'),
    run: page('logboek'),
  },
  help: {
    label: actionText.help,
    icon: CircleHelp,
    words: words.help,
    inMenu: 'always',
    run: ({ open }) => open('help'),
  },
  shortcuts: {
    label: actionText.shortcuts,
    icon: Keyboard,
    words: words.shortcuts,
    inMenu: 'always',
    run: ({ open }) => open('shortcuts'),
  },
  plans: {
    label: actionText.plans,
    icon: ListChecks,
    words: words.plans,
    inMenu: 'always',
    run: ({ navigate }) => navigate('/'),
  },
  account: {
    label: actionText.account,
    icon: UserRound,
    words: words.account,
    run: ({ navigate }) => navigate('/account'),
  },
} as const satisfies Readonly<Record<string, PlanAction>>

export type ShownAction = {
  id: string
  label: string
  icon: LucideIcon
  words: string
  keys: PlanAction['keys']
  inMenu: PlanAction['inMenu']
  isDisabled: boolean
  run: () => void
}

/** The actions that this person has here, now. */
export function shownActions(context: ActionContext): ShownAction[] {
  return Object.entries<PlanAction>(planActions)
    .filter(([, { isShown }]) => isShown?.(context) ?? true)
    .map(([id, action]) => ({
      id,
      label: typeof action.label === 'string' ? action.label : action.label(context),
      icon: action.icon,
      words: action.words,
      keys: action.keys,
      inMenu: action.inMenu,
      isDisabled: action.isDisabled?.(context) ?? false,
      run: () => action.run(context),
    }))
}
