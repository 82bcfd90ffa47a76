import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { resourceMembers } from '../../contract/infer/resource-object.ts';
import { actedTypeOf, suitedMembers } from '../../contract/infer/suited-members.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
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

/** What adds to a member of a resource that is the sum of what is created below it, and the member of its body that says by how much; undefined where that is not clear. */
export const addingTo = (contract: Contract, item: string, sum: Schema): Pick<OutcomeCondition, 'add' | 'amount'> | undefined => {
  const told = descriptionsIn(contract.document, sum).flatMap(wordsOf).map(singular);
  if (!told.includes('sum')) return undefined;
  const adding = contract.operations.flatMap((one) => {
    const [amount, ...others] = bodyMembers(contract, one).filter(
      ({ name, required }) => required && amounts.has(wordsOf(name).at(-1) ?? ''),
    );
    const isAdding =
      one.method === 'POST' &&
      one.effect.startsWith('creates') &&
      isDirectlyBelow(one.path, item) &&
      told.includes(singular(nounWordsOf(one.path).at(-1) ?? ''));
    return isAdding && amount && others.length === 0 ? [{ add: one, amount: amount.name }] : [];
  });
  return adding.length === 1 ? adding[0] : undefined;
};

/** A number that the body of an action takes up to the sum of what is created below its resource. */
export type BoundBySum = Omit<OutcomeCondition, 'limit'>;

/** By which sum below its resource the text of an action bounds what it takes; undefined where it tells of none. */
export const boundBySum = (contract: Contract, operation: Operation): BoundBySum | undefined => {
  const acted = actedTypeOf(contract, operation);
  const answer = acted && answerSchema(acted.read);
  if (!acted || answer === undefined) return undefined;
  const shown = resourceMembers(contract.document, answer);
  const [only] = suitedMembers(contract, operation).flatMap((one) => {
    const schema = one.kind === 'amount' && one.rule === 'most' ? shown.get(one.of) : undefined;
    const adding = schema === undefined ? undefined : addingTo(contract, itemOf(acted.resourceType).path, schema);
    return adding && one.kind === 'amount' ? [{ read: acted.read, sum: one.of, ...adding }] : [];
  });
  return only;
};

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
    const adding = addingTo(contract, item, members.get(sum) ?? true);
    if (adding) return { read, sum, limit, ...adding };
  }
  return undefined;
};
