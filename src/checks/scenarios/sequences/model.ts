import { descriptionsIn } from '../../../contract/infer/schema-parts.ts';
import { memberOfRoles } from '../../../contract/infer/roles/members-of-roles.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import { isScalar } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { placeIn, resourceIn } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import type { Sequenced } from '../../subjects/sequences.ts';
import { hiddenNames } from '../../subjects/hidden-members.ts';
import { comparableMembers, isSetBack, isShownAsSent } from '../../subjects/shown-as-sent.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { goneStatuses, isCached } from '../lifecycle/look-at-resource.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** What the model knows of a resource that the run created. */
export type Held = {
  /** The letter that steps use for it. */
  readonly name: string;
  readonly id: string;
  readonly creation: Exchange;
  /** `unclear`: an answer leaves open whether it exists, so nothing more is judged of it. */
  life: 'there' | 'removed' | 'unclear';
  /** What the last look showed. */
  shows: Resource;
  /** What each member showed before. */
  readonly older: Map<string, unknown[]>;
  /** Values that were accepted since the last look. */
  readonly wanted: Map<string, unknown>;
  /** Members that the last calls may have changed or not. */
  readonly open: Set<string>;
  /** Names of the resources that calls were about since the last look at this one. */
  readonly touched: Set<string>;
  /** How often a change of it was accepted. */
  changes: number;
  /** The states before and after an action that a read has shown. */
  acted: { readonly before: unknown; readonly after: unknown } | undefined;
  /** Whether a list may leave it out now: by a choice or a state that lists may select by. */
  mayBeHidden: boolean;
  /** Whether its path may lead nowhere now: after an action, or a change whose answer does not show its id. */
  mayBeAway: boolean;
  removal: Exchange | undefined;
  /** A read that showed that it is gone. */
  gone: Exchange | undefined;
  /** By the key of a list: the members that the list showed as the read did. */
  readonly listed: Map<string, ReadonlySet<string>>;
};

/** The model of a resource that a read shows for the first time. */
export const newlyHeld = (name: string, id: string, creation: Exchange, shows: Resource): Held => ({
  name,
  id,
  creation,
  life: 'there',
  shows,
  older: new Map(),
  wanted: new Map(),
  open: new Set(),
  touched: new Set(),
  changes: 0,
  acted: undefined,
  mayBeHidden: false,
  mayBeAway: false,
  removal: undefined,
  gone: undefined,
  listed: new Map(),
});

/** A member that shows something else than the model expects. */
export type Departure = {
  readonly member: string;
  /** `wanted`: a change was accepted; `kept`: nothing changed it; `state`: an action had changed it. */
  readonly kind: 'wanted' | 'kept' | 'state';
  readonly expected: unknown;
  readonly shown: unknown;
};

/** What a read shows of a resource. */
export type Seen =
  | {
      readonly kind: 'resource';
      /** What is not shown to another caller than the key is as it was. */
      readonly resource: Resource;
      readonly departures: readonly Departure[];
      /** The members of which it shows nothing that counts. */
      readonly unseen: ReadonlySet<string>;
    }
  | { readonly kind: 'gone' }
  /** The answer is no success, or comes from a cache, or holds another resource. */
  | { readonly kind: 'open' };

/** Words of members that change by themselves. */
const moving: ReadonlySet<string> = new Set('count counts last seen updated modified changed edited'.split(' '));

const schemaOf = (content: Parameters<typeof jsonContent>[0] | undefined): Schema | undefined => jsonContent(content ?? [])?.schema;

/** The members that stay as they are until a call changes them, with their schemas: those that a creation or a change can set. */
export const keptMembers = (contract: Contract, type: Sequenced): ReadonlyMap<string, Schema> => {
  const shown = placeIn(contract, type.read, type.id)?.schema;
  if (shown === undefined) return new Map();
  const asked = [type.asked, schemaOf(type.change?.body?.content)].filter((one) => one !== undefined);
  return new Map(
    asked.flatMap((one) =>
      [...comparableMembers(contract, one, shown)].filter(([name]) => !wordsOf(name).some((word) => moving.has(word))),
    ),
  );
};

/** Members that a document hides from some callers or lets only some of them set: what another one than the key shows or sets of these proves nothing. */
export const membersOfSome = (contract: Contract, { change, members }: Sequenced): ReadonlySet<string> => {
  const { document } = contract;
  const isLeft = ({ name, schema }: BodyMember): boolean =>
    change !== undefined && memberOfRoles(document, change, name, descriptionsIn(document, schema)) !== undefined;
  return new Set([...hiddenNames(contract), ...members.filter(isLeft).map(({ name }) => name)]);
};

/** Was a request sent with the credential of another caller than the key. */
const isByOther = ({ request: { credential } }: Exchange): boolean => credential.kind === 'valid' && (credential.name ?? 'key') !== 'key';

/**
 * Compares a read with the model.
 * @param odd Members that are not judged.
 * @param ofSome Members that not every caller is shown.
 */
export const seenIn = (
  contract: Contract,
  type: Sequenced,
  held: Held,
  exchange: Exchange,
  { odd, ofSome }: { readonly odd: ReadonlySet<string>; readonly ofSome: ReadonlySet<string> },
): Seen => {
  if (goneStatuses.includes(statusOf(exchange) ?? 0)) return { kind: 'gone' };
  const resource = isSuccess(exchange) && !isCached(exchange) ? resourceIn(contract, type.read, exchange, type.id) : undefined;
  if (resource === undefined || idText(resource[type.id]) !== held.id) return { kind: 'open' };
  // A caller with other rights may be shown fewer members, whether or not the words for that are understood.
  const isEmpty = (value: unknown): boolean => value === undefined || value === null;
  const isUnseen = (member: string): boolean =>
    (ofSome.has(member) || isEmpty(resource[member])) && !(isEmpty(held.shows[member]) && !held.wanted.has(member));
  const unseen = new Set(isByOther(exchange) ? [...Object.keys(held.shows), ...held.wanted.keys()].filter(isUnseen) : []);
  const departures: Departure[] = [];
  for (const [member, schema] of keptMembers(contract, type)) {
    const shown = resource[member];
    if (held.open.has(member) || odd.has(member) || unseen.has(member)) continue;
    if (held.wanted.has(member)) {
      const expected = held.wanted.get(member);
      if (!isShownAsSent(contract, schema, member, expected, shown)) departures.push({ member, kind: 'wanted', expected, shown });
      continue;
    }
    const expected = held.shows[member];
    // What is empty may be filled in by the server, and what has parts may have parts of the server's own.
    if (isScalar(expected) && expected !== null && !isSameValue(expected, shown) && !mayFollow(contract, held, member, schema, shown))
      departures.push({ member, kind: 'kept', expected, shown });
  }
  const { state } = type;
  const { acted } = held;
  if (state !== undefined && acted !== undefined && !held.open.has(state) && resource[state] === acted.before)
    departures.push({ member: state, kind: 'state', expected: acted.after, shown: resource[state] });
  const before = Object.fromEntries([...unseen].map((member) => [member, held.shows[member]]));
  return { kind: 'resource', resource: { ...resource, ...before }, departures, unseen };
};

/**
 * May the new value of a member follow from what was done: the end from the beginning, the whole name from its parts; of resources of which one is the default, the
 * others are it no more. A mistake leaves nothing behind, a default, or an earlier value.
 */
const mayFollow = (contract: Contract, { name, touched, older }: Held, member: string, schema: Schema, shown: unknown): boolean => {
  if (typeof shown === 'boolean' && [...touched].some((one) => one !== name)) return true;
  if (!touched.has(name)) return false;
  return !isSetBack(contract, schema, shown, older.get(member) ?? []);
};

/** Takes over what a look showed. Of what it did not show is still to be judged what was before. */
export const adopt = (held: Held, { resource, unseen }: Pick<Extract<Seen, { kind: 'resource' }>, 'resource' | 'unseen'>): void => {
  for (const [member, value] of Object.entries(held.shows)) {
    if (isSameValue(value, resource[member])) continue;
    held.older.set(member, [...(held.older.get(member) ?? []), value]);
  }
  held.shows = resource;
  for (const name of held.wanted.keys()) if (!unseen.has(name)) held.wanted.delete(name);
  for (const name of held.open) if (!unseen.has(name)) held.open.delete(name);
  if (unseen.size === 0) held.touched.clear();
  held.mayBeAway = false;
};

/** Members of an item that are as a read shows them. */
export const sameMembers = (kept: ReadonlyMap<string, Schema>, held: Held, item: Resource): ReadonlySet<string> =>
  new Set([...kept.keys()].filter((name) => isScalar(item[name]) && item[name] !== null && isSameValue(item[name], held.shows[name])));

/** Members of an item with a value that the resource had before, although the list showed them right at first. */
export const staleMembers = (held: Held, item: Resource, listed: ReadonlySet<string>): readonly string[] =>
  [...listed].filter((name) => {
    const isOlder = (held.older.get(name) ?? []).some((one) => isSameValue(one, item[name]));
    // A default that another resource took over is right in a list before the next read.
    return (
      isOlder &&
      typeof item[name] !== 'boolean' &&
      !held.open.has(name) &&
      !held.wanted.has(name) &&
      !isSameValue(item[name], held.shows[name])
    );
  });

/** Words of members that mark what was removed. */
const removedWords: ReadonlySet<string> = new Set('deleted removed trashed archived'.split(' '));

/** Does an item show a removed resource with every value as it was: a server may keep a resource and mark it as removed. */
export const isAsBefore = (held: Held, item: Resource): boolean =>
  !Object.keys(item).some((name) => held.shows[name] === undefined && wordsOf(name).some((word) => removedWords.has(word))) &&
  Object.keys(held.shows).every((name) => item[name] === undefined || isSameValue(item[name], held.shows[name]));
