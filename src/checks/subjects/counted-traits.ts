import { stateMembers } from '../../contract/infer/state-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { distinctBy } from '../../model/json.ts';
import { type Leaving, leavingTo } from './leavings.ts';
import { placeIn, type Trip } from './round-trips.ts';
import type { Resource } from './shown-resource.ts';

/** A state in words that one member of a resource shows: by a listed value, by true, or by a moment. */
export type Trait = {
  readonly state: string;
  readonly member: string;
  /** The value that shows it; undefined for a moment, which is null otherwise. */
  readonly value: unknown;
  /** Does a moment show a state of this name too, which lasts when the state is over: `issued_at` of a paid bill? */
  readonly isOpen?: true;
};

/** Which resources are counted: those in one of some states alone, or all but those. */
export type Counting = { readonly isOnly: boolean; readonly traits: readonly Trait[] };

/** Is a resource in a state, by what a read shows. */
export const isIn = ({ member, value }: Trait, shown: Resource): boolean =>
  value === undefined ? shown[member] !== null && shown[member] !== undefined && shown[member] !== false : shown[member] === value;

/** Is a resource among those that count, by what a read shows. */
export const isCounted = (counting: Counting | undefined, shown: Resource): boolean =>
  counting === undefined || counting.traits.some((one) => isIn(one, shown)) === counting.isOnly;

/** The words for the state that a moment or a boolean shows: `archivedAt`, `is_active`. */
const wordsOfMark = (name: string): string =>
  wordsOf(name)
    .filter((word) => !['is', 'at', 'on', 'date', 'time'].includes(word))
    .join('_');

/** The states of a resource that a read shows. */
export const traitsOf = (contract: Contract, { read, create, id }: Trip): readonly Trait[] =>
  traitsIn(contract, placeIn(contract, read ?? create, id)?.schema);

/** The states of what a schema describes. */
export const traitsIn = ({ document }: Contract, shown: Schema | undefined): readonly Trait[] => {
  const members = [...membersOf(document, shown)];
  const states = new Set(stateMembers(members, 'last word').map(([name]) => name));
  const found = members.flatMap(([member, schema]): readonly Trait[] => {
    const parts = partsOf(document, schema);
    const listed = parts.flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []));
    if (states.has(member))
      return listed.flatMap((value) => (typeof value === 'string' ? [{ state: wordsOf(value).join('_'), member, value }] : []));
    if (isType(document, schema, 'boolean')) return [{ state: wordsOfMark(member), member, value: true }];
    const isMoment = parts.some(({ format }) => format === 'date-time');
    const [, last] = wordsOf(member);
    return isMoment && last === 'at' && wordsOf(member).length === 2 ? [{ state: wordsOfMark(member), member, value: undefined }] : [];
  });
  // A state that several members show may be either, unless a text tells the others too.
  return found.flatMap((one): readonly Trait[] => {
    const alike = found.filter(({ state }) => state === one.state);
    if (alike.length === 1) return [one];
    const isListed = alike.every((other) => other === one || other.value === undefined) && typeof one.value === 'string';
    return isListed ? [{ ...one, isOpen: true }] : [];
  });
};

/** Does a text name each state that one member shows, as one that counts or as one that does not. */
const namesAll = (named: readonly Trait[], traits: readonly Trait[], { member }: Trait): boolean =>
  traits.every((one) => one.member !== member || named.includes(one));

const states = String.raw`(?<states>[a-z_]+(?:(?:, (?:or |nor |and )?| or | nor | and )[a-z_]+)*)`;
const ones = String.raw`(?: ones| \w+s)?`;

/** "that are not in progress". */
const inSeveralWords = /\b(?:that|which|who) (?:are|is|have been|has been) not (?<states>[a-z_]+(?: [a-z_]+)+)\.?$/iu;

/** "that are not cancelled", "without archived ones", "cancelled orders do not count". */
const leavingOut: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:that|which|who) (?:are|is|have been|has been) not ${states}`, 'iu'),
  new RegExp(
    String.raw`\b(?:without|excluding|except(?: for)?|not counting|not including|but not|leaving out|leaves out|ignoring|disregarding|omitting|apart from|other than|with the exception of) (?:the |those that are |what is )?${states}${ones}`,
    'iu',
  ),
  new RegExp(
    String.raw`(?<=^|[.,;:(] ?)${states}${ones} (?:do not count|are not counted|are not included|are left out|are excluded)`,
    'iu',
  ),
];

const apart = /, (?:or |nor |and )?| or | nor | and /u;
const gone = /^(?:removed|deleted)$/iu;

/** Words by which what is in a state counts as well: "including archived ones", "archived ones included". */
const counted: readonly RegExp[] = [
  new RegExp(String.raw`,? ?\b(?:including|also|even) (?:the |those that are )?${states}${ones}`, 'iu'),
  new RegExp(
    String.raw`,? ?(?<=^|[,.;:(] ?)${states}${ones} (?:included|count(?: too| as well)?|are (?:counted|included)(?: too| as well)?)(?=[.,;)]|$)`,
    'iu',
  ),
];

/** A clause about how the number is kept, which leaves nothing out. */
const isKept = /^(?:[^;]*;)?[^;]*\b(?:kept up to date|computed|calculated|derived|changes?|follows?|moves?|moved|updated)\b/iu;
const leavesOut = /\b(?:not|no|only|without|except|excluding|but|unless|active|open)\b/iu;

/** Does a text write the listed value itself, as code or in its capitals, so that no moment of that name is meant: "that are SEALED". */
const isSpelt = (text: string, { value }: Trait): boolean =>
  typeof value === 'string' &&
  (text.includes(`\`${value}\``) ||
    (/^[A-Z][A-Z\d_-]+$/u.test(value) &&
      new RegExp(String.raw`(?<![\p{L}\p{N}_-])${literalPattern(value)}(?![\p{L}\p{N}_-])`, 'u').test(text)));

/** What a text says of which resources count: all, those in some states, or all but those; undefined where it says something that is not understood. */
export const countingIn = (text: string, traits: readonly Trait[], isKnown: (word: string) => boolean): Counting | 'all' | undefined => {
  let rest = text.replaceAll('`', ' ').replaceAll(/\s+/gu, ' ');
  const [main = '', ...aside] = rest.split(/; /u);
  if (aside.every((one) => isKept.test(one) && !leavesOut.test(one))) rest = main;
  const traitOf = (word: string): Trait | undefined => {
    const own = wordsOf(word).join('_').toLowerCase();
    // "Drafts" are what is in the state `draft`.
    return traits.find(({ state }) => state === own) ?? traits.find(({ state }) => state === singular(own));
  };
  for (const form of counted) {
    const told = form.exec(rest);
    const named = (told?.groups?.['states'] ?? '').split(apart).filter((one) => one !== '');
    if (told && named.every((one) => traitOf(one) ?? gone.test(one))) rest = rest.replace(told[0], ' ');
  }
  const out: Trait[] = [];
  for (const form of [inSeveralWords, ...leavingOut]) {
    const told = form.exec(rest);
    if (form === inSeveralWords && traitOf(told?.groups?.['states'] ?? '') === undefined) continue;
    const named =
      form === inSeveralWords
        ? [told?.groups?.['states'] ?? '']
        : (told?.groups?.['states'] ?? '').split(apart).filter((one) => one !== '');
    for (const one of named) {
      const trait = traitOf(one);
      // What is removed is not there.
      if (!trait && !gone.test(one)) return undefined;
      if (trait) out.push(trait);
    }
    if (told) rest = rest.replace(told[0], ' ');
  }
  const only: Trait[] = [];
  // A state of several words stands as one: `IN_USE`.
  for (const one of traits.filter(({ state }) => state.includes('_'))) {
    const spelt = typeof one.value === 'string' ? one.value : one.state;
    const form = new RegExp(String.raw`(?<![\p{L}\p{N}_-])${literalPattern(spelt)}(?![\p{L}\p{N}_-])`, 'gu');
    if (!form.test(rest)) continue;
    only.push(one);
    rest = rest.replaceAll(form, ' ');
  }
  const unknown = wordsOf(rest.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).filter((word) => {
    const trait = traitOf(word);
    if (trait) only.push(trait);
    return trait === undefined && !isKnown(word.toLowerCase());
  });
  if (unknown.length > 0 || out.some((one) => only.includes(one))) return undefined;
  const open = [...only, ...out].find((one) => one.isOpen === true && !isSpelt(text, one));
  if (open && (only.length === 0 || !namesAll([...only, ...out], traits, open))) return undefined;
  // "Of all issued bills. Drafts and paid ones do not count": what counts alone says it all.
  const traitsTold = distinctBy(only.length > 0 ? only : out, ({ state }) => state);
  return traitsTold.length === 0 ? 'all' : { isOnly: only.length > 0, traits: traitsTold };
};

/** Verbs of actions that undo what others did. */
const undoing: ReadonlySet<string> = new Set(['restore', 'unarchive', 'reactivate', 'activate', 'reopen', 'enable', 'resume', 'unpause']);

const actionCalled = ({ operations }: Contract, { itemPath }: Trip, names: ReadonlySet<string>): Operation | undefined =>
  operations.find(
    ({ method, path, body, unsupported }) =>
      method === 'POST' &&
      unsupported === undefined &&
      body?.required !== true &&
      isDirectlyBelow(path, itemPath) &&
      names.has(wordsOf(path.split('/').at(-1) ?? '').join(' ')),
  );

/** What takes a resource out of those that count, by an action or by a PATCH of its state, and what brings it back; `ways`: all that may take it out, of which some may be possible later alone. */
export const waysOut = (
  contract: Contract,
  child: Trip,
  { isOnly, traits }: Counting,
  all: readonly Trait[],
): { readonly leaving: Leaving | undefined; readonly returning: Leaving | undefined; readonly ways: readonly Leaving[] } => {
  const { patch } = child;
  const { document } = contract;
  const settable = patch ? bodyMembers(contract, patch) : [];
  const set = (member: string, value: unknown): Leaving | undefined => {
    const found = settable.find(({ name }) => name === member);
    return patch && found && value !== undefined && mayBeSent(document, found.schema, value)
      ? { operation: patch, body: { [member]: value } }
      : undefined;
  };
  const beside = all.filter((one) => one.value !== true && !traits.includes(one) && traits.some(({ member }) => member === one.member));
  const others = beside.filter(({ isOpen }) => isOpen !== true);
  // Whether one counts in another state is looked at once it is in it.
  const away = isOnly ? beside : traits;
  const back = isOnly ? traits : others;
  const flags = traits.filter(({ value }) => value === true).map(({ member }) => set(member, !isOnly));
  const flagsBack = traits.filter(({ value }) => value === true).map(({ member }) => set(member, isOnly));
  const byAction = away.map(({ state }) => leavingTo(contract, child, state));
  const ways = [...byAction, ...flags, ...away.map(({ member, value }) => set(member, value))].filter((one) => one !== undefined);
  const [leaving] = ways;
  const undo = actionCalled(contract, child, undoing);
  const returning = [
    undo && { operation: undo, body: undefined },
    ...flagsBack,
    ...(leaving?.operation === patch ? back.map(({ member, value }) => set(member, value)) : []),
  ].find((one) => one !== undefined);
  return { leaving, returning, ways };
};
