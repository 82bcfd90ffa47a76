import type { RunEvent } from './event.ts';
import type { RecordedVerdict, RecordEntry } from './record-lines.ts';
import type { Fact, Verdict } from './verdict.ts';

/** What an event of a target leaves in the record: a verdict with a line for each of its facts, nothing for most events. */
export const entriesOf = (target: string, event: RunEvent): readonly RecordEntry[] => {
  switch (event.type) {
    case 'preflight':
      return [{ type: 'preflight', target, result: event.result }];
    case 'created': {
      const { type, isSure: _counted, ...reported } = event;
      return [{ type, target, ...reported }];
    }
    case 'removed': {
      const { type, ...reported } = event;
      return [{ type, target, ...reported }];
    }
    case 'verdict': {
      const { id, seconds } = event;
      const { verdict, facts } = apart(event.verdict);
      // JSON has no undefined: a fact without a value is a fact all the same.
      const factEntries = facts.map(({ fact, at, value }) => ({ type: 'fact' as const, target, id, fact, at, value: value ?? null }));
      return [{ type: 'verdict', target, id, verdict, seconds }, ...factEntries];
    }
    default:
      return [];
  }
};

const apart = (verdict: Verdict): { readonly verdict: RecordedVerdict; readonly facts: readonly Fact[] } => {
  if (verdict.kind === 'skipped' || verdict.kind === 'broken') return { verdict, facts: [] };
  const { facts = [], ...rest } = verdict;
  return { verdict: rest, facts };
};
