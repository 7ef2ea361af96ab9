import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
} from 'react-aria-components'
import './button.css'
import './menu.css'
import './popover.css'

export type MenuAction = {
  id: string
  label: string
  icon?: ReactNode
  isDanger?: boolean
  isDisabled?: boolean
  onAction: () => void
}

type MenuProps = {
  /** Accessible name of the button that opens it; when `trigger` is text, leave it out. */
  label?: string
  trigger: ReactNode
  triggerClass?: string
  /** Content above the actions, such as the signed-in user. */
  heading?: ReactNode
  actions: readonly MenuAction[]
}

export function Menu({
  label,
  trigger,
  triggerClass = 'button button--quiet button--icon',
  heading,
  actions,
}: MenuProps) {
  return (
    <MenuTrigger>
      <AriaButton
        className={triggerClass}
        {...(label === undefined ? {} : { 'aria-label': label })}
      >
        {trigger}
      </AriaButton>
      <Popover className="popover" placement="bottom end">
        {heading !== undefined && <div className="menu__heading">{heading}</div>}
        <AriaMenu className="menu">
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              isDisabled={action.isDisabled ?? false}
              onAction={action.onAction}
              className={action.isDanger === true ? 'menu__item menu__item--danger' : 'menu__item'}
            >
              {action.icon}
              {action.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
