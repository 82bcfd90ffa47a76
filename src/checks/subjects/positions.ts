import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { allowsGaps, movesFollowing, positionsIn } from '../../contract/infer/told-positions.ts';
import { namesIn } from '../../contract/infer/told-removals.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { isSuccess } from '../../contract/message.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { pageItems } from './collection.ts';
import { type EmbeddedEntries, embeddedEntries, entriesShown } from './embedded-entries.ts';
import { onOwnResource } from './own-resources.ts';
import { roundTrips } from './round-trips.ts';
import { reportsMore } from './shows-more.ts';
import { idText, type Resource } from './shown-resource.ts';

/** What is added below a resource, and has a position among its siblings of which the document says that there are no gaps. */
export type Positions = Subject & {
  /** The type of the resource that it is below. */
  readonly resourceType: AnyInferred;
  readonly add: Operation;
  readonly remove: Operation | undefined;
  /** A PATCH that gives it another position. */
  readonly move: Operation | undefined;
  /** What shows all siblings: their list, or a read of the resource that they are in. */
  readonly shownBy: { readonly list: Collection } | { readonly inside: EmbeddedEntries };
  /** The members that hold its id and its position. */
  readonly id: string;
  readonly member: string;
  /** The member of the body of its creation that takes a position. */
  readonly asked: BodyMember | undefined;
  /** The position of the first one; undefined where the document does not say it. */
  readonly start: 0 | 1 | undefined;
  /** After what the positions have to be without gaps: anything, an insertion, a removal. `asAsked`: what is inserted has the position that was asked for. */
  readonly holds: { readonly always: boolean; readonly onInsertion: boolean; readonly onRemoval: boolean; readonly asAsked: boolean };
};

/** Words of the names of members that hold a position. */
const positionNames: ReadonlySet<string> = new Set([
  ...'position pos rank ordinal order index place sequence'.split(' '),
  'sort order',
  'sort position',
  'sort index',
  'display order',
  'display position',
  'order index',
  'list position',
]);

const isPositionName = (name: string, noun: readonly string[]): boolean => {
  const words = wordsOf(name);
  const rest = words.slice(0, noun.length).join(' ') === noun.join(' ') ? words.slice(noun.length) : words;
  return positionNames.has(rest.join(' '));
};

/** Words by which positions count among some of the siblings: "position within its section". */
const within =
  /\b(?:within|inside|in|among|of|on|per|for) (?:(?:its|the|each|a|an|every|their|same|this|one|all|other) )*(?<noun>[a-z][a-z -]*)/giu;

/** Nouns that are no group of the siblings. */
const wholes: ReadonlySet<string> = new Set(
  'list order sequence sequences positions position row line one ones item items entry entries element elements sibling siblings others rest creation removal addition which display'.split(
    ' ',
  ),
);

/** Words by which a sentence of an operation counts positions in groups: "per section", "for each kind". */
const grouping =
  /\b(?:per|within|for each|for every|in each|of each|of every) (?:(?:its|the|each|a|an|every|same) )*(?<noun>[a-z][a-z -]*)/giu;

/** Do all groups of which a text speaks hold every sibling. */
const isOfAll = (text: string, form: RegExp, nouns: ReadonlySet<string>): boolean =>
  [...text.toLowerCase().matchAll(form)].every(({ groups }) =>
    (groups?.['noun'] ?? '')
      .split(' ')
      .slice(0, 3)
      .some((word) => nouns.has(word) || wholes.has(word)),
  );

/** Does a text say that what is inserted goes behind, or before, what has the position that is asked for. */
const isBeside = (text: string, member: string): boolean => {
  const named = String.raw`(?:\b${literalPattern(member)}\b|\bpositions?\b)`;
  const beside = String.raw`\b(?:after|behind|before|above|below|beneath|following|preceding|relative to)\b[^.;,]{0,30}${named}|${named}[^.;,]{0,40}\b(?:after|behind|before) (?:which|whom)\b`;
  const isAt = new RegExp(
    String.raw`\b(?:at|to|into) (?:(?:the|that|this|its|given|requested) )*[^\w\s]?${literalPattern(member)}\b`,
    'iu',
  );
  return new RegExp(beside, 'iu').test(text) && !isAt.test(text);
};

type Shown = Pick<Positions, 'add' | 'remove' | 'shownBy' | 'id'> & { readonly move: Operation | undefined; readonly item: Schema };

/** What is created below a resource, with what shows its siblings. */
const shownBelow = (contract: Contract): readonly Shown[] => {
  const { document } = contract;
  const inLists = roundTrips(contract).flatMap(({ create, remove, patch, list, id, isHeld }): Shown[] => {
    const [described] = list ? describedLists({ document, operations: [list.operation] }) : [];
    if (!list || !described || isHeld || create.method !== 'POST' || !membersOf(document, described.item).has(id)) return [];
    return [{ add: create, remove, move: patch, shownBy: { list }, id, item: described.item }];
  });
  const inside = embeddedEntries(contract).flatMap((entries): Shown[] => {
    const { add, remove, read, member, id } = entries;
    const shown = read.responses
      .filter(({ status }) => status.startsWith('2'))
      .flatMap(({ content }) => content.flatMap(({ schema }) => [schema, ...membersOf(document, schema).values()]));
    const item = shown.map((one) => itemsOf(document, membersOf(document, one).get(member))).find((one) => one !== undefined);
    return item === undefined ? [] : [{ add, remove, move: undefined, shownBy: { inside: entries }, id, item }];
  });
  return [...inLists, ...inside];
};

const isPlain = ({ unsupported, issues, inferred }: Operation): boolean =>
  unsupported === undefined && issues !== true && inferred?.reaches === undefined;

const findPositions = (contract: Contract): readonly Positions[] => {
  const { document } = contract;
  const said = (operation: Operation | undefined): readonly string[] =>
    operation ? saidIn(valueAt(document, nodeOf(operation.location))) : [];
  return shownBelow(contract).flatMap(({ add, remove, move, shownBy, id, item }): readonly Positions[] => {
    const own = onOwnResource(contract, add);
    if (!own || !isPlain(add) || !isDirectlyBelow(add.path, itemOf(own.resourceType).path)) return [];
    const noun = nounWordsOf(add.path);
    const [found, ...more] = [...membersOf(document, item)].filter(
      ([name, schema]) => isPositionName(name, noun) && isType(document, schema, 'integer'),
    );
    if (!found || more.length > 0) return [];
    const [member, schema] = found;
    const members = bodyMembers(contract, add);
    const asked = members.find(({ name }) => name === member);
    const ofMember = [...descriptionsIn(document, schema), ...(asked ? descriptionsIn(document, asked.schema) : [])];
    const list = 'list' in shownBy ? shownBy.list.operation : shownBy.inside.read;
    const texts = [
      ...said(add),
      ...said(remove),
      ...said(move),
      ...said(list),
      ...descriptionsIn(document, item),
      ...saidOfTags(document, valueAt(document, nodeOf(add.location))),
    ];
    const told = positionsIn(ofMember, texts, member);
    const above = namesIn(itemOf(own.resourceType).path.replace(/\/\{[^{}]*\}\/?$/u, ''));
    const nouns = new Set([...above, ...namesIn(add.path)].flatMap((one) => one.split(' ')));
    // What groups the siblings is another resource below the same one.
    const groups = members.some(({ name }) => {
      const group = referenceAt(contract, add, [name])?.resourceType;
      return group !== undefined && group.create.path.startsWith(`${itemOf(own.resourceType).path}/`);
    });
    const about = texts
      .flatMap(sentencesOf)
      .filter((one) => /\b(?:positions?|orders?|ranks?|they|numbered)\b/iu.test(one) || one.includes(member));
    const isApart = !ofMember.every((text) => isOfAll(text, within, nouns)) || !about.every((text) => isOfAll(text, grouping, nouns));
    if (!told || groups || isApart) return [];
    const isSaid = (operation: Operation | undefined): boolean => {
      const of = said(operation);
      return movesFollowing(of) && !allowsGaps(of);
    };
    const least = [schema, ...(asked ? [asked.schema] : [])].flatMap((one) => partsOf(document, one)).map((part) => part['minimum']);
    const [inserts, removes] = [isSaid(add), isSaid(remove)];
    const asAsked =
      inserts && said(add).some((text) => text.includes(member)) && ![...said(add), ...ofMember].some((text) => isBeside(text, member));
    const holds = { always: told.always, onInsertion: told.always || inserts, onRemoval: told.always || removes, asAsked };
    if (!holds.onInsertion && !holds.onRemoval) return [];
    const takes = move && bodyMembers(contract, move).some(({ name }) => name === member) ? move : undefined;
    const start = told.start ?? (told.always && least.includes(1) ? 1 : undefined);
    return [at(add.location, { resourceType: own.resourceType, add, remove, move: takes, shownBy, id, member, asked, start, holds })];
  });
};

const known = new WeakMap<Contract, readonly Positions[]>();

/**
 * Every such addition of a contract that is held to the standard requirements. Left out: where positions count within groups of the siblings, and where a text allows
 * gaps.
 */
export const positions = (contract: Contract): readonly Positions[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findPositions(contract));
  known.set(contract, found);
  return found;
};

/** A sibling as it is shown. */
export type Placed = { readonly id: string; readonly position: number };

/**
 * The siblings in an answer, in the order of their positions; those without one are left out. Undefined where it does not show them all.
 */
export const placedIn = (contract: Contract, { shownBy, id, member }: Positions, exchange: Exchange): readonly Placed[] | undefined => {
  if (!isSuccess(exchange)) return undefined;
  const shown =
    'list' in shownBy
      ? pageItems(shownBy.list, exchange)?.filter((one): one is Resource => isObject(one))
      : entriesShown(contract, shownBy.inside, exchange);
  if (!shown || ('list' in shownBy && reportsMore(exchange, shown.length, shownBy.list.pages.length > 0))) return undefined;
  return shown
    .flatMap((one): Placed[] => {
      const [own, position] = [idText(one[id]), one[member]];
      return own !== undefined && typeof position === 'number' ? [{ id: own, position }] : [];
    })
    .toSorted((a, b) => a.position - b.position);
};
