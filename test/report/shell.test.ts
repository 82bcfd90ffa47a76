import { spawnSync } from 'node:child_process';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { shellWord, type ShellPart } from '../../src/report/shell.ts';
import { hostile } from './support/made-run.ts';

/** The arguments that a program gets if it is called with these words. */
const readBy = (shell: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): string[] => {
  const { stdout, stderr } = spawnSync(shell, [...(shell === 'bash' ? ['--norc'] : []), '-c', `printf '%s\\0' ${words.join(' ')}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', ...env },
  });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
};

describe('a word of a command line', () => {
  test('reaches a program unchanged, whatever it contains', () => {
    const printable = array(string({ unit: constantFrom(...'abz09 /:;=.,@%+?&()[]{}<>*#~|^\'"`$\\!-_') }), {
      minLength: 1,
      maxLength: 20,
    });
    assert(
      property(printable, (texts) => {
        expect(
          readBy(
            '/bin/sh',
            texts.map((text) => shellWord(text)),
          ),
        ).toEqual(texts);
      }),
      { numRuns: 25 },
    );
  });

  test('is written without quotes if it needs none', () => {
    expect(shellWord('reports/2026-03-01T02-00-00Z-1a2b')).toBe('reports/2026-03-01T02-00-00Z-1a2b');
    expect(shellWord('a@#/b')).toBe("'a@#/b'");
    expect(shellWord('')).toBe("''");
  });

  test('contains no character that would move a cursor or reverse the direction of reading', () => {
    const word = shellWord(`bell \u0007, line\nfeed, it's \u202E back\\slash`);
    expect(word).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(readBy('bash', [word])).toEqual([`bell \u0007, line\nfeed, it's \u202E back\\slash`]);
    expect(shellWord(hostile)).not.toMatch(/[\p{Cc}\u202E]/u);
  });

  const variable: ShellPart = { expanded: '$KEY' };
  for (const [parts, written, read] of [
    [['Authorization: Bearer ', variable], '"Authorization: Bearer $KEY"', 'Authorization: Bearer it is a "key"'],
    [[variable, 'x'], '"${KEY}x"', 'it is a "key"x'],
    [['$HOME "', variable, '`!'], `'$HOME "'"$KEY"'\`!'`, '$HOME "it is a "key"`!'],
  ] as const) {
    test(`joins ${written}`, () => {
      expect(shellWord(...parts)).toBe(written);
      expect(readBy('/bin/sh', [written], { KEY: 'it is a "key"' })).toEqual([read]);
    });
  }
});
