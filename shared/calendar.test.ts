import { expect, it } from 'vitest'
import { calendarOf } from './calendar.ts'

const day = {
  id: 'approval/p/v',
  date: '2026-11-27',
  title: 'Akkoord',
  detail: '',
  url: 'https://w.nl/plan/p',
}

it('is whole days with a stamp', () => {
  const text = calendarOf([day], Date.UTC(2026, 10, 24, 8, 0))
  expect(text).toContain('DTSTART;VALUE=DATE:20261127\r\n')
  expect(text).toContain('DTSTAMP:20261124T080000Z\r\n')
  expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true)
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
})

it('a text adds no line and no property, and is folded between characters', () => {
  const title = `Zaal; hal, \\ \r\nBEGIN:VALARM ${'é'.repeat(100)}`
  const text = calendarOf([{ ...day, title }], 0)
  expect(text.split('\r\n').filter((line) => line.startsWith('BEGIN:'))).toEqual([
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
  ])
  for (const line of text.split('\r\n'))
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  expect(text.replaceAll('\r\n ', '')).toContain(
    `SUMMARY:Zaal\\; hal\\, \\\\ \\nBEGIN:VALARM ${'é'.repeat(100)}`,
  )
})
