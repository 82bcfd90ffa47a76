import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';

import { createRecordWriter, readRecord, RecordError, recordSchema } from '../../src/model/record.ts';
import type { RecordEntry } from '../../src/model/record.ts';
import { parcelEntries, parcelFooter, parcelHeader } from './hand-written-run.ts';

const directory = mkdtempSync(join(tmpdir(), 'assay-record-'));
let files = 0;
const freshPath = (): string => join(directory, `${(files += 1)}.jsonl`);

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const write = (entries: readonly RecordEntry[] = parcelEntries): string => {
  const path = freshPath();
  const writer = createRecordWriter(path, parcelHeader);
  for (const entry of entries) writer.append(entry);
  writer.close(parcelFooter);
  return path;
};
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n');
const rewrite = (change: (lines: string[]) => void): string => {
  const lines = linesOf(write());
  change(lines);
  const path = freshPath();
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
const faultOf = (path: string): RecordError => {
  try {
    readRecord(path);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error('the record was read without a fault');
};

describe('a record', () => {
  test('returns what was written, grouped by target', () => {
    const record = readRecord(write());
    expect(record.header).toEqual(parcelHeader);
    expect(record.footer).toEqual(parcelFooter);
    expect(record.targets.map(({ target, cases }) => [target, cases.map(({ requirement }) => requirement)])).toEqual([
      ['depot', ['PARCEL-1', 'PARCEL-2', 'PARCEL-3', 'PARCEL-4', 'PARCEL-5', 'PARCEL-6']],
      ['spare', ['PARCEL-1']],
    ]);
    const [depot, spare] = record.targets;
    expect(depot?.requirements.get('PARCEL-1')?.section).toBe('Lists');
    expect(depot?.results.get('filtering/only-matching@#/e')).toEqual({ verdict: { kind: 'pass', judged: 12 }, seconds: 0.5 });
    expect(depot?.created).toEqual([{ collection: 'parcels', label: 'ct-1a2b-first' }]);
    expect(spare?.preflight).toEqual({ kind: 'stopped', reason: 'the target is down' });
    expect(spare?.results.size).toBe(0);
  });

  test('joins the facts of a case to its verdict', () => {
    expect(readRecord(write()).targets[0]?.results.get('ordering/seen@#/d')?.verdict).toEqual({
      kind: 'observed',
      facts: [
        { fact: 'order', at: 'GET /parcels', value: { by: ['/id'] } },
        { fact: 'direction', at: 'GET /parcels', value: null },
      ],
    });
  });

  test('is available from its writer before it is closed', () => {
    const writer = createRecordWriter(freshPath(), parcelHeader);
    for (const entry of parcelEntries) writer.append(entry);
    expect(writer.targets()).toEqual(readRecord(write()).targets);
    writer.close(parcelFooter);
  });

  test('has only lines of the published schema', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(recordSchema);
    for (const line of linesOf(write())) expect([line, validate(JSON.parse(line)), validate.errors]).toEqual([line, true, null]);
  });
});

describe('every member of every line', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(recordSchema);
  const lines = linesOf(write()).map((line): Record<string, unknown> => JSON.parse(line));
  for (const [index, line] of lines.entries()) {
    // Lines of older versions have no digest of their own.
    for (const member of Object.keys(line).filter((name) => name !== 'check')) {
      test(`the schema requires ${member} in line ${index + 1} (${String(line['type'])})`, () => {
        const { [member]: _left, ...rest } = line;
        expect(validate(rest)).toBe(false);
      });
    }
  }
});

describe('a change in a record', () => {
  const count = linesOf(write()).length;
  for (let number = 1; number <= count; number += 1) {
    test(`of line ${number} is named by that line`, () => {
      const fault = faultOf(
        rewrite((lines) => {
          const line = lines[number - 1] ?? '';
          lines[number - 1] = line.replace(/"target":"|"run":"|"seconds":/u, (found) => (found.endsWith('"') ? `${found}x` : `${found}1`));
          expect(lines[number - 1]).not.toBe(line);
        }),
      );
      expect(fault.line).toBe(number);
    });

    if (number > 1) {
      test(`of the digest in line ${number} is named by that line`, () => {
        const fault = faultOf(
          rewrite((lines) => {
            lines[number - 1] = (lines[number - 1] ?? '').replace(/"previous":"./u, (found) =>
              found.replace(/.$/u, (end) => (end === '0' ? '1' : '0')),
            );
          }),
        );
        expect(fault.line).toBe(number);
        expect(fault.message).toContain('was changed after it was written');
      });
    }
  }

  test('that removes a line is detected', () => {
    const fault = faultOf(rewrite((lines) => lines.splice(4, 1)));
    expect(fault.message).toContain('at line 4: the line was changed after it was written, or lines after it were removed');
  });

  test('that removes the header is detected', () => {
    expect(faultOf(rewrite((lines) => lines.shift())).message).toContain('at line 1: it is not the header of a run');
  });

  test('that swaps two lines is detected', () => {
    const fault = faultOf(
      rewrite((lines) => {
        [lines[2], lines[3]] = [lines[3] ?? '', lines[2] ?? ''];
      }),
    );
    expect(fault.message).toContain('was changed after it was written');
  });
});

describe('not a record', () => {
  const cases: readonly (readonly [string, (lines: string[]) => void, RegExp])[] = [
    ['a file without a footer', (lines) => lines.pop(), /at line \d+: the footer is missing: the run did not end/u],
    [
      'a file cut inside a line',
      (lines) => lines.push((lines.pop() ?? '').slice(0, 40)),
      /not a JSON text: the line was changed, or the run was killed/u,
    ],
    [
      'a file of a newer format',
      (lines) => (lines[0] = (lines[0] ?? '').replace('"format":1', '"format":2')),
      /at line 1: it has format 2/u,
    ],
    ['two runs in one file', (lines) => lines.splice(1, 0, lines[0] ?? ''), /at line \d+: /u],
    ['a line of an unknown type', (lines) => (lines[3] = '{"type":"rumour"}'), /at line 4: it is not a line of a record/u],
  ];
  for (const [name, change, message] of cases) {
    test(name, () => {
      expect(faultOf(rewrite(change)).message).toMatch(message);
    });
  }

  test('an empty file', () => {
    const path = freshPath();
    writeFileSync(path, '');
    expect(faultOf(path).message).toMatch(/it is empty: the run did not start/u);
  });

  test('a missing file', () => {
    expect(faultOf(freshPath()).message).toMatch(/ENOENT/u);
  });
});

describe('the writer', () => {
  test('refuses a file that exists', () => {
    const path = write();
    expect(() => createRecordWriter(path, parcelHeader)).toThrow(/Cannot start record ".*EEXIST/u);
  });

  test('refuses entries after the footer', () => {
    const writer = createRecordWriter(freshPath(), parcelHeader);
    writer.close(parcelFooter);
    expect(() => writer.append({ type: 'created', target: 'depot', collection: 'parcels', label: 'late' })).toThrow(/it is closed/u);
    expect(() => writer.close(parcelFooter)).toThrow(/it is closed/u);
  });

  test('refuses and does not write entries without the lines that they belong to', () => {
    const path = freshPath();
    const writer = createRecordWriter(path, parcelHeader);
    const verdict = { kind: 'pass', judged: 1 } as const;
    expect(() => writer.append({ type: 'created', target: 'elsewhere', collection: 'a', label: 'b' })).toThrow(/no target "elsewhere"/u);
    expect(() => writer.append({ type: 'verdict', target: 'depot', id: 'a@#', verdict, seconds: 0 })).toThrow(/no case "a@#"/u);
    expect(() => writer.append({ type: 'fact', target: 'depot', id: 'a@#', fact: 'f', at: '', value: 1 })).toThrow(/precedes the verdict/u);
    const known = parcelEntries.find(({ type }) => type === 'case');
    if (known === undefined) throw new Error('the hand-written run has no case');
    writer.append(known);
    expect(() => writer.append(known)).toThrow(/two cases/u);
    writer.close(parcelFooter);
    expect(linesOf(path)).toHaveLength(3);
  });
});
