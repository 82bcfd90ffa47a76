import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { githubCommands } from '../../src/report/github/run-annotations.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, madeRun } from './support/made-run.ts';
import { documented, emptyRun, hostileRun, knownFailure, manyFindings, withKnown } from './support/wide-runs.ts';

type Command = { readonly name: string; readonly properties: Readonly<Record<string, string>>; readonly data: string };

const unescaped = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');

/** Reads a line as the runner of GitHub Actions does: a command begins the line, its properties end at the second `::`. */
const commandOf = (line: string): Command => {
  const end = line.indexOf('::', 2);
  if (!line.startsWith('::') || end < 0) throw new Error(`no command: ${line}`);
  const head = line.slice(2, end);
  const blank = head.indexOf(' ');
  const pairs = head
    .slice(blank + 1)
    .split(',')
    .map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescaped(pair.slice(at + 1))] as const;
    });
  return { name: head.slice(0, blank), properties: Object.fromEntries(pairs), data: unescaped(line.slice(end + 2)) };
};

const linesOf = (record: RunRecord): readonly string[] =>
  githubCommands({ record, directory: 'reports/r' })
    .split('\n')
    .filter((line) => line !== '');
const commandsOf = (record: RunRecord): readonly Command[] => linesOf(record).map(commandOf);
const count = (commands: readonly Command[], name: string): number => commands.filter((one) => one.name === name).length;

describe('the annotations for GitHub', () => {
  test('have each breach at its line of the document', () => {
    const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1', { documentedAt: documented(12) })] }]);
    expect(linesOf(record)).toEqual([
      '::error file=api/openapi.yaml,line=12,title=P-1 (must) of depot::A list has at most 20 parcels. GET /parcels at #/data: expected at most 20 items, got 25 items. api/openapi.yaml:12:5 #/paths/~1parcels~1{number}/get/responses/12',
    ]);
    const text = githubCommands({ record, directory: 'd', repository: { root: '/src', below: 'services/depot' } });
    expect(commandOf(text.trimEnd()).properties['file']).toBe('services/depot/api/openapi.yaml');
  });

  test('are errors, warnings and notices by strictness; stale known failures are errors at their line of the list', () => {
    const cases = [
      failedCase('a/one@#', 'P-1', { code: 'a', where: 'one' }),
      failedCase('a/two@#', 'P-2', { code: 'b', where: 'two', exchanges: ['x2'] }, { level: 'should' }),
      failedCase('a/three@#', 'P-3', { code: 'c', where: 'three', exchanges: ['x3'] }),
    ];
    const record = withKnown(madeRun([{ name: 'depot', cases }]), [
      knownFailure({ requirement: 'P-3', excuses: ['a/three@#'] }),
      knownFailure({ requirement: 'P-9', state: 'passed', told: 'passes now' }),
    ]);
    expect(commandsOf(record).map(({ name, properties }) => [name, properties['title'], properties['file'], properties['line']])).toEqual([
      ['error', 'P-1 (must) of depot', undefined, undefined],
      ['error', 'stale known failure P-9', 'known.yaml', '4'],
      ['warning', 'P-2 (should) of depot', undefined, undefined],
      ['notice', 'P-3 (must) of depot', undefined, undefined],
    ]);
  });

  test('tell a run that was stopped or lost, and failures of assay itself', () => {
    expect(
      commandsOf(parcelRecord())
        .map(({ properties, data }) => [properties['title'], data.slice(0, 60)])
        .slice(0, 4),
    ).toEqual([
      ['assay: depot', 'BROKEN: Cut short, 1 must broken, 1 warning, 1 not judged by'],
      ['assay: depot', 'assay itself failed at status/declared@#/f: a check threw'],
      ['PARCEL-1 (must) of depot', 'A list has at most 20 parcels. GET /parcels at /data: expect'],
      ['assay: spare', 'BROKEN: assay lost this target: the worker was silent'],
    ]);
  });

  test('hold nothing that the runner would take for a command', () => {
    const lines = linesOf(hostileRun());
    const commands = lines.map(commandOf);
    expect(commands.map(({ name }) => name)).toEqual(['error', 'error', 'warning']);
    expect(commands.map(({ properties }) => Object.keys(properties))).toEqual([
      ['title'],
      ['file', 'line', 'title'],
      ['file', 'line', 'title'],
    ]);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\u2028\u202E\uFEFF]|##(?:vso)?\[/u);
      expect(line.length).toBeLessThan(4000);
    }
    // What begins an escape of the runner stays what it was.
    expect(commands[1]?.data).toContain('100% %25 %0A, a:b,c');
  });

  test('are none for an empty run', () => {
    expect(githubCommands({ record: emptyRun(), directory: 'd' })).toBe('');
  });

  test('are ten of a kind, and say how many more there are', () => {
    const commands = commandsOf(manyFindings(600));
    expect([count(commands, 'error'), count(commands, 'warning')]).toEqual([10, 10]);
    expect(commands[9]?.data).toBe('and 391 more, see the summary of the job, or the other reports of the run');
    expect(commands[19]?.data).toBe('and 191 more, see the summary of the job, or the other reports of the run');
  });
});
