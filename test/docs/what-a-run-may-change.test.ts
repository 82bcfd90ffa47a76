import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { alsoNouns, changingReads, dangerWords, readingWords } from '../../src/contract/infer/words.ts';

const page = readFileSync(new URL('../../docs/what-a-run-may-change.md', import.meta.url), 'utf8');

describe('docs/what-a-run-may-change.md', () => {
  test('lists every word by which an operation is recognized', () => {
    const rows = [...page.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].map(
      ([, about = '', words = '']) => [about, words.split(', ')] as const,
    );
    expect(Object.fromEntries(rows.filter(([about]) => about !== 'about' && !about.startsWith('---')))).toEqual(dangerWords);
    expect(page).toContain(`the same as a noun: ${[...alsoNouns].join(', ')}. These`);
    expect(page).toContain(`(get, list, find …): ${[...changingReads].toSorted((a, b) => (a < b ? -1 : 1)).join(', ')}.`);
    expect(page).toContain(`the answer 201: ${[...readingWords].toSorted((a, b) => (a < b ? -1 : 1)).join(', ')}.`);
  });
});
