import { describe, expect, test } from 'vitest';

import { gateConfigOf } from '../../src/config/gate-config.ts';
import { gatherOptions, type Flags } from '../../src/config/given.ts';
import { parseKnownFailures } from '../../src/config/known-failures.ts';
import { loadGated } from '../../src/config/load-targets.ts';
import { parseConfig } from '../../src/config/document.ts';
import { depot, key, load, messageOf, outsideOf, shipped, valid } from './support.ts';

const entry = ['owner: team', 'reason: soon', 'expires: 2026-12-31'];
const list = (...lines: readonly string[]): string => lines.map((line, at) => `${at === 0 ? '- ' : '  '}${line}\n`).join('');
const read = (text: string) => parseKnownFailures(text, 'known.yaml', '/here/known.yaml');
const at = (location: string, text: string): string => `Cannot read known failures "known.yaml" at ${location}: ${text}`;

describe('a list of known failures', () => {
  test('holds entries with their lines', () => {
    const { entries } = read(
      `${list('requirement: P-1', 'operation: GET /a', 'finding: {code: c}', ...entry)}\n${list('case: c@#', ...entry)}`,
    );
    expect(entries).toEqual([
      {
        requirement: 'P-1',
        operation: 'GET /a',
        finding: { code: 'c' },
        owner: 'team',
        reason: 'soon',
        expires: '2026-12-31',
        file: 'known.yaml',
        line: 1,
      },
      { case: 'c@#', owner: 'team', reason: 'soon', expires: '2026-12-31', file: 'known.yaml', line: 8 },
    ]);
  });

  test('may be empty, and JSON', () => {
    expect(read('[]').entries).toEqual([]);
    expect(read('[{"case": "c", "owner": "o", "reason": "r", "expires": "2026-01-01"}]').entries).toHaveLength(1);
  });

  for (const [name, text, ...messages] of [
    ['no list', 'requirement: P-1\n', at('line 1:1', 'is an object, must be a list')],
    ['nothing at all', '', at('line 1:1', 'has no value, must be a list')],
    [
      'an unknown key',
      list('requirement: P-1', 'expire: 2026-01-01', ...entry),
      at('line 2:3, /0/expire', '"expire" is not a known key, did you mean "expires"?'),
    ],
    ['no owner', list('requirement: P-1', 'reason: r', 'expires: 2026-01-01'), at('line 1:3, /0', 'lacks "owner"')],
    ['neither requirement nor case', list(...entry), at('line 1:3, /0', 'names no failure: give "requirement" or "case"')],
    [
      'both',
      list('requirement: P-1', 'case: c', ...entry),
      at('line 2:9, /0/case', 'names a requirement and a case: remove one of the two'),
    ],
    [
      'an empty finding',
      list('requirement: P-1', 'finding: {}', ...entry),
      at('line 2:12, /0/finding', 'describes nothing: give "code", "where" or both, or remove it'),
    ],
    [
      'an invalid day',
      list('case: c', 'owner: o', 'reason: r', 'expires: 2026-02-30'),
      at('line 4:12, /0/expires', 'is not a day: write YYYY-MM-DD'),
    ],
    [
      'a word for a day',
      list('case: c', 'owner: o', 'reason: r', 'expires: soon'),
      at('line 4:12, /0/expires', 'is not a day: write YYYY-MM-DD'),
    ],
    [
      'a number for an owner',
      list('case: c', 'owner: 1', 'reason: r', 'expires: 2026-01-01'),
      at('line 2:10, /0/owner', 'is a whole number, must be a text: put it in quotes'),
    ],
    [
      'the same failure twice',
      list('case: c', ...entry) + list('case: c', ...entry),
      at('line 5:3, /1', 'is the same failure as the entry at line 1'),
    ],
    [
      'two mistakes',
      list('operation: a', 'owner: o', 'reason: r', 'expires: x'),
      at('line 1:3, /0', 'names no failure: give "requirement" or "case"'),
      at('line 4:12, /0/expires', 'is not a day: write YYYY-MM-DD'),
    ],
  ] as const) {
    test(`with ${name} is refused with its position`, async () => {
      expect(await messageOf(() => read(text))).toBe(messages.join('\n'));
    });
  }
});

describe('the source of the known failures', () => {
  const files = {
    ...depot(...valid, 'knownFailures: lists/known.yaml'),
    'lists/known.yaml': list('requirement: P-1', ...entry),
    'other.yaml': list('requirement: P-2', ...entry),
  };
  const idsOf = async (flags: Flags, env = key) =>
    (await load({ files, env, flags })).flatMap(({ knownFailures }) =>
      knownFailures?.entries.map(({ requirement, file }) => `${requirement} ${file}`),
    );

  test('the config, then the variable, then the flag', async () => {
    expect(await idsOf({})).toEqual(['P-1 lists/known.yaml']);
    const env = { ...key, ASSAY_KNOWN_FAILURES: 'other.yaml' };
    expect(await idsOf({}, env)).toEqual(['P-2 other.yaml']);
    expect(await idsOf({ knownFailures: ['lists/known.yaml'] }, env)).toEqual(['P-1 lists/known.yaml']);
  });

  test('a missing file is reported at the key or flag that names it', async () => {
    expect(await messageOf(() => load({ files: depot(...valid, 'knownFailures: gone.yaml'), env: key }))).toBe(
      'Cannot read config "assay.config.yaml" at line 6:20, /targets/depot/knownFailures: names "gone.yaml", which does not exist',
    );
    expect(await messageOf(() => load({ files: depot(...valid), env: key, flags: { knownFailures: ['gone.yaml'] } }))).toBe(
      'Cannot use --known-failures: names "gone.yaml", which does not exist',
    );
  });
});

describe('the gate of a config', () => {
  const gateOf = (text: string) => gateConfigOf(parseConfig(text, 'assay.config.yaml', '/here'));

  test('is read from the file', async () => {
    const files = {
      'assay.config.yaml': `${depot(...valid)?.['assay.config.yaml']}gate: {block: [should], evidence: {should: 1}, checksAsOf: "1.0"}\n`,
    };
    const outside = outsideOf({ files, env: key });
    const { gate } = await loadGated({ names: [], given: gatherOptions({}, outside.env), shipped, outside });
    expect(gate).toEqual({ block: ['should'], evidence: { should: 1 }, checksAsOf: '1.0' });
    expect(gateOf('targets: {}\n')).toEqual({});
  });

  for (const [text, message] of [
    ['gate: {block: []}', 'line 1:15, /gate/block: must name a level: a gate that nothing blocks decides nothing'],
    ['gate: {checksAsOf: soon}', 'line 1:20, /gate/checksAsOf: is not a version: write it like "1.0" or "1.0.2"'],
  ] as const) {
    test(`refuses ${text}`, async () => {
      expect(await messageOf(() => gateOf(text))).toBe(`Cannot read config "assay.config.yaml" at ${message}`);
    });
  }

  for (const [text, message] of [
    ['gate: {blocks: [must]}', 'line 2:8, /gate/blocks: "blocks" is not a known key, did you mean "block"?'],
    ['gate: {evidence: {musts: 1}}', 'line 2:19, /gate/evidence/musts: "musts" is not a known key, did you mean "must"?'],
    ['gate: {evidence: {must: 80}}', 'line 2:25, /gate/evidence/must: must be at most 1'],
    ['gate: {checksAsOf: 1.0}', 'line 2:20, /gate/checksAsOf: is a whole number, must be a text: put it in quotes'],
  ] as const) {
    test(`refuses ${text} with the whole file`, async () => {
      const files = { 'assay.config.yaml': `targets: {}\n${text}\n` };
      expect(await messageOf(() => load({ files }))).toBe(`Cannot read config "assay.config.yaml" at ${message}`);
    });
  }
});
