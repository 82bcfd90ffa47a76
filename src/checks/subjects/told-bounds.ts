import { boundsInText, boundsOfMember, type ToldBound } from '../../contract/infer/told-bounds.ts';
import { itemOf } from '../../contract/infer/covering.ts';
import { isSamePath } from '../../contract/infer/path-template.ts';
import { descriptionsIn, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { spanNames } from '../../generators/spans.ts';
import { type Location, locationKey, nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { describesRefusal, isBesideChoice, mayBeMistaken } from './mistaken-bodies.ts';
import { saidIn } from '../../contract/said.ts';

/** A body with a member whose value is bound by a sentence to another member, or to the moment of the request. */
export type Bounded = Subject & {
  readonly operation: Operation;
  /** The member of the body that holds both, as an object or as the entries of a list; undefined where the body itself does. */
  readonly inside: string | undefined;
  /** The members of that object with their schemas. */
  readonly members: ReadonlyMap<string, Schema>;
  readonly span: readonly [begin: string, end: string] | undefined;
  readonly bound: ToldBound;
};

/** At most so many sentences of one operation are tried. */
const most = 6;

type Place = { readonly inside: string | undefined; readonly members: ReadonlyMap<string, Schema>; readonly texts: readonly string[] };

const keyOf = ({ member, other, side }: ToldBound): string => {
  const names = [member, other ?? ''];
  // "`from` is before `to`" says the same as "`to` is after `from`".
  const isTurned = other !== null && (side === 'before' || side === 'not-after');
  return [...(isTurned ? names.toReversed() : names), other === null ? side : String(side === 'other-than')].join(' ');
};

const boundsAt = (contract: Contract, { members, texts }: Place): Pick<Bounded, 'span'> & { readonly bounds: readonly ToldBound[] } => {
  const names = [...members.keys()];
  const spans = spanNames(names);
  const span = spans.length === 1 ? spans[0] : undefined;
  const around = { names, span };
  const bounds = [
    ...[...members].flatMap(([name, schema]) =>
      descriptionsIn(contract.document, schema).flatMap((text) => [...boundsOfMember(text, name, around), ...boundsInText(text, around)]),
    ),
    ...texts.flatMap((text) => boundsInText(text, around)),
  ].filter(({ member, other }) => members.has(member) && (other === null || members.has(other)));
  return { span, bounds: [...new Map(bounds.toReversed().map((one) => [keyOf(one), one])).values()].toReversed() };
};

/** Words by which a change has to keep what the text of a creation says: "The result has to keep the rules of a new one". */
const keepsRules =
  /\b(?:rules?|constraints?|conditions?|requirements?)\b[^.;]{0,20}\b(?:of|for|as for|as in) (?:a |an )?(?:new|creation|creating|the creation|POST)\b/iu;

/** The same in words that only the text of a change, or of its body, makes clear: "The same rules apply", "The members of a new object, except that none is required". */
const sameRules =
  /\bsame (?:rules|constraints|conditions|requirements) (?:as|apply)\b|^(?:all )?(?:the )?(?:members|fields|properties|attributes) of (?:a|an|the) new\b/iu;

const aboutChanges = /\b(?:PATCH|PUT|changes?|changing|updates?|updating|edits?|editing|results?)\b/iu;

/** The paragraphs of the introduction. */
const introduction = ({ document }: Contract): readonly string[] =>
  saidIn(valueAt(document, '#/info')).flatMap((text) => text.split(/\n\s*\n/u));

/** The creation of what an operation changes, where the text of the operation or the introduction says that its rules hold for the change too. */
const creationWithItsRules = (contract: Contract, { location, method, path, body }: Operation): Operation | undefined => {
  if (!['PATCH', 'PUT'].includes(method)) return undefined;
  const { document } = contract;
  const said = [...saidIn(valueAt(document, nodeOf(location))), ...descriptionsIn(document, jsonContent(body?.content ?? [])?.schema)];
  const isSaid =
    said.some((text) => keepsRules.test(text) || sameRules.test(text)) ||
    introduction(contract).some((text) => keepsRules.test(text) && aboutChanges.test(text));
  return isSaid
    ? [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) => isSamePath(itemOf(one).path, path))?.create
    : undefined;
};

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
    ...(creation ? saidIn(valueAt(document, nodeOf(creation.location))) : []),
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...descriptionsIn(document, jsonContent(operation.body?.content ?? [])?.schema),
  ];
  const inner = own
    .map(({ name, schema }) => ({ name, texts: descriptionsIn(document, schema), held: itemsOf(document, schema) ?? schema }))
    .filter(({ held }) => typesOf(resolvedSchema(document, held)).includes('object'))
    .map(({ name, texts, held }): Place => {
      const members = new Map([...membersOf(document, held)].map(([key, one]) => [key, resolvedSchema(document, one)]));
      return { inside: name, members, texts };
    });
  const places: readonly Place[] = [{ inside: undefined, members: top, texts: said }, ...inner];
  const found = places
    .flatMap((place) => {
      const { span, bounds } = boundsAt(contract, place);
      return bounds.map((bound) => ({ operation, inside: place.inside, members: place.members, span, bound }));
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
