import { isObject } from '../../contract/pointer.ts';
import type { Session } from '../kit/session.ts';

/** By what an answer shows a resource that the run created. */
export type OwnTexts = {
  /** Every text that the run makes up begins with it. */
  readonly mark: string;
  /** Ids that no other account can have. */
  readonly ids: ReadonlySet<string>;
};

/** An id with fewer characters may be a number that each account counts for itself. */
const leastId = 12;

/** Is an id certainly unlike all others, so that a text with it is about the resource. */
export const isDistinctId = (id: string): boolean => id.length >= leastId && !/^\d+$/u.test(id);

/** The texts of a run, and the ids of its resources that are certainly unlike all others. */
export const ownTextsOf = (session: Session, ids: readonly string[]): OwnTexts => ({
  mark: session.fresh(''),
  ids: new Set(ids.filter(isDistinctId)),
});

/** What the other account itself was made to write. */
const theirs = 'visit-other';

const someText = (value: unknown, holds: (text: string) => boolean): boolean => {
  if (typeof value === 'string') return holds(value);
  if (Array.isArray(value)) return value.some((one) => someText(one, holds));
  return isObject(value) && Object.values(value).some((one) => someText(one, holds));
};

/** Has a text the mark of the run, as it is or as files have it: in letters and digits alone. */
const hasMark = (text: string, mark: string): boolean => text.includes(mark) || text.includes(plainLetters(mark));

const isTheirs = (text: string): boolean => text.includes(theirs) || text.includes(plainLetters(theirs));

const plainLetters = (text: string): string => text.replaceAll(/[^a-z\d]/giu, '');

/** Does a JSON value show a resource of the run: its id, or a text that its creation sent. */
export const showsOurs = (value: unknown, { mark, ids }: OwnTexts): boolean =>
  someText(value, (text) => [...ids].some((id) => text.includes(id)) || (hasMark(text, mark) && !isTheirs(text)));

/** Does a JSON value show what the other account was made to write. */
export const showsTheirs = (value: unknown, { mark }: OwnTexts): boolean =>
  someText(value, (text) => hasMark(text, mark) && isTheirs(text));
