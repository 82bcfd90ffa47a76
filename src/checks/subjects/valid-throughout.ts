import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import type { AnyInferred } from '../../contract/infer/covering.ts';
import { descriptionsIn, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { endOfValidity } from '../../contract/infer/times/ends-of-validity.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';

/** What a request names has to be valid until the time of the request is over: the passport of a traveller until the end of a voyage. */
export type ValidThroughout = {
  /** The member of the body that names it. */
  readonly by: string;
  /** The member of the creation of what is named with the day or the moment of its end. */
  readonly member: string;
  readonly isDay: boolean;
  /** The members of the body with the begin and the end of its time. */
  readonly begin: string | undefined;
  readonly end: string;
  readonly areDays: boolean;
};

/** Names of the one time by which something is over. */
const singleEnd = /^(?:ends?|until|due|return|returns?|finish|last)(?: (?:at|on|by|date|day|until|due))?$/u;

const isDayOf = (document: Contract['document'], { schema }: BodyMember): boolean | undefined => {
  const formats = partsOf(document, schema).map(({ format }) => format);
  return formats.includes('date') ? true : formats.includes('date-time') ? false : undefined;
};

/** The begin and the end of what a body asks for. */
const timeOf = (contract: Contract, operation: Operation): Pick<ValidThroughout, 'begin' | 'end' | 'areDays'> | undefined => {
  const times = timesIn(contract, operation);
  const dayOf = (name: string): boolean | undefined => times.find((one) => one.name === name)?.isDay;
  const [span, ...others] = spanNames(times.map(({ name }) => name));
  if (others.length > 0) return undefined;
  if (span) {
    const [begin, end] = span;
    return dayOf(begin) === dayOf(end) ? { begin, end, areDays: dayOf(end) === true } : undefined;
  }
  const [only, ...more] = times.filter(({ name }) => singleEnd.test(wordsOf(name).join(' ')));
  return only && more.length === 0 ? { begin: undefined, end: only.name, areDays: only.isDay } : undefined;
};

/** The times of a body. */
const timesIn = (contract: Contract, operation: Operation): readonly { readonly name: string; readonly isDay: boolean }[] =>
  bodyMembers(contract, operation).flatMap((one) => {
    const isDay = isDayOf(contract.document, one);
    return isDay === undefined ? [] : [{ name: one.name, isDay }];
  });

/** The parts of a sentence: "has the level that is asked for, and the certificate must be valid until the end of the dive (422)". */
const clausesOf = (sentence: string): readonly string[] =>
  sentence
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .split(/; |, (?:and )?(?=(?:the|its|their|his|an?|each|every)\b)/u);

/** Words by which it is not always so, or is only told to somebody. */
const hedged =
  /\b(?:unless|except|but|may|might|can|could|should|usually|normally|grace|(?<!last )days?|hours?|weeks?|months?|warn\w*|remind\w*|renew\w*|extend\w*|recommend\w*|within|optional\w*|only)\b/iu;

const must = '(?:must|has to|have to|needs? to|is required to)';
const toTheEnd =
  '(?:(?:until|till|through|throughout|for|during|beyond|past|to) (?:at least )?(?:and including )?(?:the |its |their )?(?:very )?(?:(?:end|last day|close|completion|return)\\b|(?:whole|entire|full|complete)\\b|all of\\b|(?:duration|time|length)\\b)|(?:until|till|when) (?:it|the [a-z]+) (?:ends|is over|is (?:given|brought) back|is returned|finishes)|throughout\\b)';
const beforeTheEnd =
  '(?:before|earlier than|during|prior to|ahead of) (?:the |its |their )?(?:(?:end|last day|close|completion|return)\\b|(?:it|the [a-z]+) (?:ends|is over|finishes|is returned))';

/** Ways to say that something may not be over before one time, which stands as `that time`. */
const formsAtOne = (things: string, noun: string): readonly RegExp[] => {
  const over = '(?:expires?|lapses?|ends?|runs? out)';
  const before = '(?:before|earlier than|prior to) that time';
  const one = `(?:the|its|their|his or her|an?|whose|each|every)(?: [a-z]+['’]s)? (?:${things})(?: of the [a-z]+)?`;
  return [
    `\\b(?:the|an?|its|each|every) ${noun} ${must} (?:be [a-z]+ and )?(?:hold|have|own|carry|possess) an? (?:${things}) (?:that|which) (?:does|may|must|will) not ${over} ${before}`,
    `\\b${one} (?:must|may|shall) not ${over} ${before}`,
    `\\b${one} ${must} (?:still |also )?(?:be|stay|remain) (?:still )?valid (?:at|on|until|till|by) that time`,
    `\\b(?:4\\d\\d|refused|rejected)\\b[^.;]* (?:if|when|where|because|as) ${one} ${over} ${before}`,
    `\\b${one} (?:that|which) ${over} ${before}[^.;]* (?:4\\d\\d|refused|rejected)\\b`,
  ].map((form) => new RegExp(form, 'iu'));
};

/** A sentence with `that time` in the place of a member that is one: "the day of `startsOn`". */
const withTime = (sentence: string, name: string): string =>
  sentence.replaceAll(
    new RegExp(`(?:\\bthe (?:day|date|moment|time) of (?:the )?)?(?:\`${literalPattern(name)}\`|\\b${literalPattern(name)}\\b)`, 'gu'),
    'that time',
  );

/** Does a sentence say for certain that something may not be over before a time of the body. */
const saysAtOne = (sentence: string, name: string, forms: readonly RegExp[]): boolean =>
  clausesOf(withTime(sentence, name)).some((clause) => forms.some((form) => form.test(clause)) && !hedged.test(clause)) &&
  !holdsForSome(sentence);

/** Of what a clause says that it has to last until its end. */
const whoseEnd =
  /\b(?:(?:end|last day|close|completion|return|duration|time|length) of|whole|entire|full|complete|throughout|all of|(?:until|till|when|before)(?= (?:the|its|their|this|that) [a-z]+ (?:ends|is|finishes)\b)) (?:the |its |their |this |that |an? )?(?<what>[a-z]+)/giu;

/** Ways to say that something is valid until the end of something else. */
const formsFor = (things: string): readonly RegExp[] => {
  const one = `(?:the|its|their|his or her|an?|whose|each|every)(?: [a-z]+['’]s)? (?:${things})(?: of the [a-z]+)?`;
  return [
    `\\b${one} ${must} (?:still |also )?(?:be|stay|remain) (?:still )?valid ${toTheEnd}`,
    `\\b${one} ${must} (?:cover|last|reach|extend|run) (?:${toTheEnd}|(?:the |its )?(?:whole|entire|full|complete)\\b)`,
    `\\b${one} (?:must|may|shall) not (?:expire|lapse|end|run out) ${beforeTheEnd}`,
    `\\b(?:4\\d\\d|refused|rejected)\\b[^.;]* (?:if|when|where|because|as) ${one} (?:expires|lapses|ends|runs out|is no longer valid) ${beforeTheEnd}`,
    `\\b${one} (?:that|which) (?:expires|lapses|ends|runs out) ${beforeTheEnd}[^.;]* (?:4\\d\\d|refused|rejected)\\b`,
  ].map((form) => new RegExp(form, 'iu'));
};

/**
 * What the text of an operation says of the validity of what its body names by a member. Undefined where it says nothing of that, or the creation of what is named does not
 * set when that ends.
 */
export const validThroughout = (
  contract: Contract,
  operation: Operation,
  by: string,
  { create, name }: AnyInferred,
): ValidThroughout | undefined => {
  const { document } = contract;
  const isRefusing = operation.responses.some(({ status }) => ['400', '409', '422'].includes(status));
  const noun = singular(nounWordsOf(name).at(-1) ?? '');
  const ends = bodyMembers(contract, create).flatMap((one) => {
    const found = endOfValidity.exec(wordsOf(one.name).join(' '));
    const isDay = isDayOf(document, one);
    return found && isDay !== undefined ? [{ member: one.name, isDay, thing: found.groups?.['thing'] }] : [];
  });
  const [end, ...others] = ends;
  if (!isRefusing || noun === '' || !end || others.length > 0) return undefined;
  const things = end.thing === undefined ? [noun] : [end.thing, ...(end.thing === noun ? [] : [`${noun} ${end.thing}`])];
  const any = things.map(literalPattern).join('|');
  const found = { by, member: end.member, isDay: end.isDay };
  const sentencesOn = (member: string): readonly string[] => [
    ...saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf),
    ...bodyMembers(contract, operation)
      .filter((one) => one.name === by || one.name === member)
      .flatMap(({ schema }) => descriptionsIn(document, schema).flatMap(sentencesOf)),
  ];
  const [only, ...more] = timesIn(contract, operation);
  if (only && more.length === 0 && sentencesOn(only.name).some((one) => saysAtOne(one, only.name, formsAtOne(any, literalPattern(noun)))))
    return { ...found, begin: undefined, end: only.name, areDays: only.isDay };
  const time = timeOf(contract, operation);
  if (!time) return undefined;
  const forms = formsFor(any);
  const sentences = sentencesOn(time.end);
  const own = new Set([
    ...nounWordsOf(operation.path).map(singular),
    ...wordsOf(time.end),
    'it',
    'time',
    'period',
    'way',
    'span',
    'whole',
    'end',
  ]);
  const isOwnEnd = (clause: string): boolean =>
    [...clause.matchAll(whoseEnd)].every(({ groups }) => own.has(singular((groups?.['what'] ?? '').toLowerCase())));
  const isTold = sentences.some((sentence) => {
    return (
      clausesOf(sentence).some((clause) => forms.some((form) => form.test(clause)) && isOwnEnd(clause) && !hedged.test(clause)) &&
      !holdsForSome(sentence)
    );
  });
  return isTold ? { ...found, ...time } : undefined;
};
