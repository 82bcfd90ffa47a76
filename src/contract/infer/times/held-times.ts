import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation, Schema } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { answerSchema, describedLists } from '../conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../covering.ts';
import { nounWordsOf } from '../id-names.ts';
import { isSamePath, parametersIn, pathAbove } from '../path-template.ts';
import { referenceAt } from '../references.ts';
import { resourceMembers } from '../resource-object.ts';
import { descriptionsIn, membersOf, partsOf } from '../schema-parts.ts';
import { isDoubtful } from '../firm-sentences.ts';
import { sentencesOf } from '../sentences.ts';
import { isRefusalDenied } from '../refusal-sentences.ts';
import { spanNames } from '../span-names.ts';
import { wordsOf } from '../words.ts';
import { askedSchema } from '../../asked-content.ts';

/** How the resource is read whose time holds that of a body. */
export type HolderRead = {
  readonly read: Operation;
  /** Does `read` show one resource by its id in the path, or a list in which it is found by its id. */
  readonly kind: 'one' | 'list';
};

/** Another resource whose time the times of a body have to lie in: an entry in the pay period of its timesheet, a visit in the season that it names. */
export type HeldTimes = {
  /** The members at the top of the body that are such times, or parameters of the query of a read: a begin comes with its end. */
  readonly members: readonly string[];
  /** The members of the other resource that show when its time begins and ends. */
  readonly bounds: readonly [begin: string, end: string];
  /** What the path of the operation is right below, as far as it is read for this: it is that resource, or names it in the member `via`. Undefined where the body names the resource. */
  readonly above: Operation | undefined;
  /** The member that names that resource by its id, of the body or of what is above. Undefined where that resource is itself above. */
  readonly via: string | undefined;
  /** The parameter that names that resource in the path, where it is neither named by a member nor what the path is right below. */
  readonly inPath?: string;
  readonly holder: HolderRead;
  /** May the times not be in the future. */
  readonly isPast?: true;
  /** Do the times have to hold that of the other resource instead: "A cover note spans the whole hire". */
  readonly isAround?: true;
  /** Does the sentence say for certain that other times are refused. */
  readonly isFirm?: true;
};

/** "within the pay period", "inside of its term", "between the dates of the season". */
const inside = String.raw`(?:within|inside(?: of)?|during|(?:lies?|falls?|fallen|be|in) in(?:to)?|between the (?:dates|days|bounds|begin\w* and (?:the )?end|start and (?:the )?end|first and last (?:day|date)s?) of|covered by|on (?:an?|any|one|one of the) (?:days?|dates?) of)`;
const outside = String.raw`(?:outside(?: of)?|not (?:with)?in|beyond|before or after)`;
const determiner = String.raw`(?:the|its|their|that|this|an?|one|whole) (?:(?:dates|days|time|bounds|range|span|duration|limits|time range|own|respective|same|whole) (?:of )?(?:the |its |their )?|(?:[\p{L}-]+ ){1,2}of (?:the|its|their|that) )?`;

/**
 * Names of the two ends of the time of a resource, as verbs and as nouns, and what a time must not be beside them: "not before the lease begins", "no later than the last day of
 * the season", "on or after the start of the term".
 */
const ends: readonly (readonly [beyond: string, does: string, noun: string, towards: string])[] = [
  [
    '(?:before|earlier than|sooner than|prior to|ahead of)',
    '(?:begins?|starts?|opens?|commences?|takes effect|came into (?:force|effect)|comes into (?:force|effect)|(?:has|was|is) (?:begun|started|opened))',
    '(?:begin|beginning|start|first day|opening|commencement)',
    'after',
  ],
  [
    '(?:after|later than|beyond|past)',
    '(?:ends?|expires?|closes?|finishes|runs out|is over|(?:has|is|was) (?:ended|expired|closed|terminated))',
    '(?:end|ending|last day|expiry|closing|expiration)',
    'before',
  ],
];

/** Does a sentence say that a time lies at or behind the begin of a resource, or at or before its end. */
const saysBeside = (plain: string, noun: string): boolean =>
  ends.some(([beyond, does, name, towards]) => {
    const owner = String.raw`(?:the|its|their|that|this|an?) (?:[\p{L}-]+ ){0,2}?${noun}`;
    const end = String.raw`(?:${owner} ${does}|(?:the )?${name}(?: date| day)? of ${owner}|${owner}(?:['’]s?)? ${name})(?![\p{L}\d])`;
    const isKept = new RegExp(
      String.raw`\b(?:not|never|no|nor|neither)(?: (?:be|lie|start|begin|end|fall|taken|made|set))? ${beyond} ${end}|\bon or ${towards} ${end}`,
      'iu',
    ).test(plain);
    return isKept || (refusing.test(plain) && new RegExp(String.raw`(?<!\b(?:until|only|unless) )\b${beyond} ${end}`, 'iu').test(plain));
  });

/** "is not in the future", "must never be later than today". */
const notToCome = /\b(?:not|never|no) (?:\w+ ){0,2}(?:in the future|(?:later|after) (?:than )?(?:today|now))\b/iu;

/** Words by which a sentence obliges. */
const obliging =
  /\b(?:must|has to|have to|needs? to|shall|should|only|always|lies?|falls?|(?:starts?|begins?|ends?|is|are|takes? place) on)\b/iu;
/** Words by which it says what is refused. */
const refusing =
  /\b(?:refused|rejected|invalid|not (?:allowed|accepted|valid|possible|permitted)|never|cannot|can't|must not|may not|4(?:00|09|22))\b/iu;
/** Words by which a time has to lie elsewhere, or by which the sentence is about something else. */
const elsewhere = /\b(?:overlap\w*|unless|except|blackout|unavailable|closed|blocked)\b/iu;

const saysInside = (sentence: string, noun: string, isOfRefusal: boolean): boolean => {
  if (elsewhere.test(sentence)) return false;
  const plain = ` ${sentence.replaceAll(/[`*]/gu, '').replaceAll(/[-_]/gu, ' ')} `;
  const behind = String.raw` ${determiner}${noun}(?![\p{L}\d])`;
  const isIn = new RegExp(`(?<!\\bnot )\\b${inside}${behind}`, 'iu').test(plain);
  const isOut = new RegExp(`\\b${outside}${behind}`, 'iu').test(plain);
  if (saysBeside(plain, noun)) return true;
  if (isIn === isOut) return false;
  const [refuses, obliges] = [refusing.test(plain), obliging.test(plain)];
  if (isOut) return refuses || isOfRefusal;
  return obliges && !/\b(?:never|cannot|can't|must not|may not|not be)\b/iu.test(plain);
};

/** "covers the whole period of the hire", "must span the stay", "is valid throughout the rental", "for the entire duration of the tour". */
const around = String.raw`(?:(?:covers?|covering|spans?|spanning|encloses?|encompass(?:es)?|includes?|comprises?) (?:at least )?|(?:valid|in force|effective|runs?|lasts?) (?:(?:for|throughout|over) |(?:at least )?as long as )|throughout )`;
const wholeTime = String.raw`(?:(?:(?:the|its|their|that|this) )?(?:whole|entire|full|complete|total)?(?: ?(?:period|duration|time|term|length|span|dates|days|range) of)?|all (?:the )?(?:days|dates) of|every day of|(?:the )?(?:first and (?:the )?last|begin\w* and (?:the )?end|start and (?:the )?end)(?: days?)? of)`;

/** Does a sentence say that a time has to hold that of a resource. What only some have to hold, or what is a part of it, says nothing. */
const saysAround = (sentence: string, noun: string): boolean => {
  if (elsewhere.test(sentence)) return false;
  const plain = ` ${sentence.replaceAll(/[`*]/gu, '').replaceAll(/[-_]/gu, ' ')} `;
  const isTold = new RegExp(
    String.raw`\b${around}(?:${wholeTime} )?(?:the|its|their|that|this|an?) (?:(?:whole|entire|full) )?${noun}(?:'s (?:\w+ )?(?:period|dates|days|time|term|duration)| (?:period|dates|days|time|term|duration))?(?![\p{L}\d])`,
    'iu',
  ).exec(plain);
  if (
    !isTold ||
    /\b(?:part|parts|half|may|might|can|could|optionally|not|never|if|when)\b/iu.test(plain.slice(0, isTold.index + isTold[0].length))
  )
    return false;
  // "Covers the costs of the stay", "includes the tour" are about other things than time: a word of time has to be there.
  return /\b(?:period|duration|time|term|length|span|dates?|days?|range|valid|force|throughout|begin\w*|starts?|ends?|first|last|whole|entire|as long as)\b/iu.test(
    plain,
  );
};

/** Does a sentence oblige everybody, or tell the refusal: not on a condition, as a rule, or for some alone. */
const isFirmly = (sentence: string): boolean =>
  /\b(?:must|has to|have to|refused|rejected|otherwise|4(?:00|09|22))\b/iu.test(sentence) &&
  !/\b(?:if|when|where|unless|except|usually|normally|should|may|might|can|some|most|or)\b/iu.test(sentence) &&
  !isDoubtful(sentence) &&
  !isRefusalDenied(sentence);

const isTime = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date' || format === 'date-time');

/** "A day of the week of the plan", "Any date within the term": what a day is by its own description. */
const isDayOf = (sentence: string, noun: string): boolean =>
  !elsewhere.test(sentence) &&
  new RegExp(
    String.raw`^(?:(?:must|has to|needs to) be )?(?:an?|any|one(?: of the)?) (?:days?|dates?|moments?) (?:of|in|within|during|inside(?: of)?) ${determiner}${noun}(?=\s*(?:$|[,.;:(]))`,
    'iu',
  ).test(sentence.replaceAll(/[\x60*]/gu, '').replaceAll(/[-_]/gu, ' '));

/** The members of a resource that show when its time begins and ends; undefined where several pairs, or none, do. */
const boundsOf = (document: Contract['document'], shown: ReadonlyMap<string, Schema>): HeldTimes['bounds'] | undefined => {
  const pairs = spanNames([...shown].flatMap(([name, schema]) => (isTime(document, schema) ? [name] : [])));
  const [only] = pairs;
  return pairs.length === 1 ? only : undefined;
};

const readAt = ({ operations }: Contract, path: string): Operation | undefined =>
  operations.find((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, path));

type Shown = { readonly holder: HolderRead; readonly members: ReadonlyMap<string, Schema> };

/** How a resource that a member names is read: by its own read, else in a list. */
const shownBy = (contract: Contract, type: AnyInferred | undefined, list: Operation | undefined): Shown | undefined => {
  const one = type && parametersIn(itemOf(type).path).length === 1 ? readAt(contract, itemOf(type).path) : undefined;
  const answer = one && answerSchema(one);
  if (one && answer !== undefined) return { holder: { read: one, kind: 'one' }, members: resourceMembers(contract.document, answer) };
  const read = list ?? type?.list;
  const [described] = read ? describedLists({ document: contract.document, operations: [read] }) : [];
  return read && described && parametersIn(read.path).length === 0
    ? { holder: { read, kind: 'list' }, members: membersOf(contract.document, described.item) }
    : undefined;
};

/** A noun as it stands in a sentence: `pay period` of `/pay-periods`. */
const nounIn = (path: string): string => nounWordsOf(path).join(' ');

type Candidate = Pick<HeldTimes, 'above' | 'via' | 'holder' | 'inPath'> & {
  readonly noun: string;
  readonly members: ReadonlyMap<string, Schema>;
};

/** The resources that the path of an operation is below, the nearest first, with how each is read. */
const inPathOf = (contract: Contract, { path }: Operation): readonly Candidate[] =>
  parametersIn(path)
    .toReversed()
    .flatMap((inPath) => {
      const item = path.slice(0, path.indexOf(`{${inPath}}`) + inPath.length + 2);
      const read = readAt(contract, item);
      const answer = read && answerSchema(read);
      const way = { above: undefined, via: undefined, inPath, noun: nounIn(pathAbove(item)) };
      if (read && answer !== undefined)
        return [{ ...way, holder: { read, kind: 'one' } as const, members: resourceMembers(contract.document, answer) }];
      const shown = shownBy(contract, undefined, readAt(contract, pathAbove(item)));
      return shown ? [{ ...way, holder: shown.holder, members: shown.members }] : [];
    });

const candidatesFor = (contract: Contract, operation: Operation): readonly Candidate[] => {
  const named = (creating: Operation, above: Operation | undefined): readonly Candidate[] =>
    [...membersOf(contract.document, askedSchema(creating.body)).keys()].flatMap((via) => {
      const reference = referenceAt(contract, creating, [via]);
      const path = reference?.resourceType?.name ?? reference?.list?.read.path;
      const shown =
        path === undefined || reference?.inside !== undefined
          ? undefined
          : shownBy(contract, reference?.resourceType, reference?.list?.read);
      return path === undefined || !shown ? [] : [{ above, via, holder: shown.holder, noun: nounIn(path), members: shown.members }];
    });
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const type = covering.map(({ resourceType }) => resourceType).find((one) => isSamePath(pathAbove(operation.path), itemOf(one).path));
  const read = type && readAt(contract, itemOf(type).path);
  const answer = read && answerSchema(read);
  const own =
    read && answer !== undefined
      ? [
          {
            above: read,
            via: undefined,
            holder: { read, kind: 'one' } as const,
            noun: nounIn(type.name),
            members: resourceMembers(contract.document, answer),
          },
        ]
      : [];
  return [...named(operation, undefined), ...own, ...(read ? named(type.create, read) : []), ...inPathOf(contract, operation)];
};

const find = (contract: Contract, operation: Operation): HeldTimes | undefined => {
  const { document } = contract;
  const schema = askedSchema(operation.body);
  const members = membersOf(document, schema);
  const times = [...members].flatMap(([name, one]) => (isTime(document, one) ? [name] : []));
  if (times.length === 0) return undefined;
  const ofRefusals = operation.responses.filter(({ status }) => /^4(?:00|09|22)$/u.test(status));
  const said = [
    ...[...saidIn(valueAt(document, nodeOf(operation.location))), ...descriptionsIn(document, schema)].map((text) => ({
      text,
      isOfRefusal: false,
      member: undefined,
    })),
    ...times.flatMap((member) => descriptionsIn(document, members.get(member)).map((text) => ({ text, isOfRefusal: false, member }))),
    ...ofRefusals.flatMap(({ location }) =>
      saidIn(valueAt(document, nodeOf(location))).map((text) => ({ text, isOfRefusal: true, member: undefined })),
    ),
  ].flatMap(({ text, ...more }) => sentencesOf(text).map((sentence) => ({ sentence, ...more })));
  for (const { noun, members: shown, ...way } of candidatesFor(contract, operation)) {
    const bounds = boundsOf(document, shown);
    if (bounds === undefined || noun === '') continue;
    const nouns = [noun, noun.split(' ').at(-1) ?? noun];
    const isAround = said.find(({ sentence }) => spanNames(times).length > 0 && nouns.some((one) => saysAround(sentence, one)));
    const told =
      isAround ??
      said.find(({ sentence, isOfRefusal, member }) =>
        nouns.some((one) => saysInside(sentence, one, isOfRefusal) || (member !== undefined && isDayOf(sentence, one))),
      );
    if (!told) continue;
    const [span] = spanNames(times);
    const isFirm = !told.isOfRefusal && isFirmly(told.sentence);
    if (isAround && span) return { ...way, bounds, isAround: true, ...(isFirm ? { isFirm } : {}), members: span };
    const words = wordsOf(told.sentence);
    const meant = told.member === undefined ? times.filter((name) => words.join(' ').includes(wordsOf(name).join(' '))) : [told.member];
    const pairs = spanNames(times);
    const of = meant.length > 0 ? meant : pairs.length > 0 ? pairs.flat() : times;
    const isPast = said.some(({ sentence, member }) => notToCome.test(sentence) && (member === undefined || of.includes(member)));
    return {
      ...way,
      bounds,
      ...(isPast ? { isPast } : {}),
      members: [...new Set([...of, ...pairs.filter((pair) => pair.some((one) => of.includes(one))).flat()])],
    };
  }
  return undefined;
};

/** "the performances of a day of the edition", "a date within the term". */
const dayOf = (sentence: string, noun: string): boolean =>
  new RegExp(
    String.raw`\b(?:days?|dates?|moments?|times?)\b(?: \w+)? (?:of|in|within|during|inside)(?: of)? ${determiner}${noun}(?![\p{L}\d])`,
    'iu',
  ).test(` ${sentence.replaceAll(/[`*]/gu, '')} `);

/** The time of a resource in the path of a read in which a required day or moment of its query ought to lie: elsewhere there is nothing to be seen, or it is refused. */
const findForRead = (contract: Contract, operation: Operation): HeldTimes | undefined => {
  const { document } = contract;
  const members = operation.parameters
    .filter((one) => one.in === 'query' && one.required && isTime(document, one.schema))
    .map(({ name }) => name);
  if (members.length === 0) return undefined;
  const said = [operation.location, ...operation.parameters.filter(({ name }) => members.includes(name)).map(({ location }) => location)]
    .flatMap((location) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap(sentencesOf);
  for (const { noun, members: shown, ...way } of inPathOf(contract, operation)) {
    const bounds = boundsOf(document, shown);
    if (bounds !== undefined && noun !== '' && said.some((sentence) => dayOf(sentence, noun))) return { ...way, bounds, members };
  }
  return undefined;
};

const known = new WeakMap<Operation, HeldTimes | undefined>();

/**
 * The resource whose time the times of the body of an operation have to lie in, where the document says so: "`start` has to lie within the pay period", "A day outside of the
 * season is refused", "starts on a day of the fair". It is what the path is below, or what that or the body names by its id. For a read, the resource in its path of whose days its query names one. Only for a contract that is held to the standard requirements.
 */
export const heldTimesOf = (contract: Contract, operation: Operation): HeldTimes | undefined => {
  const isRead = operation.effect === 'safe' && operation.method === 'GET';
  const isWrite = operation.effect !== 'safe' && ['POST', 'PUT'].includes(operation.method);
  if (contract.standard.size === 0 || !(isRead || isWrite)) return undefined;
  if (!known.has(operation)) known.set(operation, isRead ? findForRead(contract, operation) : find(contract, operation));
  return known.get(operation);
};
