import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A resource whose creation may name another one of the same type, below which it stands then. */
export type OwnKind = {
  readonly trip: Trip;
  /** The member that names the other one, which reads show. */
  readonly by: string;
  /** What those that name one are called, in the singular: `reply`, `child`, `subfolder`. */
  readonly called: ReadonlySet<string>;
};

/** What is below a parent, whatever it is. */
const ofParents = ['child', 'sub', 'nested'] as const;

/** Nouns for what names another one, by the beginnings of words that say so. */
const relations: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:repl(?:y|ies|ied|ying)|respon(?:se|ses|d|ds|ding))$/u, ['reply', 'response']],
  [/^answer(?:s|ed|ing)?$/u, ['answer']],
  [/^parents?$/u, [...ofParents, 'reply', 'response', 'answer']],
];

const nounsOf = (word: string): readonly string[] => relations.flatMap(([form, nouns]) => (form.test(word.toLowerCase()) ? nouns : []));

/** "The remark that this one is a reply to", "Id of the remark this replies to", "The folder that it is a child of". */
const ofMember = (noun: string): readonly RegExp[] => {
  const one = literalPattern(noun).replaceAll(' ', '[ -]');
  const start = String.raw`\b${one} (?:that |which )?(?:this|it)(?: one| ${one})?`;
  return [
    new RegExp(String.raw`${start} (?:is|was) (?:an? |the )?(?:direct )?(?<relation>[a-z]+) (?:to|of)\b`, 'iu'),
    new RegExp(String.raw`${start} (?<relation>repl(?:ies|ied)|answers|answered|responds|responded)\b`, 'iu'),
  ];
};

/** "To answer a remark, give its id as `remarkRef`", "To reply, name the id of the remark in `thread`". */
const ofOperation = (member: string): RegExp =>
  new RegExp(
    String.raw`\bto (?<relation>reply|answer|respond)\b[^.;]*\bids?\b[^.;]* (?:as|in|by|with) [\x60"']?${literalPattern(member)}[\x60"']?(?![\w-])`,
    'iu',
  );

/** The words for what names another one by a member: by its name, what is said of it, and what the creation says. */
const relationsOf = (contract: Contract, trip: Trip, { name, schema }: BodyMember, shown: unknown): readonly string[] => {
  const noun = nounWordsOf(trip.addsTo).join(' ');
  const words = wordsOf(name);
  // A plain `reply_to` may be an address.
  const isOfId = words[0] === 'in' || ['id', 'uuid'].includes(words.at(-1) ?? '');
  const isReplyTo = isOfId && words.includes('to') && words.some((word) => nounsOf(word).length > 0);
  const isParent = words.includes('parent') && words.every((word) => ['parent', 'id', 'uuid', ...noun.split(' ')].includes(word));
  const texts = [schema, shown].flatMap((one) => descriptionsIn(contract.document, one));
  const said = [
    ...texts.flatMap((text) => ofMember(noun).flatMap((form) => form.exec(text)?.groups?.['relation'] ?? [])),
    ...saidIn(valueAt(contract.document, nodeOf(trip.create.location))).flatMap(
      (text) => ofOperation(name).exec(text)?.groups?.['relation'] ?? [],
    ),
    ...(isReplyTo ? words : []),
    ...(isParent ? ['parent'] : []),
  ].map((word) => word.toLowerCase());
  return said.flatMap((word) => [...nounsOf(word), ...(['child', 'sub'].includes(word) ? ofParents : [])]);
};

const kindOf = (contract: Contract, trip: Trip): OwnKind | undefined => {
  const { create, read, id } = trip;
  const noun = nounWordsOf(trip.addsTo).map(singular).join('');
  const shown = membersOf(contract.document, placeIn(contract, read ?? create, id)?.schema);
  const found = bodyMembers(contract, create).flatMap((member): readonly OwnKind[] => {
    const types = typesOf(member.schema).filter((type) => type !== 'null');
    const isId = types.length === 1 && ['string', 'integer'].includes(types[0] ?? '');
    // What has to name another one has none to begin with.
    if (member.required || !isId || !shown.has(member.name)) return [];
    const nouns = relationsOf(contract, trip, member, shown.get(member.name));
    if (nouns.length === 0) return [];
    const isBelow = nouns.includes('sub');
    const called = [...nouns, ...(isBelow ? [noun, ...ofParents.map((word) => `${word}${noun}`)] : [])];
    return [{ trip, by: member.name, called: new Set(called) }];
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Contract, readonly OwnKind[]>();

/**
 * The resources of a contract that is held to the standard requirements which may name one of their own type: remarks with `answers_to`, folders with `parent_id`. One member
 * each, which a body may leave out.
 */
export const ownKinds = (contract: Contract): readonly OwnKind[] => {
  const found = known.get(contract) ?? roundTrips(contract).flatMap((trip) => kindOf(contract, trip) ?? []);
  known.set(contract, found);
  return found;
};
