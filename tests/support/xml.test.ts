import { describe, expect, test } from 'vitest'
import { xmlFault } from './xml.ts'

describe('xmlFault', () => {
  test.each([
    ['<a><b/></a>', true],
    ['<?xml version="1.0"?><a x="1">&lt;</a>', true],
    ['<a><b></a></b>', false],
    ['<a>&</a>', false],
    ['<a x="1" x="2"/>', false],
    ['<w:a/>', false],
    ['<a/><b/>', false],
    ['<a>\u0001</a>', false],
    ['<a', false],
  ])('%j', (xml, isFine) => {
    expect(xmlFault(xml) === null).toBe(isFine)
  })
})
