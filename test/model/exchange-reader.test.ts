import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkedLine } from '../../src/model/checked-line.ts';
import { readExchanges } from '../../src/model/exchange-reader.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-exchanges-'));
  mkdirSync(join(directory, 'exchanges'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const rest = {
  target: 'harbour',
  request: { credential: { kind: 'none' } },
  sent: { target: '/boats', headers: [] },
  reply: { kind: 'no-answer', failure: 'timeout', message: 'no answer' },
};

const idsRead = (wanted: readonly string[], lines: readonly string[]): readonly string[] => {
  writeFileSync(join(directory, 'exchanges', '1.jsonl'), lines.map((line) => `${line}\n`).join(''));
  const found = readExchanges(directory, new Map([['harbour', new Set(wanted)]]));
  return [...(found.get('harbour')?.keys() ?? [])];
};

it('reads the wanted exchanges, and no others', () => {
  const lines = ['x1', 'x11', 'x2', 'x12'].map((id) => checkedLine({ id, ...rest }));
  expect(idsRead(['x1', 'x12'], lines)).toEqual(['x1', 'x12']);
  expect(idsRead([], lines)).toEqual([]);
});

it('finds an exchange whose line does not begin with its id, or writes it with an escape', () => {
  const escaped = checkedLine({ id: 'x"2', ...rest });
  expect(idsRead(['x1', 'x"2'], [checkedLine({ ...rest, id: 'x1' }), escaped, checkedLine({ ...rest, id: 'x3' })])).toEqual(['x1', 'x"2']);
});

it('leaves out a wanted exchange that was altered', () => {
  const altered = checkedLine({ id: 'x2', ...rest }).replace('/boats', '/boots');
  expect(idsRead(['x1', 'x2'], [checkedLine({ id: 'x1', ...rest }), altered])).toEqual(['x1']);
});
