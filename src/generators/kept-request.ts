import type { Contract, Operation } from '../contract/model.ts';
import { rememberedByPair } from '../model/remembered.ts';
import type { Target } from '../model/target.ts';
import { sourcesDecided } from './listed-id.ts';
import type { Making } from './member-value.ts';
import { type Decided, type MadeRequest, validRequest } from './valid-request.ts';

/** What a request took from the answers of the run: a question about them, and what it was told. */
type Told = { readonly ask: (making: Making) => unknown; readonly answer: unknown };

type Kept = { readonly made: MadeRequest; readonly told: readonly Told[]; readonly sources: number };

/** So many requests are kept for a target. Beyond it all of them are forgotten: ids of resources in paths have no end. */
const mostKept = 500;

const keptFor = rememberedByPair((_contract: Contract, _target: Target) => new Map<string, Kept>());

/**
 * The request of {@link validRequest}, made once where it is the same each time: dozens of checks read the same lists. One that has a text of its own or the present
 * moment in it is made anew, and so is one that asked for something of which the answers of the run tell something else meanwhile, or that may take an id from another list since.
 */
export const keptRequest = (operation: Operation, making: Making, decided: Decided): MadeRequest => {
  const { pathValues = {}, body, madeUp } = decided;
  if (body !== undefined || madeUp !== undefined) return validRequest(operation, { ...making, ...decided });
  const all = keptFor(making.contract, making.target);
  const key = `${operation.key} ${JSON.stringify(pathValues)}`;
  const sources = sourcesDecided(making.contract, making.target);
  const before = all.get(key);
  if (before?.sources === sources && before.told.every(({ ask, answer }) => ask(making) === answer)) return copyOf(before.made);
  const told: Told[] = [];
  let isOwn = false;
  const watched: Watched = noting(making, told);
  watched.fresh = (name) => {
    isOwn = true;
    return making.fresh(name);
  };
  if (making.now !== undefined) {
    const { now } = making;
    watched.now = () => {
      isOwn = true;
      return now();
    };
  }
  const made = validRequest(operation, { ...watched, pathValues });
  if (isOwn || sourcesDecided(making.contract, making.target) !== sources) all.delete(key);
  else {
    if (all.size >= mostKept) all.clear();
    all.set(key, { made, told, sources });
  }
  return made;
};

type Watched = { -readonly [K in keyof Making]: Making[K] };

/** What a request is made from, with a note of each question about the answers of the run. */
const noting = (making: Making, told: Told[]): Watched => {
  const noted = <A>(ask: (of: Making) => A): A => {
    const answer = ask(making);
    told.push({ ask, answer });
    return answer;
  };
  const watched: Watched = { ...making };
  if (making.demanded) watched.demanded = (key, body) => noted((of) => of.demanded?.(key, body)) ?? none;
  if (making.declined) watched.declined = (key) => noted((of) => of.declined?.(key)) ?? none;
  if (making.over) watched.over = (key) => noted((of) => of.over?.(key)) ?? none;
  if (making.taken) watched.taken = (key) => noted((of) => of.taken?.(key)) ?? none;
  if (making.least) watched.least = (key) => noted((of) => of.least?.(key)) ?? new Map<string, number>();
  if (making.accepted) watched.accepted = (key, usual) => noted((of) => of.accepted?.(key, usual));
  return watched;
};

const none: ReadonlySet<string> = new Set();

/** Each caller gets an object of its own. */
const copyOf = (made: MadeRequest): MadeRequest => (made.kind === 'request' ? { ...made, request: { ...made.request } } : made);
