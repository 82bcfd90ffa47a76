import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRunDirectory, pointLatestAt, refuseBrokenPackage, runName } from '../../src/cli/run/directory.ts';
import { interruptBy } from '../../src/cli/run/interrupt.ts';
import { tableText } from '../../src/cli/table.ts';
import { emptyFolder, fakeIo } from './support.ts';

describe('the directory of a run', () => {
  test('has a name of time and digits', () => {
    const name = runName(new Date('2026-03-01T02:00:00.999Z'));
    expect(name).toMatch(/^2026-03-01T02-00-00Z-[0-9a-f]{4}$/u);
  });

  test('stands behind the runs of earlier milliseconds by its name', () => {
    const names = Array.from({ length: 1000 }, (_, ms) => runName(new Date(Date.UTC(2026, 2, 1, 2, 0, 0, ms))));
    expect(names.toSorted()).toEqual(names);
    const ofOneMoment = Array.from({ length: 200 }, () => runName(new Date(0)));
    expect(new Set(ofOneMoment).size).toBeGreaterThan(1);
  });

  test('is below reports, or the one that was given', () => {
    const cwd = emptyFolder();
    expect(makeRunDirectory(cwd, 'r1', undefined)).toBe(join(cwd, 'reports', 'r1'));
    mkdirSync(join(cwd, 'a', 'b'), { recursive: true });
    expect(makeRunDirectory(cwd, 'r1', 'a/b')).toBe(join(cwd, 'a', 'b'));
    // Another run has begun there, and has written nothing yet.
    expect(() => makeRunDirectory(cwd, 'r2', 'a/b')).toThrow(
      'Cannot write into "a/b": the directory is not empty, name another one with --out',
    );
    expect(lstatSync(join(cwd, 'a', 'b')).isDirectory()).toBe(true);
  });

  test('is beside no package.json at which the processes of a run would end', () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'inner', 'node_modules'), { recursive: true });
    refuseBrokenPackage(join(cwd, 'inner'));
    writeFileSync(join(cwd, 'package.json'), '{ "name": ');
    expect(() => refuseBrokenPackage(join(cwd, 'inner'))).toThrow(`${join(cwd, 'package.json')} cannot be read as JSON`);
    refuseBrokenPackage(join(cwd, 'inner', 'node_modules'));
    writeFileSync(join(cwd, 'inner', 'package.json'), '{}');
    refuseBrokenPackage(join(cwd, 'inner'));
  });

  test('is never one with files', () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'out'));
    writeFileSync(join(cwd, 'out', 'precious'), '');
    expect(() => makeRunDirectory(cwd, 'r1', 'out')).toThrow(
      'Cannot write into "out": the directory is not empty, name another one with --out',
    );
    writeFileSync(join(cwd, 'file'), '');
    expect(() => makeRunDirectory(cwd, 'r1', 'file')).toThrow('Cannot write into "file": EEXIST; name another directory with --out');
  });

  test('is the target of the link latest until the next run', () => {
    const cwd = emptyFolder();
    for (const run of ['r1', 'r2']) pointLatestAt(makeRunDirectory(cwd, run, undefined));
    expect(readlinkSync(join(cwd, 'reports', 'latest'))).toBe('r2');
    expect(readdirSync(join(cwd, 'reports')).sort()).toEqual(['latest', 'r1', 'r2']);
  });

  test('is named in a file if a link cannot be made', () => {
    const cwd = emptyFolder();
    const directory = makeRunDirectory(cwd, 'r1', undefined);
    const refuse = (): never => {
      throw Object.assign(new Error('no links here'), { code: 'EPERM' });
    };
    for (let time = 0; time < 2; time++) expect(pointLatestAt(directory, refuse)).toBeUndefined();
    expect(readFileSync(join(cwd, 'reports', 'latest'), 'utf8')).toBe('r1\n');
    expect(existsSync(directory)).toBe(true);
  });

  test('is not named if something else is called latest', () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'reports', 'latest', 'mine'), { recursive: true });
    expect(pointLatestAt(makeRunDirectory(cwd, 'r1', undefined))).toBe(
      `Cannot point "${join(cwd, 'reports', 'latest')}" at the run: ERR_FS_EISDIR`,
    );
    expect(readdirSync(join(cwd, 'reports', 'latest'))).toEqual(['mine']);
  });
});

describe('a signal', () => {
  test('stops the run in an orderly way, and kills it the second time', () => {
    const io = fakeIo();
    const calls: string[] = [];
    const { signal, release } = interruptBy(io, () => void calls.push(signal.aborted ? 'late' : 'early'));
    expect(signal.aborted).toBe(false);
    io.send('SIGINT');
    expect([signal.aborted, calls, io.kills()]).toEqual([true, ['early'], 0]);
    io.send('SIGTERM');
    expect([calls.length, io.kills()]).toEqual([1, 1]);
    release();
    expect(io.listeners()).toBe(0);
  });
});

test('a table has aligned columns and no trailing blanks', () => {
  expect(
    tableText(
      ['a', 'list'],
      [
        { a: 'long name', list: ['x', 'y'] },
        { a: 1, list: [] },
        { a: null, list: 'end' },
      ],
    ),
  ).toBe('A          LIST\nlong name  x, y\n1          -\n-          end\n');
});
