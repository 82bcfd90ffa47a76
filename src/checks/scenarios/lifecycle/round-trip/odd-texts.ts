import { partsOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import { askedContent } from '../../../../contract/asked-content.ts';
import { bodyExamples } from '../../../../generators/body-examples.ts';
import { examplesOf } from '../../../../generators/examples.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { typesOf } from '../../../../generators/resolved-schema.ts';
import type { Contract, Operation } from '../../../../contract/model.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { keepsEnds, keepsText, wordsOfKept } from '../../../subjects/kept-texts.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { requiredOnly } from './bodies.ts';
import { mapsOfClients, mapsWith } from './odd-maps.ts';
import type { OddText } from './results.ts';
import { make } from './steps.ts';
import type { Way } from './way.ts';

/** Last words of members that hold a text for people. */
const plainTexts: ReadonlySet<string> = new Set(
  'title name label description summary note notes comment caption subject text message reason street city remark remarks'.split(' '),
);

/** Last words of further members that mostly hold a text for people. */
const furtherTexts: ReadonlySet<string> = new Set(
  (
    'company organisation organization brand manufacturer maker publisher author headline heading topic question instructions purpose department venue content body details bio about ' +
    'feedback answer reply explanation justification'
  ).split(' '),
);

const careful: ReadonlySet<string> = new Set('user login account nick domain host file path key code'.split(' '));

/** Words of members whose text a program reads, however long it may be. */
const forPrograms: ReadonlySet<string> = new Set(
  'url uri link href website email address phone query filter expression formula script template html css sql json xml yaml regex token secret signature'.split(
    ' ',
  ),
);

/** So many characters hold a text for people, and hardly ever a code. */
const manyCharacters = 500;

/** A sentence: it begins with a capital letter, and three of its words are of small letters. */
const isSentence = (text: unknown): boolean =>
  typeof text === 'string' && /^\p{Lu}(?!\p{Lu})/u.test(text) && (text.match(/(?<!\S)\p{Ll}+(?=[.,;:!?]?(?:\s|$))/gu) ?? []).length >= 3;

/** The members of a body, among those of a schema, that hold a text for people by their printed example or by the length that they allow. */
const longOrSpoken = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const content = askedContent(operation.body);
  const bodies = content ? bodyExamples(contract, content).usable.filter(isObject) : [];
  const found = bodyMembers(contract, operation).filter(({ name, schema }) => {
    if (!isObject(schema) || schema['pattern'] !== undefined || wordsOf(name).some((word) => forPrograms.has(word))) return false;
    const examples = [...examplesOf(contract.document, schema), ...bodies.map((body) => body[name])];
    return (typeof schema['maxLength'] === 'number' && schema['maxLength'] >= manyCharacters) || examples.some(isSentence);
  });
  return new Set(found.map(({ name }) => name));
};

/** Members of a body whose texts may be anything, by their last words, or by themselves. */
const freeTexts = (
  contract: Contract,
  operation: Operation,
  lasts: ReadonlySet<string>,
  others: ReadonlySet<string> = new Set(),
): readonly BodyMember[] =>
  bodyMembers(contract, operation).filter(({ name, schema }) => {
    const words = wordsOf(name);
    const parts = partsOf(contract.document, schema);
    const isFree = parts.every((part) =>
      ['format', 'enum', 'const', 'contentEncoding', 'oneOf', 'anyOf', 'writeOnly', 'readOnly'].every((key) => part[key] === undefined),
    );
    const isNamed = lasts.has(words.at(-1) ?? '') || others.has(name);
    const isText = typesOf(schema).includes('string') && isNamed && !words.some((word) => careful.has(word));
    return isText && isFree;
  });

/** Members of a body that hold a text for people, or of which the document says that their texts stay as they were sent. */
export const textsForPeople = (contract: Contract, operation: Operation): readonly BodyMember[] =>
  freeTexts(
    contract,
    operation,
    new Set([...plainTexts, ...furtherTexts, 'reason', ...wordsOfKept(contract.document)]),
    longOrSpoken(contract, operation),
  );

/** Unusual texts, the oddest first: the sign that ends texts in some languages, signs that queries, pages and paths read, and letters outside ASCII. */
const oddTexts = [
  (own: string) => `${own} It's "5 % off", \u0000 & <b>bold</b> \\ \u00DCn\u00EF \u65E5\u672C \u{1F680} ../x;--`,
  (own: string) => `${own} It's "5 % off", & <b>bold</b> \\ \u00DCn\u00EF \u65E5\u672C \u{1F680} ../x;--`,
  (own: string) => `${own} O'Brien & \u00DCnal \u65E5\u672C \u{1F680}`,
] as const;

const [, , mildText] = oddTexts;

/** Last words of members that hold texts of several lines. */
const severalLines: ReadonlySet<string> = new Set('description note notes text message comment remark remarks'.split(' '));

/** Blanks and ends of lines, which a page shows alike and a program does not. */
const lines = '\r\nwith  two blanks,\n\nand\ta tab';

const shortest = "It's \u00DC\u{1F680}";

/** Texts are filled up with at most this many characters. */
const mostFilled = 2000;

/**
 * A text with nearly as many characters as its schema allows, or with many where it allows more, so that one that is cut shows: one less than UTF-16 counts for
 * it. A text without a documented limit stays as it is.
 * @param room So many characters are put around it afterwards.
 */
const filledUp = (text: string, schema: BodyMember['schema'], room = 0): string => {
  const most = isObject(schema) && typeof schema['maxLength'] === 'number' ? schema['maxLength'] : 0;
  const missing = Math.min(most - 1, mostFilled) - text.length - room;
  return missing <= 0 ? text : `${text} ${'abcdefghij'.repeat(Math.ceil(missing / 10)).slice(0, missing)}`;
};

/**
 * Long texts for a member that begin with a word of ours, the oddest first: with signs and letters of any language, and of plain letters.
 * @param own The word of ours.
 */
export const longTexts = (document: Contract['document'], { schema }: BodyMember, own: string): readonly string[] =>
  [...oddTexts.slice(1).map((one) => one(own)), own].map((one) => filledUp(one, schema)).filter((one) => mayBeSent(document, schema, one));

/** How a body with unusual texts is made. */
type Form = {
  /** How many of the oddest texts are left out. */
  readonly level: number;
  /** Is a text filled up to its documented limit. */
  readonly isFull: boolean;
  /** Has a text blanks at both ends, and two within, where the document says that it keeps them. */
  readonly hasBlanks: boolean;
};

/** The form that most services take: letters of any language alone. */
const mildest: Form = { level: oddTexts.length - 1, isFull: false, hasBlanks: false };

const noMaps: readonly BodyMember[] = [];

const nameOf = ({ level, isFull, hasBlanks }: Form): string => `odd-${level}${isFull ? '-full' : ''}${hasBlanks ? '-blanks' : ''}`;

const oddBody = ({ session }: Way, texts: readonly BodyMember[], form: Form): Resource =>
  Object.fromEntries(
    texts.flatMap(({ name, schema }) => {
      const { document } = session.contract;
      const odd = oddTexts.slice(form.level).map((one) => one(session.fresh(`${nameOf(form)}-${name}`)));
      const isLong = severalLines.has(wordsOf(name).at(-1) ?? '') && keepsText(document, schema);
      const plain = [...(isLong ? odd.map((one) => `${one}${lines}`) : []), ...odd, shortest];
      const filled = (one: string, room = 0): string => (form.isFull ? filledUp(one, schema, room) : one);
      const blank = form.hasBlanks && keepsEnds(document, schema) ? plain.map((one) => ` ${filled(one.replace(' ', '  '), 2)} `) : [];
      const text = [...blank, ...plain.map((one) => filled(one))].find((one) => mayBeSent(document, schema, one));
      return text === undefined ? [] : [[name, text]];
    }),
  );

const isFailure = (exchange: Exchange): boolean => (statusOf(exchange) ?? 0) >= 500;

/** Creates one with unusual texts, the oddest that are accepted; after a server error, one with usual texts and that one once more. */
export const oddly = async (way: Way): Promise<OddText | undefined> => {
  const { session, trip } = way;
  const { contract } = session;
  const members = bodyMembers(contract, trip.create);
  const [all, plainOnes] = [
    freeTexts(
      contract,
      trip.create,
      new Set([...plainTexts, ...furtherTexts, ...wordsOfKept(contract.document)]),
      longOrSpoken(contract, trip.create),
    ),
    freeTexts(contract, trip.create, plainTexts),
  ];
  const maps = mapsOfClients(contract, trip.create);
  if (all.length === 0 && maps.length === 0) return undefined;
  const levels = [...oddTexts.keys()];
  const keepsBlanks = all.some(({ schema }) => keepsEnds(contract.document, schema));
  // A service that counts octets refuses a full text for its length, and one may take no text that begins with a blank.
  const rounds = [
    ...(keepsBlanks ? [{ isFull: true, hasBlanks: true }] : []),
    ...[true, false].map((isFull) => ({ isFull, hasBlanks: false })),
  ];
  const forms = rounds.flatMap((one) => levels.map((level) => ({ ...one, level, texts: plainOnes, maps: noMaps })));
  // One of the further members, or a map, may have a rule of its own: then the others are tried without them.
  const isMore = all.length > plainOnes.length || maps.length > 0;
  const further = [...(isMore ? forms.slice(0, 1) : []), ...(maps.length > 0 ? [mildest] : [])].map((one) => ({
    ...one,
    texts: all,
    maps,
  }));
  for (const form of [...further, ...forms]) {
    const odd = {
      ...oddBody(way, form.texts, form),
      ...mapsWith(contract, form.maps, (name) => mildText(session.fresh(`odd-map-${name}`))),
    };
    const names = Object.keys(odd);
    if (names.length === 0) continue;
    const sent = await make(way, nameOf(form), (base) => ({ ...requiredOnly(members, base), ...odd }));
    if (isSuccess(sent.exchange)) return { ...sent, members: names, repeated: undefined };
    if (!isFailure(sent.exchange)) continue;
    const usual = {
      ...Object.fromEntries(names.map((name) => [name, session.fresh(`plain-${name}`)])),
      ...mapsWith(contract, form.maps, (name) => session.fresh(`plain-${name}`)),
    };
    const plain = await make(way, nameOf(form).replace('odd', 'plain'), (base) => ({ ...requiredOnly(members, base), ...usual }));
    return { ...sent, members: names, repeated: { usual: plain.exchange, again: await session.send(sent.exchange.request) } };
  }
  return undefined;
};

/**
 * Unusual texts for the members of a change: those with which one was created, where that shows them as they were sent, each with a word of its own; none where it does not.
 */
export const oddlyChanged = ({ session }: Way, operation: Operation, made: OddText | undefined): Resource => {
  const shown = made?.looks.findLast(({ word }) => word === 'read')?.resource;
  if (!made || !shown || !isSuccess(made.exchange)) return {};
  const members = bodyMembers(session.contract, operation).filter(({ name }) => made.members.includes(name));
  return Object.fromEntries(
    members.flatMap(({ name, schema }) => {
      const sent = made.body[name];
      const text = typeof sent === 'string' && sent === shown[name] ? sent.replace('-odd-', '-new-') : undefined;
      return text !== undefined && mayBeSent(session.contract.document, schema, text) ? [[name, text]] : [];
    }),
  );
};
