import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import type { Mover } from './lives.ts';

/** What makes a move end in one of several states: a sum that has reached another member, and the creation below the resource that adds to it. */
export type OutcomeCondition = {
  readonly read: Operation;
  /** Members of the resource: what is summed up, and what it has to reach. */
  readonly sum: string;
  readonly limit: string;
  readonly add: Operation;
  /** The member of its body with what it adds. */
  readonly amount: string;
};

/** "`funded` if `pledged` has reached the goal", "won when the sum of its bids is at least its reserve". */
const reached =
  /^\W*(?:and |it is |it becomes |the \p{L}+ (?:is|becomes) )?`?(?<state>[\w-]+)`? (?:if|when|once|as soon as) (?:the |its )?`?(?<sum>\w+)`? (?:has reached|have reached|reaches|has met|meets|is at least|is not less than|is no less than|covers) (?:the |its )?`?(?<limit>\w+)`?/iu;

const amounts: ReadonlySet<string> = new Set(['amount', 'sum', 'value', 'quantity', 'points', 'price']);

const negated = /\b(?:not|never|unless|except|only|and also)\b/iu;

/** What the text of a move says that the resource needs to end in the state that is wanted; undefined where it says nothing of that, or nothing is known to add to the sum. */
export const outcomeCondition = (contract: Contract, type: AnyInferred, { operation, to, or }: Mover): OutcomeCondition | undefined => {
  const { document, operations } = contract;
  if (!to || !or) return undefined;
  const item = itemOf(type).path;
  const read = operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, item));
  const members = read ? membersOf(document, answerSchema(read)) : new Map<string, never>();
  const numbered = (name = ''): string | undefined =>
    [...members].find(
      ([one, schema]) =>
        wordsOf(one).join(' ') === wordsOf(name).join(' ') && ['integer', 'number'].some((kind) => isType(document, schema, kind)),
    )?.[0];
  const clauses = saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/[:;,]\s|\s[–—]\s/u));
  for (const clause of clauses) {
    const { state, sum: summed, limit: bound } = reached.exec(clause)?.groups ?? {};
    const [sum, limit] = [numbered(summed), numbered(bound)];
    if (wordsOf(state ?? '').join(' ') !== to.name || !read || sum === undefined || limit === undefined || negated.test(clause)) continue;
    const told = descriptionsIn(document, members.get(sum) ?? true)
      .flatMap(wordsOf)
      .map(singular);
    const adding = operations.flatMap((one) => {
      const [amount, ...others] = bodyMembers(contract, one).filter(
        ({ name, required }) => required && amounts.has(wordsOf(name).at(-1) ?? ''),
      );
      const isAdding =
        one.method === 'POST' &&
        one.effect.startsWith('creates') &&
        isDirectlyBelow(one.path, item) &&
        told.includes('sum') &&
        told.includes(singular(nounWordsOf(one.path).at(-1) ?? ''));
      return isAdding && amount && others.length === 0 ? [{ add: one, amount: amount.name }] : [];
    });
    const [only, ...more] = adding;
    if (only && more.length === 0) return { read, sum, limit, ...only };
  }
  return undefined;
};
