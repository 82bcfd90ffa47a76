import type { Addition } from '../../../contract/infer/additions.ts';
import { type AnyInferred, inferredNamed } from '../../../contract/infer/covering.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { isOfPart, type Placeholder, placeholdersIn } from '../../../generators/placeholder.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { addable, needFor } from './completed.ts';
import { usualCreation } from './named-as-listed.ts';
import { noteProven } from './proven-needs.ts';

/** Statuses by which a body is refused that may name what lacks something. */
const refusals: ReadonlySet<number> = new Set([400, 409, 422]);

/** With how many selections of what it names a creation is tried. */
const mostTries = 4;

/** How often new things in the place of others may be of no use to a creation that was accepted so. */
const mostInVain = 2;

/** What came of a creation whose body names what was filled before. */
type Filling = {
  state: 'open' | 'accepted';
  /** How often it was tried with what was filled, and none was accepted. */
  tried: number;
  /** The names of the types that were filled. */
  filled: readonly string[];
  /** Does each creation spend what it names: an order turns its basket into something else. */
  isSpent: boolean;
  /** How many requests with a mistake on purpose were accepted, and so spent what they named. */
  mistaken: number;
  inVain: number;
};

/** Of both rounds of a run, by the operations. */
const fillings = new WeakMap<Target, Map<string, Filling>>();

const fillingOf = ({ target }: Session, operation: string): Filling => {
  const all = fillings.get(target) ?? new Map<string, Filling>();
  fillings.set(target, all);
  const one = all.get(operation) ?? { state: 'open' as const, tried: 0, filled: [], isSpent: false, mistaken: 0, inVain: 0 };
  all.set(operation, one);
  return one;
};

/** Call where a creation was in conflict with what its body names, and accepted with something new in its place. */
export const noteSpent = (session: Session, operation: string): void => {
  const filling = fillingOf(session, operation);
  filling.isSpent ||= filling.state === 'accepted';
};

/** Call for each answer: a creation with a mistake on purpose that is accepted spends what it names, too. */
export const noteMistaken = (session: Session, exchange: Exchange): void => {
  const { operation, faults } = exchange.request;
  const filling = operation === null ? undefined : fillings.get(session.target)?.get(operation);
  if (filling?.isSpent === true && faults.length > 0 && isSuccess(exchange)) filling.mistaken += 1;
};

/**
 * What stands for a resource that a body names, where each creation spends what it names: another one each time, and for requests with a mistake on purpose, which ought to be
 * refused, one that they share.
 */
export const unspent = (session: Session, placeholder: Placeholder, { operation, faults }: PlannedRequest): Placeholder => {
  const filling = operation === null ? undefined : fillings.get(session.target)?.get(operation);
  const isMeant = placeholder.use === 'known' && placeholder.otherwise !== undefined && !isOfPart(placeholder);
  if (filling?.isSpent !== true || !isMeant || !filling.filled.includes(placeholder.resourceType)) return placeholder;
  return faults.length > 0 ? { ...placeholder, turn: `unspent-${filling.mistaken}` } : { ...placeholder, use: 'spare' };
};

/** A type of what a body names, and what can be added to that. */
type Fillable = { readonly type: AnyInferred; readonly additions: readonly Addition[] };

/** The types of what a body names of the run, with what can be added right below each; first those of which the refusal speaks. */
const fillableIn = async (session: Session, create: Operation, { body }: PlannedRequest, refused: Exchange): Promise<Fillable[]> => {
  const placeholders = holdsValue(body) ? placeholdersIn(JSON.stringify(body.value)) : [];
  const named = placeholders.filter((one) => one.use === 'known' && one.otherwise !== undefined && !isOfPart(one));
  const found: Fillable[] = [];
  for (const name of new Set(named.map(({ resourceType }) => resourceType))) {
    const type = inferredNamed(session.contract, name);
    const additions = type && type.create.key !== create.key ? await addable(session, type, create) : [];
    if (type && additions.length > 0) found.push({ type, additions });
  }
  const words = ` ${wordsOf(JSON.stringify(jsonOf(refused) ?? '')).join(' ')} `;
  const isSpokenOf = ({ type }: Fillable): boolean => words.includes(` ${nounWordsOf(type.create.path).join(' ')} `);
  return [...found.filter(isSpokenOf), ...found.filter((one) => !isSpokenOf(one))];
};

/**
 * Sends a creation again that was refused with what its body names filled before: by one thing of each creation right below that, such as
 * the lines of a basket. Each type of what it names is tried alone, and then all together. What was of use is kept: bodies name what is filled from then on. Where a later one is refused, it is
 * sent once more with new things: the earlier ones may have been spent.
 * @param own The same request with new resources in the place of shared ones; undefined where it names none.
 * @returns the accepted exchange; undefined where there is none.
 */
export const sentWithFilled = async (
  session: Session,
  { request, own, refused, isFirst }: FilledParameters,
  send: (request: PlannedRequest) => Promise<Exchange>,
): Promise<Exchange | undefined> => {
  const create = refusals.has(statusOf(refused) ?? 0) ? usualCreation(session, request) : undefined;
  const filling = create && fillingOf(session, create.key);
  if (!create || !filling) return undefined;
  const tried = async (one: PlannedRequest): Promise<Exchange | undefined> => {
    const answer = await orSkipped(send(one));
    return isSkipped(answer) || !isSuccess(answer) ? undefined : answer;
  };
  if (filling.state === 'accepted') {
    const accepted = own && filling.inVain < mostInVain ? await tried(own) : undefined;
    if (accepted) filling.isSpent = true;
    else filling.inVain += 1;
    return accepted;
  }
  // What was accepted before may have named what was filled for another reason; and what is not readable is not so because of what it names.
  const isTried = isFirst ? filling.tried > 0 : filling.tried > 1 || statusOf(refused) === 400;
  if (isTried) return undefined;
  filling.tried += 1;
  const fillable = await fillableIn(session, create, request, refused);
  const selections = [...fillable.map((one) => [one]), ...(fillable.length > 1 ? [fillable] : [])];
  for (const selection of selections.slice(0, mostTries)) {
    const undone: (() => void)[] = [];
    for (const { type, additions } of selection) undone.push(await needFor(session, type, additions));
    const accepted = await tried(request);
    if (accepted) {
      filling.state = 'accepted';
      filling.filled = selection.map(({ type }) => type.name);
      noteProven(session.target, selection);
      return accepted;
    }
    for (const undo of undone) undo();
  }
  return undefined;
};

/** A creation, the same naming its own, its refusal, and whether none of its operation was accepted so far. */
type FilledParameters = {
  readonly request: PlannedRequest;
  readonly own: PlannedRequest | undefined;
  readonly refused: Exchange;
  readonly isFirst: boolean;
};
