import { boundsInText, boundsOfMember, lengthsAsBounds, type ToldBound } from '../../contract/infer/told-bounds.ts';
import { tailOf } from '../../contract/infer/path-template.ts';
import { nounsForLength } from '../../contract/infer/times/told-lengths.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { descriptionsIn, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { type Location, locationKey, nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { alternativePlaces, type BodyPlace, innerPlaces, withInner } from './body-places.ts';
import { describesRefusal, isBesideChoice, mayBeMistaken } from './mistaken-bodies.ts';
import { creationWithItsRules } from './rules-of-creation.ts';
import { saidIn } from '../../contract/said.ts';
import { saidOfThingsInTags, timeFormOf } from '../../generators/allowed-times.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** A body with a member whose value is bound by a sentence to another member, or to the moment of the request. */
export type Bounded = Subject & {
  readonly operation: Operation;
  /** The member of the body that holds both, as an object or as the entries of a list; undefined where the body itself does. */
  readonly inside: string | undefined;
  /** The schema of that object; of a choice, that of the alternative. */
  readonly schema: Schema;
  /** The members of that object with their schemas; at the top of a body also those of the objects in it, such as `price/least`. */
  readonly members: ReadonlyMap<string, Schema>;
  readonly span: readonly [begin: string, end: string] | undefined;
  readonly bound: ToldBound;
};

/** At most so many sentences of one operation are tried. */
const most = 6;

const keyOf = ({ member, other, side }: ToldBound): string => {
  const names = [member, other ?? ''];
  if (side === 'no-farther' || side === 'no-nearer') return [...names, side].join(' ');
  // "`from` is before `to`" says the same as "`to` is after `from`".
  const isTurned = other !== null && (side === 'before' || side === 'not-after');
  return [...(isTurned ? names.toReversed() : names), other === null ? side : String(side === 'other-than')].join(' ');
};

/** Do two members have a schema that holds for a kind of values: the same named one, or one with the same pattern, format or list. */
const areOfOneKind = ({ document }: Contract, ...schemas: readonly (Schema | undefined)[]): boolean => {
  const traits = schemas.map((schema) =>
    partsOf(document, schema).flatMap((part) =>
      ['$ref', 'pattern', 'format', 'enum'].flatMap((word) => (part[word] === undefined ? [] : [JSON.stringify([word, part[word]])])),
    ),
  );
  const [own = [], their = []] = traits;
  return own.some((trait) => their.includes(trait));
};

const boundsAt = (
  contract: Contract,
  { members, texts }: BodyPlace,
  nouns: readonly string[],
): Pick<Bounded, 'span'> & { readonly bounds: readonly ToldBound[] } => {
  const names = [...members.keys()];
  const spans = spanNames(names.filter((name) => !name.includes('/')));
  const span = spans.length === 1 ? spans[0] : undefined;
  const areMoments = span?.every(
    (name) => timeFormOf({ schema: resolvedSchema(contract.document, members.get(name) ?? true) }) === 'date-time',
  );
  const around = { names, span, nouns, areMoments: areMoments === true };
  const bounds = [
    ...[...members]
      .filter(([name]) => !name.includes('/'))
      .flatMap(([name, schema]) =>
        descriptionsIn(contract.document, schema).flatMap((text) => [
          ...boundsOfMember(text, name, around),
          ...boundsInText(text, around),
          ...lengthsAsBounds(text, around, name),
        ]),
      ),
    ...texts.flatMap((text) => [...boundsInText(text, around), ...lengthsAsBounds(text, around)]),
  ].filter(
    ({ member, other, isMild }) =>
      members.has(member) &&
      (other === null || (members.has(other) && (isMild !== true || areOfOneKind(contract, members.get(member), members.get(other))))),
  );
  return { span, bounds: [...new Map(bounds.toReversed().map((one) => [keyOf(one), one])).values()].toReversed() };
};

const isCreation = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

const boundedIn = (contract: Contract, operation: Operation): readonly Bounded[] => {
  const { document } = contract;
  const own = bodyMembers(contract, operation);
  if (own.length === 0 || !describesRefusal(operation)) return [];
  const creation = creationWithItsRules(contract, operation);
  const rules = creation ? bodyMembers(contract, creation) : [];
  // A change describes its members again, mostly without what is said of them at the creation.
  const ruled = new Map(rules.map(({ name, schema }) => [name, schema]));
  const top = new Map(own.map(({ name, schema }) => [name, ruled.get(name) ?? schema]));
  const said = [
    ...(creation ? [...saidIn(valueAt(document, nodeOf(creation.location))), ...saidOfThingsInTags(contract, creation)] : []),
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...(isCreation(operation) ? saidOfThingsInTags(contract, operation) : []),
    ...descriptionsIn(document, askedSchema(operation.body)),
  ];
  const places: readonly BodyPlace[] = [
    { inside: undefined, members: withInner(document, top), schema: true, texts: said },
    ...innerPlaces(contract, operation),
    ...alternativePlaces(contract, operation),
  ];
  const found = places
    .flatMap((place) => {
      const { span, bounds } = boundsAt(
        contract,
        place,
        place.inside === undefined ? nounsForLength(wordsOf(tailOf(operation.path).at(-1) ?? '')) : [],
      );
      return bounds.map((bound) => ({ operation, inside: place.inside, schema: place.schema, members: place.members, span, bound }));
    })
    .filter(({ inside, bound }) => !isBesideChoice(contract, operation, inside ?? bound.member))
    .slice(0, most);
  // Each has a location of its own: of several at one location a single one would be tried.
  const used = new Set<string>();
  const locationOf = (name: string | null | undefined): Location | undefined => own.find((one) => one.name === name)?.location;
  return found.flatMap((one) => {
    const possible = [locationOf(one.inside ?? one.bound.member), locationOf(one.bound.other), operation.location];
    const location = possible.find((place) => place !== undefined && !used.has(locationKey(place)));
    if (location === undefined) return [];
    used.add(locationKey(location));
    return [at(location, one)];
  });
};

const known = new WeakMap<Contract, readonly Bounded[]>();

/** The bodies of a contract that is held to the standard requirements, member by member, of which a sentence says on which side of something else it lies. */
export const toldBounds = (contract: Contract): readonly Bounded[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : contract.operations
          .filter((operation) => mayBeMistaken(operation) && operation.unsupported === undefined && operation.issues !== true)
          .flatMap((operation) => boundedIn(contract, operation)));
  known.set(contract, found);
  return found;
};
