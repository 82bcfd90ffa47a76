import { cycleToldIn, type ToldCycle } from '../../contract/infer/told-cycles.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A change that sets which resource of the same type is above one, and what may not be above it. */
export type SelfReference = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly member: string;
  /** Does the creation set it too. */
  readonly isCreated: boolean;
  readonly told: ToldCycle;
};

/** Words of members that name what is above a resource. */
const above: ReadonlySet<string> = new Set('parent superior supervisor manager predecessor boss superordinate'.split(' '));

/** Does a member name a resource of the type that it belongs to: `parent`, `parentId`, `parent_category_id`, `parentSlug`. */
const namesOneAbove = ({ name, schema }: BodyMember, noun: readonly string[]): boolean => {
  const words = wordsOf(name);
  const types = typesOf(schema).filter((type) => type !== 'null');
  const rest = words.filter((word) => !above.has(word) && !noun.includes(word));
  const isOfId = rest.every((word) => ['id', 'uuid', 'slug', 'code', 'key', 'ref'].includes(word));
  return words.some((word) => above.has(word)) && isOfId && types.length === 1 && ['string', 'integer'].includes(types[0] ?? '');
};

const refusals: ReadonlySet<string> = new Set(['400', '409', '422', '4XX']);

const joined = (all: readonly (ToldCycle | undefined)[]): ToldCycle | undefined => {
  const found = all.filter((one) => one !== undefined);
  if (found.length === 0) return undefined;
  return { itself: found.some((one) => one.itself), below: found.some((one) => one.below) };
};

/** What the document says of a change, of its member, of its refusals, and of all of its kind. */
const toldOf = ({ document }: Contract, operations: readonly Operation[], members: readonly BodyMember[]): ToldCycle | undefined =>
  joined([
    ...operations.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))).map((text) => cycleToldIn(text))),
    ...operations.flatMap(({ responses }) =>
      responses
        .filter(({ status }) => refusals.has(status))
        .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))).map((text) => cycleToldIn(text, 'refusal'))),
    ),
    ...members.flatMap(({ schema }) => descriptionsIn(document, schema).map((text) => cycleToldIn(text, 'member'))),
  ]);

const referencesOf = (contract: Contract, trip: Trip): readonly SelfReference[] => {
  const { create, patch, put, read } = trip;
  const noun = nounWordsOf(trip.addsTo);
  const created = bodyMembers(contract, create).filter((one) => namesOneAbove(one, noun));
  if (!read || create.effect !== 'creates') return [];
  return [patch, create.method === 'PUT' ? undefined : put].flatMap((operation): readonly SelfReference[] => {
    if (!operation || operation.effect !== 'changes' || operation.issues === true) return [];
    const members = bodyMembers(contract, operation).filter((one) => namesOneAbove(one, noun));
    const [member, ...others] = members;
    if (!member || others.length > 0 || !operation.responses.some(({ status }) => refusals.has(status))) return [];
    const same = created.filter(({ name }) => name === member.name);
    const told = toldOf(contract, [operation, create], [member, ...same]);
    return told ? [at(member.location, { trip, operation, member: member.name, isCreated: same.length > 0, told })] : [];
  });
};

/** The changes of a contract that is held to the standard requirements which the document says to be refused where they would put a resource below itself. */
export const selfReferences = (contract: Contract): readonly SelfReference[] =>
  contract.standard.size === 0 ? [] : roundTrips(contract).flatMap((trip) => referencesOf(contract, trip));
