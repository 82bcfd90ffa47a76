import { createHash } from 'node:crypto';
import {
  createRecordWriter,
  entriesOf,
  recordFormat,
  type RecordedTarget,
  type RecordEntry,
  type RecordHeader,
  type RunRecord,
  type TargetRecord,
} from '../../model/record.ts';
import { joinExitCodes } from '../../policy/exit-code.ts';
import { targetFooter } from '../../policy/target-footer.ts';
import { type JoinedTarget, joinTarget, type TargetPart } from './join-target.ts';
import { documentIn, keptLines } from './keep-files.ts';
import type { Part, Parts } from './parts.ts';

/** When the first part started. */
const startOf = ({ parts }: Parts): string => parts.map(({ record }) => record.header.startedAt).toSorted()[0] ?? '';

/** Name of a merged run: the time of its first part, and digits of the names of all parts: the same parts give the same run. */
export const mergedName = (parts: Parts): string => {
  const digits = createHash('sha256').update(JSON.stringify(parts.parts.map(({ record }) => record.header.run)));
  return `${startOf(parts).slice(0, 19).replaceAll(':', '-')}Z-${digits.digest('hex').slice(0, 4)}`;
};

const endOf = ({ record: { header, footer } }: Part): number => Date.parse(header.startedAt) + footer.seconds * 1000;

/** A document that was fetched, as the given folder has it: the folders of other machines mean nothing here. */
const withDocument = <T extends RecordedTarget>(target: T, directory: string): T => {
  const { sources } = target;
  if (sources?.document === undefined) return target;
  return { ...target, sources: { ...sources, document: documentIn(directory, sources.document) } };
};

/** What the parts say of a target, which is taken out of them. */
const takenFrom = ({ parts }: Parts, name: string): readonly TargetPart[] =>
  parts.flatMap(({ head, record, targets, directory }): TargetPart[] => {
    const target = targets.get(name);
    targets.delete(name);
    const footer = record.footer.targets.find((one) => one.target === name);
    return target === undefined || footer === undefined ? [] : [{ index: head.index, record: withDocument(target, directory), footer }];
  });

const optionsOf = ({ parts }: Parts): RecordHeader['options'] => {
  const { allow: _allow, traceId: _trace, traceparent: _sent, ...options } = parts[0].record.header.options;
  return { ...options, allow: Object.assign({}, ...parts.map(({ record }) => record.header.options['allow'])) as object };
};

/** The targets of a split run, joined from its parts, which no longer have them afterwards. Nothing is written. */
export const joinParts = async (parts: Parts): Promise<JoinedTarget[]> => {
  const { head, record } = parts.parts[0];
  const joined: JoinedTarget[] = [];
  const run = { seed: record.header.seed, of: head.of, missing: parts.missing, inTurn: head.inTurn };
  for (const sharded of head.targets) joined.push(await joinTarget(sharded, takenFrom(parts, sharded.target), run));
  return joined;
};

/** The lines of the parts about what was created, in the order of the parts. */
const creationsIn = ({ parts }: Parts, target: string): readonly RecordEntry[] =>
  parts.flatMap(({ creations }) => creations.filter((entry) => entry.target === target));

/**
 * Writes the record of a merged run.
 * @param directory Of the run, absolute.
 * @param targets See {@link joinParts}. They are taken out as they are written: what was written is in memory as well.
 * @throws {Error} if the file exists already or cannot be written.
 */
export const writeMerged = (parts: Parts, targets: JoinedTarget[], run: string, directory: string): RunRecord => {
  const { head, record: first } = parts.parts[0];
  const header: RecordHeader = {
    type: 'run',
    format: recordFormat,
    run,
    assay: first.header.assay,
    demo: first.header.demo,
    startedAt: startOf(parts),
    seed: first.header.seed,
    nonce: first.header.nonce,
    options: optionsOf(parts),
    merged: {
      plan: head.plan,
      of: head.of,
      shards: parts.parts.map(({ head: { index }, record: { header: own, footer } }) => ({
        index,
        run: own.run,
        nonce: own.nonce,
        startedAt: own.startedAt,
        seconds: footer.seconds,
      })),
      missing: parts.missing,
    },
    targets: targets.map(({ announced }) => withDocument(announced, directory)),
  };
  const writer = createRecordWriter(`${directory}/run.jsonl`, header);
  const totals: { readonly target: string; readonly totals: JoinedTarget['totals'] }[] = [];
  for (let next = targets.shift(); next !== undefined; next = targets.shift()) {
    const { announced, requirements, cases, results, preflight } = next;
    const { target } = announced;
    totals.push({ target, totals: next.totals });
    for (const id of new Set([...cases.map(({ requirement }) => requirement), ...announced.undecided])) {
      const requirement = requirements.get(id);
      if (requirement !== undefined) writer.append({ type: 'requirement', target, requirement });
    }
    for (const planned of cases) writer.append({ type: 'case', target, case: planned });
    if (preflight !== undefined) writer.append({ type: 'preflight', target, result: preflight });
    for (const planned of cases) {
      const result = results.get(planned.id);
      if (result === undefined) continue;
      for (const entry of entriesOf(target, { type: 'verdict', id: planned.id, case: planned, ...result })) writer.append(entry);
    }
    for (const entry of creationsIn(parts, target)) writer.append(entry);
  }
  const today = header.startedAt.slice(0, 10);
  const all = writer.targets();
  const written = new Map(all.map((one) => [one.target, one]));
  const footers = totals.flatMap(({ target, totals: own }) => {
    const record: TargetRecord | undefined = written.get(target);
    return record === undefined ? [] : [targetFooter(record, { ...own, today, isPart: false })];
  });
  const seconds = (Math.max(...parts.parts.map(endOf)) - Date.parse(header.startedAt)) / 1000;
  const files = keptLines(parts.parts);
  const footer = {
    type: 'end',
    targets: footers,
    exitCode: joinExitCodes(footers.map(({ exitCode }) => exitCode)),
    seconds,
    ...(Object.keys(files).length === 0 ? {} : { files }),
  } as const;
  writer.close(footer);
  return { header, targets: all, footer };
};
