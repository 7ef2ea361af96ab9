import { describe, expect, test } from 'vitest'
import { exitCodes, FaultGate, meaningOf } from './storage-faults.ts'

const fault = (code: string) => Object.assign(new Error('disk I/O error'), { code })

describe('ST8 what an error of storage means', () => {
  test.each([
    ['SQLITE_CONSTRAINT_UNIQUE', 'request'],
    ['SQLITE_FULL', 'refuse'],
    ['SQLITE_BUSY', 'refuse'],
    ['SQLITE_BUSY_SNAPSHOT', 'refuse'],
    ['SQLITE_READONLY', 'refuse'],
    ['SQLITE_CANTOPEN', 'refuse'],
    ['SQLITE_IOERR_LOCK', 'refuse'],
    ['SQLITE_IOERR_FSYNC', 'restart'],
    ['SQLITE_IOERR_DIR_FSYNC', 'restart'],
    ['SQLITE_IOERR_WRITE', 'restart'],
    ['SQLITE_IOERR_READ', 'restart'],
    ['SQLITE_IOERR_SHORT_READ', 'restart'],
    ['SQLITE_IOERR_TRUNCATE', 'restart'],
    ['SQLITE_IOERR_SHMMAP', 'restart'],
    ['SQLITE_READONLY_DBMOVED', 'restart'],
    ['SQLITE_CORRUPT', 'halt'],
    ['SQLITE_CORRUPT_INDEX', 'halt'],
    ['SQLITE_NOTADB', 'halt'],
    ['SQLITE_OF_TOMORROW', 'restart'],
  ])('ST8 %s: %s', (code, meaning) => {
    expect(meaningOf(fault(code))).toEqual({ code, meaning })
  })

  test('ST8 what is no error of storage says nothing of it', () => {
    expect(meaningOf(new Error('x'))).toBeNull()
    expect(meaningOf(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBeNull()
  })
})

describe('ST8 the gate', () => {
  test('ST8 after a failed fsync nothing passes any more, and it is told once', () => {
    const gate = new FaultGate()
    const told: string[] = []
    gate.onFatal(({ code, meaning }) => told.push(`${code} ${exitCodes[meaning]}`))
    expect(gate.run(() => 1)).toBe(1)
    const fails = () => {
      throw fault('SQLITE_IOERR_FSYNC')
    }
    expect(() => gate.run(fails)).toThrow('disk I/O error')
    let ran = false
    expect(() => gate.run(() => (ran = true))).toThrow(/not used any more after SQLITE_IOERR_FSYNC/)
    gate.report(fault('SQLITE_CORRUPT'))
    expect([ran, told]).toEqual([false, ['SQLITE_IOERR_FSYNC 75']])
  })

  test('ST8 a full disk closes nothing: what comes after it may fit', () => {
    const gate = new FaultGate()
    expect(() =>
      gate.run(() => {
        throw fault('SQLITE_FULL')
      }),
    ).toThrow()
    expect(gate.run(() => 'later')).toBe('later')
  })
})
