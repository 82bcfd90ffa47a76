import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkedLine } from '../../../src/model/checked-line.ts';
import { createRecordWriter, entriesOf, type RunRecord } from '../../../src/model/record.ts';
import type { StoredExchange } from '../../../src/model/stored-exchange.ts';

/** Writes a made-up record, and its exchanges, as a run would, into a folder that does not exist yet. */
export const writtenRun = (
  directory: string,
  { header, targets, footer }: RunRecord,
  exchanges: readonly StoredExchange[] = [],
): string => {
  mkdirSync(join(directory, 'exchanges'), { recursive: true });
  const writer = createRecordWriter(join(directory, 'run.jsonl'), {
    ...header,
    targets: header.targets.map(({ target, contract, baseUrl, planDigest, undecided }, at) => {
      const digest = targets[at]?.contractDigest;
      return {
        target,
        contract: targets[at]?.contract ?? contract,
        baseUrl,
        planDigest,
        undecided,
        ...(digest === undefined ? {} : { contractDigest: digest }),
      };
    }),
  });
  for (const { target, requirements, cases, results, preflight } of targets) {
    for (const requirement of requirements.values()) writer.append({ type: 'requirement', target, requirement });
    for (const planned of cases) writer.append({ type: 'case', target, case: planned });
    if (preflight !== undefined) writer.append({ type: 'preflight', target, result: preflight });
    for (const planned of cases) {
      const result = results.get(planned.id);
      if (result === undefined) continue;
      for (const entry of entriesOf(target, { type: 'verdict', id: planned.id, case: planned, ...result })) writer.append(entry);
    }
  }
  writer.close(footer);
  writeFileSync(join(directory, 'exchanges', '1.jsonl'), exchanges.map((exchange) => `${checkedLine(exchange)}\n`).join(''));
  return directory;
};
