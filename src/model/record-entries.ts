import type { RunEvent } from './event.ts';
import type { RecordedVerdict, RecordEntry } from './record-lines.ts';
import type { Fact, Verdict } from './verdict.ts';

/** The entries of an event in the record: a verdict gets another line for each of its facts, most events get none. */
export const entriesOf = (target: string, event: RunEvent): readonly RecordEntry[] => {
  switch (event.type) {
    case 'preflight':
      return [{ type: 'preflight', target, result: event.result }];
    case 'created': {
      const { type, isSure: _counted, ...rest } = event;
      return [{ type, target, ...rest }];
    }
    case 'removed': {
      const { type, ...rest } = event;
      return [{ type, target, ...rest }];
    }
    case 'verdict': {
      const { id, seconds, cut } = event;
      const { verdict, facts } = withoutFacts(event.verdict);
      // JSON has no undefined, and a fact without a value is still a fact.
      const factEntries = facts.map(({ fact, at, value }) => ({ type: 'fact' as const, target, id, fact, at, value: value ?? null }));
      const sharedEntries = event.shared === undefined ? [] : [{ type: 'shared' as const, target, id, ...event.shared }];
      return [{ type: 'verdict', target, id, verdict, seconds, ...(cut && { cut }) }, ...factEntries, ...sharedEntries];
    }
    case 'ended':
      return event.seen === undefined ? [] : [{ type: 'seen', target, seen: event.seen }];
    default:
      return [];
  }
};

const withoutFacts = (verdict: Verdict): { readonly verdict: RecordedVerdict; readonly facts: readonly Fact[] } => {
  if (verdict.kind === 'skipped' || verdict.kind === 'broken') return { verdict, facts: [] };
  const { facts = [], ...rest } = verdict;
  return { verdict: rest, facts };
};
