import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { parametersIn, segmentsOf } from '../../contract/infer/path-template.ts';
import { hiddenFromRole, toldRoles, type Whom } from '../../contract/infer/roles/hidden.ts';
import { hiddenByFlag, hiddenByOtherValue, type KeptToMaker, keptToMaker } from '../../contract/infer/roles/hidden-flags.ts';
import { saidAt, textsOf } from '../../contract/infer/roles/spelled.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { distinctBy } from '../../model/json.ts';
import { at, type Subject } from '../kit/define.ts';
import { traitsOf } from './counted-traits.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** Resources that are hidden from the credential with less rights while a member has a value, and the operation that gives them that value. */
export type HiddenResource = Subject & {
  readonly trip: Trip;
  readonly member: string;
  readonly value: string | true;
  /** Its creation, or the PATCH of one where the creation does not take the member; undefined where only actions lead there. */
  readonly setBy: Operation | undefined;
  readonly whom: Whom;
  readonly sentence: string;
  /** Where it is kept to whoever made it: from strangers, and not from the roles that the sentence names. */
  readonly kept?: KeptToMaker;
};

const setterOf = (contract: Contract, trip: Trip, member: string, value: string): Operation | undefined =>
  [trip.create, trip.patch].find(
    (operation) =>
      operation !== undefined &&
      bodyMembers(contract, operation).some(
        ({ name, schema }) => name === member && isObject(schema) && Array.isArray(schema['enum']) && schema['enum'].includes(value),
      ),
  );

const nameOf = ({ addsTo }: Trip): string => {
  const last = segmentsOf(addsTo).findLast((one) => 'literal' in one);
  return wordsOf(last === undefined ? '' : last.literal).at(-1) ?? '';
};

const nounOf = (trip: Trip): string => stemOf(nameOf(trip));

/** The read at which one is judged: of one, else of the list; undefined where it asks for no key. */
const shownBy = ({ read, lists }: Trip): Operation | undefined => {
  const shown = read ?? lists[0]?.operation;
  return shown?.secured === true && shown.takesKey ? shown : undefined;
};

/** What a document says at the operations of a type, and of the whole API. */
const saidOf = ({ document }: Contract, { create, read, lists }: Trip): readonly string[] => [
  ...[create, ...(read ? [read] : []), ...lists.map(({ operation }) => operation)].flatMap((one) => saidAt(document, one)),
  ...textsOf(document),
];

/** The listed values of what the creation or the change of a resource takes. */
const listedOf = (contract: Contract, { create, patch }: Trip): readonly { readonly member: string; readonly value: unknown }[] =>
  [create, ...(patch ? [patch] : [])].flatMap((operation) =>
    bodyMembers(contract, operation).flatMap(({ name, schema }) => {
      const listed = isObject(schema) ? schema['enum'] : undefined;
      return Array.isArray(listed) ? (listed as unknown[]).map((value) => ({ member: name, value })) : [];
    }),
  );

/** The values that a resource shows or can be given, each once. */
const valuesOf = (contract: Contract, trip: Trip): readonly { readonly member: string; readonly value: unknown }[] =>
  distinctBy([...traitsOf(contract, trip), ...listedOf(contract, trip)], ({ member, value }) => `${member} ${String(value)}`);

/** What is hidden in a state: "Shelved prints are hidden from helpers", at an operation or in the introduction. */
const hiddenByStates = (contract: Contract): readonly HiddenResource[] => {
  const roles = toldRoles(contract.document);
  if (roles.lesser.size === 0) return [];
  return roundTrips(contract).flatMap((trip): readonly HiddenResource[] => {
    const shown = shownBy(trip);
    if (!shown) return [];
    const texts = saidOf(contract, trip);
    return valuesOf(contract, trip).flatMap(({ member, value }): readonly HiddenResource[] => {
      if (typeof value !== 'string') return [];
      const setBy = setterOf(contract, trip, member, value);
      const nouns = [singular(nameOf(trip))];
      // Where only a list shows it, its creation has to give it the value.
      const told =
        (trip.read ? hiddenByFlag(texts, [], value, nouns, roles) : undefined) ??
        (trip.read || setBy?.key === trip.create.key ? hiddenByOtherValue(texts, { member, value }, nouns, roles) : undefined);
      return told ? [at(shown.location, { trip, member, value, setBy, ...told })] : [];
    });
  });
};

/** What is kept in a state to whoever made it: "Drafts are visible only to their author", whether a read of them asks for a key or not. */
const keptInStates = (contract: Contract): readonly HiddenResource[] => {
  const roles = toldRoles(contract.document);
  return roundTrips(contract).flatMap((trip): readonly HiddenResource[] => {
    const { read } = trip;
    if (!read?.takesKey || !trip.create.secured || !trip.create.takesKey) return [];
    const texts = saidOf(contract, trip);
    return valuesOf(contract, trip).flatMap(({ member, value }): readonly HiddenResource[] => {
      if (typeof value !== 'string') return [];
      const kept = keptToMaker(texts, value, [singular(nameOf(trip))], roles);
      const setBy = setterOf(contract, trip, member, value);
      return kept ? [at(read.location, { trip, member, value, setBy, whom: new Set<string>(), sentence: kept.sentence, kept })] : [];
    });
  });
};

/** What a flag hides that its creation sets: "Internal notes are for staff; guests don't get to see them", at the read of one, else at the list. */
const hiddenByFlags = (contract: Contract): readonly HiddenResource[] => {
  const { document } = contract;
  const roles = toldRoles(document);
  if (roles.lesser.size === 0) return [];
  return roundTrips(contract).flatMap((trip): readonly HiddenResource[] => {
    const shown = shownBy(trip);
    if (!shown) return [];
    const texts = saidOf(contract, trip);
    return bodyMembers(contract, trip.create)
      .filter(({ schema }) => isType(document, schema, 'boolean'))
      .flatMap(({ name, schema }): readonly HiddenResource[] => {
        const told = hiddenByFlag(texts, descriptionsIn(document, schema), name, [nounOf(trip)], roles);
        return told ? [at(shown.location, { trip, member: name, value: true, setBy: trip.create, ...told })] : [];
      });
  });
};

/** Every such kind of a contract that is held to the standard requirements, at the read of one. */
export const hiddenResources = (contract: Contract): readonly HiddenResource[] => {
  if (contract.standard.size === 0) return [];
  const found = hiddenFromRole(contract.document).flatMap(({ member, value, about, whom, sentence }): readonly HiddenResource[] => {
    if (value === undefined) return [];
    const suited = roundTrips(contract).flatMap((trip) => {
      const setBy = setterOf(contract, trip, member, value);
      return setBy && trip.read?.secured === true && trip.read.takesKey ? [{ trip, setBy, read: trip.read }] : [];
    });
    const named = suited.filter(({ trip }) => about.has(nounOf(trip)));
    const meant = named.length > 0 ? named : about.size === 0 ? suited : [];
    return meant.length === 1
      ? meant.map(({ trip, setBy, read }) => at(read.location, { trip, member, value, setBy, whom, sentence }))
      : [];
  });
  const fromRoles = distinctBy([...found, ...hiddenByFlags(contract), ...hiddenByStates(contract)], ({ trip }) => trip.create.key);
  return [...fromRoles, ...distinctBy(keptInStates(contract), ({ trip }) => trip.create.key)];
};

const isPlainRead = ({ method, effect, unsupported, conventions }: Operation): boolean =>
  method === 'GET' && effect === 'safe' && unsupported === undefined && conventions.stream === undefined;

const isSecured = ({ secured, takesKey }: Operation): boolean => secured && takesKey;

/** The reads below one such resource: its images, its comments. */
export const readsBelow = ({ operations }: Contract, { itemPath }: Trip): readonly Operation[] =>
  operations.filter(
    (one) =>
      isPlainRead(one) &&
      isSecured(one) &&
      one.path.startsWith(`${itemPath}/`) &&
      parametersIn(one.path).length === parametersIn(itemPath).length &&
      !one.parameters.some(isAsked),
  );

/** The lists at other paths whose items are described with the id of such a resource and the member that hides it: an export, a feed, what is new. */
export const otherLists = (
  { document, collections }: Contract,
  { trip, member }: Pick<HiddenResource, 'trip' | 'member'>,
): readonly Operation[] =>
  collections
    .map(({ operation }) => operation)
    .filter(
      (one) =>
        isPlainRead(one) &&
        isSecured(one) &&
        parametersIn(one.path).length === 0 &&
        !one.parameters.some(isAsked) &&
        !trip.lists.some(({ operation }) => operation.key === one.key),
    )
    .filter((one) =>
      describedLists({ document, operations: [one] }).some(({ item }) => {
        const members = membersOf(document, item);
        return members.has(trip.id) && members.has(member);
      }),
    );

const searching: ReadonlySet<string> = new Set(['q', 'query', 'search', 'text', 'term', 'keyword', 'keywords']);

/** The searches that ask for a key. */
export const securedSearches = (contract: Contract): ReturnType<typeof searches> =>
  searches(contract).filter(({ operation }) => isSecured(operation));

/** The reads that look for a text, and the parameter for it. */
export const searches = ({ operations, document }: Contract): readonly { readonly operation: Operation; readonly parameter: string }[] =>
  operations
    .filter((one) => isPlainRead(one) && parametersIn(one.path).length === 0)
    .flatMap((operation) => {
      const asked = operation.parameters.filter(({ in: where }) => where === 'query');
      const found = asked.find(
        ({ name, schema }) => searching.has(name.toLowerCase()) && typesOf(resolvedSchema(document, schema ?? true)).includes('string'),
      );
      const isAlone = found !== undefined && asked.every(({ required, name }) => !required || name === found.name);
      return isAlone ? [{ operation, parameter: found.name }] : [];
    });
