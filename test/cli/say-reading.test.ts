import { expect, test } from 'vitest';
import { sayReading } from '../../src/cli/say-reading.ts';
import { fakeIo, output } from './support.ts';

test('a command says at once what it reads, a plan only where people see it, and a quiet one nothing', () => {
  const said = (isTerminal: boolean, flags: Parameters<typeof sayReading>[3], columns = 80): string => {
    const stderr = output({ isTerminal, columns });
    sayReading({ ...fakeIo(), stderr }, 'run', ['depot'], flags);
    return stderr.text();
  };
  expect([said(true, {}), said(false, {})]).toEqual(['assay run: reading depot\n', 'assay run: reading depot\n']);
  expect([said(true, { dryRun: true }), said(false, { dryRun: true })]).toEqual(['assay run: reading depot\n', '']);
  expect([said(true, { quiet: true }), said(true, {}, 12)]).toEqual(['', 'assay run:…\n']);
});
