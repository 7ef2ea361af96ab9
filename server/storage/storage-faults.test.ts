import { describe, expect, test } from 'vitest'
import { exitCodes, FaultGate, meaningOf } from './storage-faults.ts'

const fault = (code: string) => Object.assign(new Error('disk I/O error'), { code })

describe('ST8 the meaning of an error of storage', () => {
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

  test('ST8 an error from elsewhere says nothing about storage', () => {
    expect(meaningOf(new Error('x'))).toBeNull()
    expect(meaningOf(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBeNull()
  })
})

describe('ST8 the meaning of an error of PostgreSQL', () => {
  test.each([
    ['23505', 'request', 'unique'],
    ['22P02', 'request', 'a value of another type'],
    ['22021', 'input', 'a NUL in a text'],
    ['40001', 'refuse', 'serialization'],
    ['40P01', 'refuse', 'deadlock'],
    ['08006', 'refuse', 'connection lost'],
    ['28P01', 'refuse', 'password'],
    ['25006', 'refuse', 'read only'],
    ['25P02', 'request', 'after an error in the transaction'],
    ['53100', 'refuse', 'disk full'],
    ['53300', 'refuse', 'too many connections'],
    ['55P03', 'refuse', 'lock not had'],
    ['57P01', 'refuse', 'shut down'],
    ['57P03', 'refuse', 'starting up'],
    ['58030', 'refuse', 'I/O error'],
    ['XX001', 'request', 'a damaged page'],
    ['ZZ999', 'request', 'of a later release'],
  ])('ST8 %s: %s (%s)', (code, meaning) => {
    expect(meaningOf(Object.assign(new Error('x'), { code, severity: 'ERROR' }))).toEqual({
      code,
      meaning,
    })
  })

  test('ST8 an error of the operating system is not one of PostgreSQL', () => {
    expect(meaningOf(Object.assign(new Error('x'), { code: 'EPIPE' }))).toBeNull()
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
