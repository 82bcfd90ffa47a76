import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { amountOfMoney } from '../../contract/infer/money.ts';
import { saysWhich } from '../../contract/infer/room-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { namingOf } from './child-counts.ts';
import { type Leaving, leavingTo, stateIn } from './leavings.ts';
import { answersOwner, placeIn, roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** How a number follows from what is below its resource: what is left of a bound, what is taken of it, the sum of amounts, or that of amounts times prices. */
export type Derivation = 'left' | 'taken' | 'sum';

/** A number of a resource that the server computes from the resources below it, or from those that refer to it. */
export type DerivedNumber = Subject & {
  readonly parent: Trip & { readonly read: Operation };
  readonly child: Trip;
  /** The member that shows the number. */
  readonly member: string;
  readonly by: string | undefined;
  readonly kind: Derivation;
  /** Members of the body of a child that say how much it is. */
  readonly amount: BodyMember | undefined;
  readonly price: BodyMember | undefined;
  /** The number that a child shows in the place of one that it is created with: what the service computes of each of them. */
  readonly shown: string | undefined;
  /** It is open whether a child counts by its amount or as one. */
  readonly isOpen: boolean;
  /** The state in which a child counts, where the text names one, and the member that shows it. */
  readonly counting: { readonly member: string; readonly state: string } | undefined;
  /** The change of a child that says anew how much it is; undefined where there is none, or it counts later. */
  readonly changing: Operation | undefined;
  /** What brings a child into the state in which it does not count any more; undefined where its removal has to do. */
  readonly leaving: (Leaving & { readonly member: string; readonly state: string }) | undefined;
};

type Document = Contract['document'];

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words in the names of numbers that fall, and that rise, with what is below. */
const leftWords = set('left remaining available free open vacant unused unbooked');
const takenWords = set('taken booked reserved sold used occupied filled assigned allocated claimed');

/** Words in the names of members by which a child says how much it is, and what one of it costs. */
const amountWords = set(
  'quantity qty seat place guest spot ticket unit slot person people participant hour minute piece head berth bed amount number',
);
const priceWords = set('price rate cost fee amount');

/** Descriptions by which a number follows from something else as well. */
const isOther =
  /\bdiscount|\btax|\bvat\b|\bshipping|\bfees?\b|\bestimat|\bapprox|\broughly|\baverage|\bmean\b|\bconfirmed\b|\bactive\b|\bpaid\b|\bapproved\b|\baccepted\b|\bcancel|\bexcept|\bexcluding|\bunless|\bonly\b|\bper\b|\bmonth|\bday|\bweek|\btoday|\bpercent|\bper cent|%|\bnot\b|\bplus\b|\bexpir|\bpending|\brounded/iu;

const isNumeric = (document: Document, schema: Schema | undefined): boolean =>
  isType(document, schema, 'integer') || isType(document, schema, 'number');

/** A number, or an amount of money. */
const isAmount = (document: Document, schema: Schema | undefined): boolean =>
  isNumeric(document, schema) || amountOfMoney(document, schema) !== undefined;

const textOf = (document: Document, schema: Schema): string => descriptionsIn(document, schema).join(' ');

const lastNoun = (name: string): string => singular(wordsOf(name).at(-1) ?? '');

/** Does the name of a number say how much a child is: `seats`, `number`, and not `seatNumber`, which says which one. */
const saysAmount = (name: string): boolean => amountWords.has(lastNoun(name)) && !saysWhich(name);

/** Members of a body that are numbers, or amounts of money. */
const numbersIn = (contract: Contract, operation: Operation): readonly BodyMember[] =>
  bodyMembers(contract, operation).filter(({ schema, name }) => isAmount(contract.document, schema) && lastNoun(name) !== 'id');

/** "The minutes of all its modules added up". */
const addedUp =
  /^(?:the )?[a-z]+(?: [a-z]+)? of all (?:of )?(?:its|the) [a-z]+,? (?:added up|added together|summed up|together|in total)\.?$/iu;

/** How the name and the description of a number say that it follows from a child; undefined where they do not. */
const kindOf = (name: string, text: string): Derivation | undefined => {
  if (isOther.test(text.replaceAll(/\bread-?only\b|\bminus\b/giu, ''))) return undefined;
  const words = wordsOf(name);
  if (
    (/\b(?:sum|total)\b[^.;]*\b(?:of|over)\b/iu.test(text) || addedUp.test(text)) &&
    !words.some((word) => leftWords.has(word) || takenWords.has(word))
  )
    return 'sum';
  if (words.some((word) => leftWords.has(word))) return 'left';
  return words.some((word) => takenWords.has(word)) ? 'taken' : undefined;
};

/**
 * Does a text make a number of others that the same resource shows ("`capacity` less `booked`"). What of them follows from what is below is then the question, not
 * this number: a new shelf may raise the capacity.
 */
const isOfSiblings = (text: string, siblings: ReadonlySet<string>): boolean =>
  [...text.matchAll(/`(\w+)`/gu)].filter(([, name = '']) => siblings.has(name)).length > 1;

const isTimes = /×|\*|\btimes\b|\bmultipl|\bx\b|·/iu;

/** Words before a noun that leave none of it out. */
const ofAll = set('its the all of these those their each every a an own in on over this that and or per for across by from with has have');

/** Does a text about a sum speak of all children: not of "the fragile parcels". */
const isOfAll = ({ addsTo }: Trip, text: string, names: readonly string[]): boolean => {
  const nouns = nounWordsOf(addsTo).map(singular);
  const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  const known = new Set([...nouns, ...names.flatMap(wordsOf).map(singular)]);
  return words.every((word, n) => {
    const before = words[n - 1] ?? '';
    return singular(word) !== nouns.at(-1) || before === '' || ofAll.has(before) || known.has(singular(before));
  });
};

/** The numbers that a child shows and nobody sets, such as a weight that the service rounds up. */
const computedIn = (contract: Contract, { read, create, id }: Trip): readonly string[] => {
  const asked = new Set(bodyMembers(contract, create).map(({ name }) => name));
  const shown = placeIn(contract, read ?? create, id)?.schema;
  return [...membersOf(contract.document, shown)].flatMap(([name, schema]) =>
    isAmount(contract.document, schema) && !asked.has(name) ? [name] : [],
  );
};

/** "Sum of the deposits", "Total of all its deposits": of which of their numbers, nothing says. */
const bareSum = /^(?:the )?(?:sum|total)(?: amount)? (?:of|over) (?:all )?(?:the |its |these |their )?(?<noun>[a-z]+)\.?$/iu;

/** The only number of a body, where it is an amount, or has the unit of the number that is a sum: `amount_cents` for "Sum of the deposits" at `deposited_cents`. */
const soleAmount = (
  { addsTo }: Trip,
  numbers: readonly BodyMember[],
  { member, text }: { readonly member: string; readonly text: string },
): readonly BodyMember[] => {
  const [only, ...others] = numbers;
  if (!only || others.length > 0 || saysWhich(only.name)) return [];
  const noun = bareSum.exec(text.trim())?.groups?.['noun'];
  if (noun === undefined || singular(noun.toLowerCase()) !== singular(nounWordsOf(addsTo).at(-1) ?? '')) return [];
  const words = wordsOf(only.name);
  const isAmountOf = words.some((word) => ['amount', 'sum', 'value'].includes(word));
  return isAmountOf || (words.length === 1 && lastNoun(member) === lastNoun(only.name)) ? [only] : [];
};

/** Which members of a child a number follows from; undefined where that is not clear. */
const partsOfChild = (
  contract: Contract,
  child: Trip,
  { member, kind, text }: { readonly member: string; readonly kind: Derivation; readonly text: string },
): Pick<DerivedNumber, 'amount' | 'price' | 'shown' | 'isOpen'> | undefined => {
  const numbers = numbersIn(contract, child.create);
  const said = new Set([...wordsOf(text), ...wordsOf(member)].map(singular));
  const isSaid = (name: string): boolean => wordsOf(name).every((word) => said.has(singular(word)));
  if (kind === 'sum') {
    const named = numbers.filter(({ name }) => isSaid(name));
    if (!isOfAll(child, text, [member, ...numbers.map(({ name }) => name), ...computedIn(contract, child)])) return undefined;
    // Of `weight` and `billableWeight` the longer name is the one that a sentence with both words means.
    const [longest, ...rest] = computedIn(contract, child)
      .filter(isSaid)
      .toSorted((a, b) => wordsOf(b).length - wordsOf(a).length);
    const own = new Set(wordsOf(longest ?? '').map(singular));
    const isLongest = [...rest, ...named.map(({ name }) => name)].every((name) => {
      const words = wordsOf(name).map(singular);
      return words.length < own.size && words.every((word) => own.has(word));
    });
    if (longest !== undefined && isLongest && !isTimes.test(text))
      return { amount: undefined, price: undefined, shown: longest, isOpen: false };
    const [price] = named.filter(({ name }) => priceWords.has(lastNoun(name)));
    const [amount, ...others] = named.filter((one) => one !== price && saysAmount(one.name));
    if (isTimes.test(text)) return price && amount && others.length === 0 ? { amount, price, shown: undefined, isOpen: false } : undefined;
    const [only, ...more] = named.length === 0 ? soleAmount(child, numbers, { member, text }) : named;
    return only && more.length === 0 ? { amount: only, price: undefined, shown: undefined, isOpen: false } : undefined;
  }
  const counted = numbers.filter(({ name }) => saysAmount(name));
  const [amount, ...others] = counted;
  if (others.length > 0) return undefined;
  return { amount, price: undefined, shown: undefined, isOpen: amount !== undefined && !said.has(lastNoun(amount.name)) };
};

/** Children that a text leaves out, or the only ones that it counts, by their state. */
const leavesOut =
  /\b(?:(?:that|which|who) (?:are|is|have been|has been|were) |yet )?(?:not|non)[- ](?<state>cancell?ed|declined|rejected|withdrawn|returned)\b/iu;
const countsOnly = /\b(?<state>confirmed|active|accepted|approved|booked)(?= (?:and )?[a-z]+)/iu;

/** What a text says of the states of children, and the rest of it. */
const statesTold = (text: string) => {
  const [out, only] = [leavesOut, countsOnly].map((form) => form.exec(text)?.groups?.['state']?.toLowerCase());
  return { out, only, rest: text.replace(leavesOut, '').replace(countsOnly, '').replaceAll(/ {2,}/gu, ' ') };
};

/** Texts by which an action takes a child out of a number. */
const frees = /\b(?:frees?|releas\w*|giv\w+ (?:\w+ )*back|return\w*|available again|free again|no longer count|restor\w*)\b/iu;

/** The action by which a child leaves the number: into the state that the text leaves out, or a cancellation that is described to free what it took. */
const leavingOf = (contract: Contract, child: Trip, out: string | undefined): DerivedNumber['leaving'] => {
  const { document } = contract;
  const shown = child.read && placeIn(contract, child.read, child.id)?.schema;
  for (const word of out === undefined ? ['cancelled', 'canceled'] : [out]) {
    const state = stateIn(document, shown, word);
    const by = state && leavingTo(contract, child, state.state);
    const node = by && valueAt(document, nodeOf(by.operation.location));
    const text = saidIn(node).join(' ');
    if (state && by && (out !== undefined || frees.test(text))) return { ...by, ...state };
  }
  return undefined;
};

/** Words of a change by which it counts later, or somebody has to agree first. */
const countsLater =
  /\b(?:later|next|from (?:then|now|the) |takes? effect|approv\w*|review\w*|pending|confirm\w*|propos\w*|request(?:s|ed)? (?:a|the) change)\b/iu;

/** The change of a child by which it is as much as its body says. */
const changingOf = (contract: Contract, { patch, put, create }: Trip, amount: BodyMember | undefined): Operation | undefined =>
  [patch, put === create ? undefined : put].find((one) => {
    if (!one || !amount || one.unsupported !== undefined) return false;
    const members = bodyMembers(contract, one);
    const isPlain = !saidIn(valueAt(contract.document, nodeOf(one.location))).some((text) => countsLater.test(text));
    return isPlain && members.some(({ name }) => name === amount.name);
  });

/** Does the name or the description of a number speak of a child: of its noun, or of what it says how much it is. */
const isAbout = (contract: Contract, child: Trip, member: string, text: string): boolean => {
  const nouns = new Set([...nounWordsOf(child.addsTo), ...numbersIn(contract, child.create).map(({ name }) => lastNoun(name))]);
  return [...wordsOf(text), ...wordsOf(member)].some((word) => nouns.has(singular(word)));
};

/** How a text names what a number counts: "Units which are free", "The number of units". */
const countedForm =
  /^(?:the )?(?:(?:total )?(?:number|count|amount) of )?(?:all |the |its )?(?<noun>[a-z]+)(?<state> (?:which|that|who)\b)?/iu;

/**
 * Does a number count the children themselves, in a state that a new one need not have: `free_bays` above bays, `available` with the text "Units which are
 * available just now" above units.
 */
const countsThemselves = (
  child: Trip,
  { member, kind, text }: { readonly member: string; readonly kind: Derivation; readonly text: string },
): boolean => {
  const nouns = new Set(nounWordsOf(child.addsTo).map(singular));
  const { noun = '', state } = countedForm.exec(text.trim())?.groups ?? {};
  const isCounted = nouns.has(singular(noun.toLowerCase())) && (kind === 'left' || state !== undefined);
  return isCounted || wordsOf(member).some((word) => nouns.has(singular(word)));
};

/**
 * What can be added right below a resource, and neither read, listed nor removed: only the resource shows that it is there. With an id in the answer to the creation, which is not that of
 * the resource.
 */
const unreadBelow = (contract: Contract, parent: Trip, trips: readonly Trip[]): readonly Trip[] =>
  contract.operations.flatMap((create): readonly Trip[] => {
    const asked = askedSchema(create.body);
    const last = wordsOf(create.path.slice(create.path.lastIndexOf('/') + 1)).at(-1) ?? '';
    const isAddition =
      create.method === 'POST' &&
      create.unsupported === undefined &&
      create.issues !== true &&
      create.inferred?.ends === undefined &&
      isDirectlyBelow(create.path, parent.itemPath) &&
      singular(last) !== last &&
      create.responses.some(({ status }) => status === '201') &&
      !answersOwner(contract, create) &&
      !trips.some((one) => one.create.key === create.key);
    const place = isAddition ? placeIn(contract, create, 'id') : undefined;
    const isRead = contract.operations.some((one) => one.method === 'GET' && one.path.startsWith(create.path));
    if (!place || asked === undefined || isRead) return [];
    const nothing = { read: undefined, patch: undefined, jsonPatch: undefined, put: undefined, remove: undefined, list: undefined };
    const held = { isHeld: place.isHeld, isFlat: false, isFollowed: false };
    return [{ create, asked, id: 'id', itemPath: `${create.path}/{id}`, addsTo: create.path, lists: [], ...nothing, ...held }];
  });

/**
 * The numbers of a contract that is held to the standard requirements which follow from what is created below a resource: what is left (`seatsLeft`), what is
 * taken (`seatsTaken`), and sums that their description names ("sum of quantity × unitPrice of all lines"). None that another number or a state has a part in.
 */
export const derivedNumbers = (contract: Contract): readonly DerivedNumber[] => {
  const { document } = contract;
  const trips = roundTrips(contract);
  return trips.flatMap((parent) => {
    const { read } = parent;
    const place = read && placeIn(contract, read, parent.id);
    if (!read || !place) return [];
    const settable = new Set(bodyMembers(contract, parent.create).map(({ name }) => name));
    const members = membersOf(document, place.schema);
    return [...members].flatMap(([member, schema]): DerivedNumber[] => {
      if (settable.has(member) || !isAmount(document, schema)) return [];
      const { out, only: counts, rest: text } = statesTold(textOf(document, schema));
      const kind = kindOf(member, text);
      if (kind === undefined || (kind !== 'sum' && isOfSiblings(text, new Set(members.keys())))) return [];
      const below = kind === 'sum' ? unreadBelow(contract, parent, trips) : [];
      const children = [...trips, ...below].flatMap((child) => {
        const naming = namingOf(contract, parent, child);
        const isItsOwn = kind !== 'sum' && countsThemselves(child, { member, kind, text });
        return naming !== undefined && child !== parent && !isItsOwn && isAbout(contract, child, member, text) ? [{ child, naming }] : [];
      });
      const [only, ...others] = children;
      const from = only && others.length === 0 ? partsOfChild(contract, only.child, { member, kind, text }) : undefined;
      if (!only || !from) return [];
      const { child, naming } = only;
      const shown = child.read && placeIn(contract, child.read, child.id)?.schema;
      const counting = counts === undefined ? undefined : stateIn(document, shown, counts);
      const leaving = leavingOf(contract, child, out);
      if (counts !== undefined && counting === undefined) return [];
      return [
        at(child.create.location, {
          parent: { ...parent, read },
          child,
          member,
          by: naming.by,
          kind,
          counting,
          changing: changingOf(contract, child, from.amount),
          leaving,
          ...from,
        }),
      ];
    });
  });
};
