import { exitCodes } from '../model/record.ts';
import type { TargetFooter } from '../model/record.ts';
import { replayHalves } from './commands.ts';
import { table, wrapped } from './layout.ts';
import type { ReportInput } from './report-input.ts';
import { shardSentence } from './shard-sentence.ts';
import { summariseTarget } from './summary-target.ts';

/**
 * The result of a run for people: `summary.md`, and what the terminal shows. It is Markdown that is readable unrendered, in 80 columns and
 * without colour. Text from a target is in code blocks, without control characters.
 */
export const summary = ({ record, directory, damage, seen }: ReportInput): string => {
  const { header, footer } = record;
  const lines = [
    `# assay: exit code ${footer.exitCode}, ${exitCodes[footer.exitCode]}`,
    '',
    ...wrapped(
      `Run ${header.run} by assay ${header.assay}${header.demo ? ' (a demo that judged embedded references)' : ''}, seed ${header.seed}, nonce ${header.nonce}, ${footer.seconds.toFixed(1)} s.`,
    ),
    ...[shardSentence(header), damage].flatMap((part) => (part === undefined ? [] : wrapped(part))),
    ...wrapped(`Record and reports: ${directory}`),
    '',
    ...overview(record.footer.targets),
    ...record.targets.flatMap((target) => {
      const end = footer.targets.find((each) => each.target === target.target);
      return end === undefined
        ? []
        : summariseTarget(target, end, {
            replayOf: (id) => replayHalves(record, directory, target.target, id),
            seenOf: (requirement) => seen?.(target.target, requirement),
          });
    }),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

/** Several targets in one table: how many requirements of each level were kept, broken and left open. */
const overview = (targets: readonly TargetFooter[]): readonly string[] => {
  if (targets.length < 2) return [];
  const cell = ({ pass, fail, broken: failed, inconclusive, skipped }: TargetFooter['counts']['must']): string =>
    `${pass} / ${fail + failed} / ${inconclusive + skipped}`;
  const rows = targets.map(({ target, counts, exitCode }) => [
    target,
    cell(counts.must),
    cell(counts.should),
    counts.observe.observed,
    exitCode,
  ]);
  return [...table(['kept / broken / open', 'must', 'should', 'facts', 'exit code'], rows), ''];
};
