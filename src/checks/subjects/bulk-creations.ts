import { tailOf } from '../../contract/infer/path-template.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';

/** An operation that creates several resources of one type at once, each of which another operation creates and a third one removes. */
export type BulkCreation = Subject & {
  readonly operation: Operation;
  readonly trip: Trip & { readonly remove: Operation };
  readonly list: Collection;
  /** The member of the body that holds the entries; undefined where the body is their list. */
  readonly entries: string | undefined;
  /** The schema of an entry. */
  readonly entry: Schema;
  /** The member of an entry by whose text its resource is found in the list. */
  readonly text: string;
  /** A required member, which an entry with a mistake leaves out. */
  readonly required: string;
  /** Does the document say that either all entries are stored or none. */
  readonly isAtomic: boolean;
  /** Does it say, or show by the status 207, that each entry is answered for itself. */
  readonly isByEntry: boolean;
  /** The most entries that the schema allows. */
  readonly most: number | undefined;
};

const bulkWords: ReadonlySet<string> = new Set(['bulk', 'batch', 'import', 'many', 'multiple', 'mass', 'several']);

/** Sentences by which either all entries of a body are stored or none. */
export const atomic =
  /\ball[- ]or[- ]no(?:thing|ne)\b|\beither all\b|\batomic(?:ally)?\b|\b(?:none|no (?:item|entry|row|record)) (?:of (?:them|the \w+) )?(?:is|are|will be|gets?) (?:created|stored|saved|added|kept|registered|recorded|imported|made)\b|\bnothing (?:at all )?is (?:created|stored|saved|added|kept)\b|\b(?:whole|entire|complete) (?:batch|request|list|bulk|import|call) (?:is|fails|will be) ?(?:refused|rejected)?/iu;

const byEntry =
  /\b(?:item|entry|row|one) by (?:item|entry|row|one)\b|\b(?:each|every) (?:item|entry|row|one|element|\w+) (?:is|has|gets|is given|is handled|is processed|is answered)\b.{0,60}\b(?:own|itself|status|result|outcome|separately|independently)\b|\bpartial(?:ly)?\b|\bindependently\b|\bthe (?:others|rest|good ones|valid ones) (?:are|is) (?:still )?(?:created|stored|saved|added|kept)\b/iu;

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** The list of entries in a body: the body itself, or its only list of objects. */
const entriesIn = (contract: Contract, schema: Schema): { readonly entries: string | undefined; readonly schema: Schema } | undefined => {
  const { document } = contract;
  if (isType(document, schema, 'array')) return { entries: undefined, schema };
  const lists = [...membersOf(document, schema)].filter(([, member]) => isType(document, member, 'array'));
  const [[entries, member] = []] = lists;
  return lists.length === 1 && entries !== undefined && member !== undefined ? { entries, schema: member } : undefined;
};

/** A member of a creation that takes a free text, and that its list shows. */
const isFreeText = (contract: Contract, { name, schema, required }: BodyMember): boolean =>
  isSettable({ name, required: false }) &&
  (required || name !== '') &&
  typesOf(schema).includes('string') &&
  isObject(schema) &&
  ['enum', 'const', 'format', 'pattern'].every((word) => schema[word] === undefined) &&
  mayBeSent(contract.document, schema, 'ct-0123456789-bulk-entry-1');

const bulkOf = (contract: Contract, operation: Operation): BulkCreation | undefined => {
  const { document } = contract;
  const schema = jsonContent(operation.body?.content ?? [])?.schema;
  const last = tailOf(operation.path).at(-1) ?? operation.path.split('/').at(-1) ?? '';
  const isBulk = wordsOf(last.replaceAll(':', ' ')).some((word) => bulkWords.has(word));
  if (operation.method !== 'POST' || !isBulk || operation.effect !== 'destructive' || operation.inferred?.reaches !== undefined)
    return undefined;
  const held = schema === undefined ? undefined : entriesIn(contract, schema);
  if (!held || operation.unsupported !== undefined) return undefined;
  const array = resolvedSchema(document, held.schema);
  const entry = isObject(array) && isObject(array['items']) ? (array['items'] as Schema) : undefined;
  if (entry === undefined) return undefined;
  const names = membersOf(document, entry);
  const path = operation.path.replace(/(?:\/|:)[^/:]*$/u, '');
  const trip = roundTrips(contract).find(
    (one) =>
      one.addsTo === path &&
      one.create.effect === 'creates' &&
      one.create.method === 'POST' &&
      parametersIn(one.itemPath).length === 1 &&
      bodyMembers(contract, one.create).every(({ name, required }) => !required || names.has(name)),
  );
  if (!trip?.remove || !trip.list) return undefined;
  const shown = placeIn(contract, trip.read ?? trip.create, trip.id)?.schema ?? true;
  const members = bodyMembers(contract, trip.create).filter(({ name }) => names.has(name));
  const isShown = ({ name }: BodyMember): boolean => membersOf(document, shown).has(name);
  const text = members
    .filter((one) => isShown(one) && isFreeText(contract, one))
    .toSorted((a, b) => Number(b.required) - Number(a.required))[0];
  const needed = new Set(partsOf(document, entry).flatMap(({ required }) => (Array.isArray(required) ? (required as unknown[]) : [])));
  const required = members.filter(({ name }) => needed.has(name)).toSorted((a, b) => Number(a === text) - Number(b === text))[0];
  if (!text || !required) return undefined;
  const texts = [operation.location, ...operation.responses.map(({ location }) => location)].flatMap((one) => textsAt(contract, one));
  const most = isObject(array) && typeof array['maxItems'] === 'number' ? array['maxItems'] : undefined;
  const is207 = operation.responses.some(({ status }) => status === '207');
  const isAtomic =
    !is207 && texts.some((one) => atomic.test(one)) && !texts.some((one) => byEntry.test(one) || /\bnot atomic\b/iu.test(one));
  return at(operation.location, {
    operation,
    trip: { ...trip, remove: trip.remove },
    list: trip.list,
    entries: held.entries,
    entry,
    text: text.name,
    required: required.name,
    isAtomic,
    isByEntry: !isAtomic && (is207 || texts.some((one) => byEntry.test(one))),
    most,
  });
};

const known = new WeakMap<Contract, readonly BulkCreation[]>();

/** Every such operation of a contract that is held to the standard requirements: `POST /crates/bulk` beside `POST /crates`, with a list of the same bodies. */
export const bulkCreations = (contract: Contract): readonly BulkCreation[] => {
  const found =
    known.get(contract) ?? (contract.standard.size === 0 ? [] : contract.operations.flatMap((one) => bulkOf(contract, one) ?? []));
  known.set(contract, found);
  return found;
};
