import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { isRoom } from '../../contract/infer/room-names.ts';
import { descriptionsIn, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { at } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { saidOfUse, type UseLimit } from './use-limits.ts';

/** A resource below which something may be created a number of times, which its own creation sets: `maxAttempts` of a quiz with answers. */
export type LimitBelow = UseLimit & { readonly child: Trip };

/** What may be done a number of times, by the last word of the name of the limit. */
const tries: ReadonlySet<string> = new Set('attempt try trial submission retake retry'.split(' '));

/** Does a sentence say of a limit that there is an end: "who have used up `maxAttempts` (409)", "beyond `maxAttempts`", "when `maxAttempts` is reached". */
const isReached =
  /\b(?:reached|exceed(?:s|ed)?|used up|uses up|exhausted|beyond|no (?:attempts?|tries) (?:are )?left|(?:more|oftener|further) (?:often )?than|as (?:often|many times) as)\b/iu;

/** Words by which only some of them count, or for some time alone. */
const isOpen =
  /\b(?:advisory|not enforced|informational|hint|may still|active|open|pending|confirmed|unfinished|running|concurrent\w*|simultaneous\w*|at (?:a|one) time|at once|(?:per|each|every|a) (?:second|minute|hour|day|week|month|year))\b/iu;

/** Verbs of actions by which one is done: it may not count before. */
const doing: ReadonlySet<string> = new Set('submit finish complete end close conclude hand-in turn-in deliver'.split(' '));

const isDoneLater = ({ operations }: Contract, { itemPath }: Trip): boolean =>
  operations.some(({ method, path }) => method !== 'GET' && isDirectlyBelow(path, itemPath) && doing.has(path.split('/').at(-1) ?? ''));

/** Does the name of a whole number say how often something may be done below: `maxAttempts`, `submissionLimit`. */
const isLimitOf = (name: string, noun: string): boolean => {
  const words = wordsOf(name).map(singular);
  if (words.some((word) => ['left', 'remaining', 'min', 'day', 'month', 'hour', 'second'].includes(word)) || words.length !== 2)
    return false;
  const [first = '', last = ''] = words;
  const isTry = (word: string): boolean => tries.has(word) || word === noun;
  return (['max', 'maximum', 'allowed'].includes(first) && isTry(last)) || (['limit', 'max', 'maximum'].includes(last) && isTry(first));
};

/** Every such limit of a contract that is held to the standard requirements, at the creation below. */
export const limitsBelow = (contract: Contract): readonly LimitBelow[] => {
  const trips = roundTrips(contract);
  return trips.flatMap((trip) =>
    bodyMembers(contract, trip.create).flatMap(({ name, schema }): readonly LimitBelow[] => {
      const { document } = contract;
      const limit = [1, 2, 3].find((one) => mayBeSent(document, schema, one));
      const isWhole = partsOf(document, schema).some((part) => [part['type']].flat().includes('integer'));
      if (!isWhole || limit === undefined || isRoom(name)) return [];
      return trips.flatMap((child): readonly LimitBelow[] => {
        const use = child.create;
        const isBelow = use.method === 'POST' && child !== trip && isDirectlyBelow(use.path, trip.itemPath);
        if (!isBelow || isDoneLater(contract, child) || !isLimitOf(name, nounWordsOf(use.path).at(-1) ?? '')) return [];
        const said = saidOfUse(contract, use).flatMap(sentencesOf);
        const sentence = said.find((text) => text.includes(name) && isReached.test(text));
        const own = descriptionsIn(document, schema).flatMap(sentencesOf);
        if (sentence === undefined || [...own, sentence].some((text) => isOpen.test(text))) return [];
        return [at(use.location, { trip, child, member: name, limit, sentence, use, by: undefined, on: undefined })];
      });
    }),
  );
};
