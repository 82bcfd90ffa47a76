import { hash } from 'node:crypto';
import type { Case } from './case.ts';
import type { RecordEntry } from './record-lines.ts';

/** An entry of a record, with the parts that an earlier one had in the same form: then both have one object, and memory holds it once. */
export type Sharing = (entry: RecordEntry) => RecordEntry;

/** Longer verdicts are seldom the same. */
const longestVerdict = 200;

const none: readonly string[] = [];

const kept = <T>(known: Map<string, T>, key: string, value: T): T => {
  const before = known.get(key);
  if (before === undefined) known.set(key, value);
  return before ?? value;
};

/** A case with the places and texts of earlier ones: most checks are about the same places, whatever the case is. */
const ofPieces = (
  one: Case,
  { same, word, costs }: { same: <T extends object>(value: T) => T; word: (text: string) => string; costs: Map<string, Case['cost']> },
): Case => ({
  ...one,
  check: word(one.check),
  requirement: word(one.requirement),
  title: word(one.title),
  places: one.places.map((place) => same(place)),
  untried: one.untried.length === 0 ? none : one.untried,
  cost: kept(costs, `${one.cost.requests} ${one.cost.creates}`, one.cost),
});

/** Shares cases, requirements and short verdicts among the records that are read with it: the targets of a fleet have most of them in common. */
export const createSharing = (): Sharing => {
  const known = new Map<string, unknown>();
  const words = new Map<string, string>();
  const costs = new Map<string, Case['cost']>();
  const word = (text: string): string => kept(words, text, text);
  const same = <T extends object>(value: T, text = JSON.stringify(value), made = (one: T): T => one): T => {
    const key = hash('sha256', text, 'base64');
    const before = known.get(key);
    // Equal texts are of equal values, so it has the type of this one.
    if (before !== undefined) return before as T;
    const fresh = made(value);
    known.set(key, fresh);
    return fresh;
  };
  return (entry) => {
    if (entry.type === 'case') {
      const shared = same(entry.case, JSON.stringify(entry.case), (one) => ofPieces(one, { same, word, costs }));
      return { ...entry, case: shared };
    }
    if (entry.type === 'requirement') return { ...entry, requirement: same(entry.requirement) };
    if (entry.type !== 'verdict') return entry;
    const text = JSON.stringify(entry.verdict);
    return text.length > longestVerdict ? entry : { ...entry, verdict: same(entry.verdict, text) };
  };
};
