import type { Expectation } from '../../../src/model/known-failure.ts';
import type { RunRecord } from '../../../src/model/record.ts';
import { failedCase, hostile, madeCase, madeRun, type MadeCase } from './made-run.ts';

/** What a server, or a document, might send to be obeyed by the reader of a report: commands of a CI, of a terminal, of Markdown and of viewers. */
export const commanding = [
  hostile,
  '::error file=x,line=1::owned%0A::set-output name=a::b',
  '\n::stop-commands::pause\r\n##[stop-commands]pause ##vso[task.complete result=Succeeded]',
  '100% %25 %0A, a:b,c',
  '\u001B[2J\u001B]8;;https://evil.example\u0007click\u001B]8;;\u0007 \u009B31m \u2028 \uFEFF',
  '[click](https://evil.example) ![x](https://evil.example/x.png) | `code` ``` <details> {0} {1}',
  '\u{1F4E6} Ünïcødé 包裹',
].join(' ');

/** Deep enough to need a limit, wide enough to need another. */
export const endless = `${commanding} ${'e'.repeat(100_000)}`;

const at = (line: number): { readonly file: string; readonly line: number; readonly column: number; readonly pointer: string } => ({
  file: 'api/openapi.yaml',
  line,
  column: 5,
  pointer: `#/paths/~1parcels~1{number}/get/responses/${line}`,
});

/** A run in which everything that comes from outside is hostile. */
export const hostileRun = (): RunRecord => {
  const finding = { operation: 'GET /parcels/{number}', where: endless, expected: commanding, actual: endless };
  const cases: readonly MadeCase[] = [
    failedCase('a/one@#/x', 'P-1', { ...finding, documentedAt: { ...at(3), file: `api/${commanding}.yaml`, pointer: `#/${commanding}` } }),
    failedCase('a/two@#/x', 'P-2', { ...finding, code: 'other', documentedAt: at(4) }, { level: 'should', title: commanding }),
    madeCase('a/three@#/x', 'P-3', { kind: 'broken', error: endless }),
    madeCase('a/four@#/x', 'P-4', { kind: 'inconclusive', reason: commanding, exchanges: [] }),
    madeCase('a/five@#/x', 'P-5', { kind: 'observed', facts: [{ fact: 'size', at: commanding, value: commanding }] }),
  ];
  return madeRun([{ name: 'depot', cases, more: { title: commanding } }]);
};

/** A run with so many broken promises, each at a line of its own; every third is a warning. */
export const manyFindings = (count: number): RunRecord =>
  madeRun([
    {
      name: 'depot',
      cases: Array.from({ length: count }, (_, number) =>
        failedCase(
          `a/check-${number}@#/x`,
          `P-${number}`,
          {
            code: `code-${number}`,
            where: `#/data/${number}`,
            actual: `${number} ${'items '.repeat(20)}`,
            exchanges: [`x${number}`],
            documentedAt: at(number + 1),
          },
          { level: number % 3 === 2 ? 'should' : 'must' },
        ),
      ),
    },
  ]);

/** A run without a single target that was judged. */
export const emptyRun = (): RunRecord => madeRun([]);

/** A known failure with a state. */
export const knownFailure = (more: Partial<Expectation>): Expectation => ({
  requirement: 'P-1',
  owner: 'team-lists',
  reason: 'NX-481',
  expires: '2026-03-31',
  file: 'known.yaml',
  line: 4,
  state: 'expected',
  told: 'fails as described, expected until 2026-03-31',
  excuses: [],
  ...more,
});

/** The same run, given these known failures. */
export const withKnown = (record: RunRecord, knownFailures: readonly Expectation[]): RunRecord => ({
  ...record,
  footer: { ...record.footer, targets: record.footer.targets.map((one) => ({ ...one, knownFailures })) },
});

/** Where a document states what {@link manyFindings} and others break. */
export const documented = at;
