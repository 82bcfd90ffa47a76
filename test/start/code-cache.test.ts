import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeCache } from '../../src/start/code-cache.ts';
import { emptyFolder } from '../e2e/assay.ts';

const code = Buffer.from([1, 2, 3]);

describe('the cache of compiled code', () => {
  test('gives back the code of the same source, name and kind of process', () => {
    const root = join(emptyFolder(), 'cache');
    const cache = codeCache(root, 7);
    expect(cache.read('a.cjs', 'one')).toBeUndefined();
    cache.write('a.cjs', 'one', code);
    expect(cache.read('a.cjs', 'one')).toEqual(code);
    expect(codeCache(root, 7).read('a.cjs', 'one')).toEqual(code);
    expect(cache.read('a.cjs', 'two')).toBeUndefined();
    expect(cache.read('b.cjs', 'one')).toBeUndefined();
    expect(codeCache(root, 8).read('a.cjs', 'one')).toBeUndefined();
    expect(readdirSync(join(root, '7'))).toEqual(['a.cjs']);
  });

  test('replaces the code of an older source', () => {
    const cache = codeCache(emptyFolder(), 7);
    cache.write('a.cjs', 'old', code);
    cache.write('a.cjs', 'new', Buffer.from([4]));
    expect([cache.read('a.cjs', 'old'), cache.read('a.cjs', 'new')]).toEqual([undefined, Buffer.from([4])]);
  });

  test.for([
    ['one byte is another', (entry: Buffer) => Buffer.concat([entry.subarray(0, -1), Buffer.from([9])])],
    ['the end is missing', (entry: Buffer) => entry.subarray(0, -1)],
    ['only the sums are there', (entry: Buffer) => entry.subarray(0, 8)],
    ['nothing is there', () => Buffer.alloc(0)],
  ] as const)('does not use an entry of which %s', ([, damaged]) => {
    const root = emptyFolder();
    const cache = codeCache(root, 7);
    cache.write('a.cjs', 'one', code);
    const path = join(root, '7', 'a.cjs');
    writeFileSync(path, damaged(readFileSync(path)));
    expect(cache.read('a.cjs', 'one')).toBeUndefined();
  });

  test('does without a folder that cannot be made', () => {
    const root = join(emptyFolder(), 'file');
    writeFileSync(root, '');
    const cache = codeCache(root, 7);
    cache.write('a.cjs', 'one', code);
    expect(cache.read('a.cjs', 'one')).toBeUndefined();
    expect(readFileSync(root, 'utf8')).toBe('');
  });

  test('does not grow with ever more kinds of processes', () => {
    const root = emptyFolder();
    for (let tag = 0; tag < 40; tag++) codeCache(root, tag).write('a.cjs', 'one', code);
    expect(readdirSync(root)).toHaveLength(16);
    // Those that have a folder keep it up to date.
    codeCache(root, 3).write('a.cjs', 'two', code);
    expect(codeCache(root, 3).read('a.cjs', 'two')).toEqual(code);
  });

  test('leaves no part of an entry that could not take its place', () => {
    const root = emptyFolder();
    mkdirSync(join(root, '7', 'a.cjs', 'within'), { recursive: true });
    codeCache(root, 7).write('a.cjs', 'one', code);
    expect(readdirSync(join(root, '7'))).toEqual(['a.cjs']);
  });
});
