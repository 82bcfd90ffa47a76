import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { refusesTurnedRange } from '../../contract/infer/turned-ranges.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { filterRanges } from './filter-ranges.ts';

/** A read that takes the begin and the end of a time, of which the document says that they are refused in some way. */
export type ToldRange = Subject & {
  readonly operation: Operation;
  readonly begin: Parameter;
  readonly end: Parameter;
  readonly format: 'date' | 'date-time';
  /** The sentence that wants the end behind the begin; undefined where none does. */
  readonly order: string | undefined;
  /** The most days between both, and the sentence that says so; undefined where none does. */
  readonly longest: { readonly days: number; readonly sentence: string } | undefined;
};

/** Words by which such a range is answered in another way than with a refusal, or the sentence holds for some. */
const hedged =
  /\b(?:swap\w*|empty|nothing|ignor\w*|unless|except|if|when|only|might|should|usually|by default|defaults?|no (?:items?|results?|rows?))\b/iu;

/** Words by which a service takes what a range has too much, or turns it itself. */
const mended = /\b(?:swap\w*|exchang\w*|turned around|clamp\w*|truncat\w*|shorten\w*|trimm\w*|capped|cuts?|cut off|reduced|narrowed)\b/iu;

/** Words behind such a sentence by which the range has an answer: "A range that is turned is empty". */
const softened =
  /\b(?:empty|nothing|no (?:items?|results?|rows?))\b|\botherwise\b[^.;]*\b(?:is|are) (?!40\d|422|refus|reject|an? error|invalid)/iu;

/** Words by which a length is about a part of the answer, a choice of the caller, or something else than the range. */
const ofPart =
  /^(?:with|for|at|in|on) |\b(?:per (?:page|row|item)|hourly|daily|weekly|monthly|steps?|resolution|granularity|gaps?|corrections?|cache[ds]?|answered within|summed|late|delay\w*)\b/iu;

/** Words by which so much is in the answer, which leaves it open whether more is refused. */
const isShown = /\b(?:shows?|shown|returns?|returned|lists?|listed|gives?|given|covers?|includes?|included|contains?)\b/iu;

/** "From `from` to `to`, both included" says what the bounds are, and nothing of the answer. */
const bothIncluded =
  /\b(?:both (?:ends |bounds |days |dates |of them )?(?:are )?included|(?:bounds|ends|both days) (?:are )?included|including both)\b/giu;

/** Words by which a sentence is about the two bounds elsewhere than in the request. */
const ofAnswer = /\b(?:in|of) (?:the|each|every|an?) (?:answer|response|row|item|entry|path|result)\b/iu;

const behind = String.raw`(?:(?:at|on) or after|not (?:before|earlier than)|no earlier than|not (?:be |lie )?(?:before|earlier than)|later than|after|behind|>=?|≥)`;
const ahead = String.raw`(?:(?:at|on) or before|not (?:after|later than)|no later than|not (?:be |lie )?(?:after|later than)|earlier than|before|<=?|≤)`;
const must = String.raw`(?: ?(?:must|has to|needs to|is to|have to|will|is|lies)(?: (?:be|lie|come))?)?`;

/** Does a sentence say that one of two names comes before the other: "`from` must lie before `to`", "`to` >= `from`"; of the one that a description is about, without its name. */
const saysOrder = (text: string, begin: string, end: string, about: 'begin' | 'end' | undefined): boolean => {
  const [from, to] = [begin, end].map((name) => String.raw`(?:the )?${literalPattern(name)}`);
  const own = (one: 'begin' | 'end', name: string | undefined): string =>
    about === one ? String.raw`(?:(?:^|.*\b)${name} ?|^|^it )` : String.raw`\b${name}`;
  const forms = [
    new RegExp(String.raw`${own('begin', from)}${must} ?${ahead} ${to}\b`, 'iu'),
    new RegExp(String.raw`${own('end', to)}${must} ?${behind} ${from}\b`, 'iu'),
    ...(about === undefined
      ? [new RegExp(String.raw`\b(?:range|period|interval|span)s? (?:that|which) ends? before (?:it|they) (?:begins?|starts?)\b`, 'iu')]
      : []),
  ];
  return forms.some((form) => form.test(text));
};

const isRefusing = /\b(?:40\d|422|refus\w+|reject\w+|errors?|invalid)\b/iu;

const numerals = 'one two three four five six seven eight nine ten'.split(' ');
const unitDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 31, year: 366 };

/** "At most 31 days", "no more than a year", "up to 3 months" between two bounds. */
const lengths =
  /\b(?:at most|no more than|not more than|up to|no longer than|not longer than|a maximum of|maximum(?: of)?|max\.?|limited to|span at most) (?<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?<unit>days?|weeks?|months?|years?)\b(?! (?:ago|back|ahead|old|before|in the (?:past|future)))/iu;

/** Words by which a number of days says how far back something reaches, and not how long it is. */
const ofPast = /\b(?:back|ago|older|past|future|ahead|retention|kept|keeps|history|last|previous)\b/iu;

const longestIn = (sentence: string): number | undefined => {
  const { count = '', unit = '' } = lengths.exec(sentence)?.groups ?? {};
  if (count === '' || ofPast.test(sentence)) return undefined;
  const known = numerals.indexOf(count.toLowerCase());
  const times = /^an?$/iu.test(count) ? 1 : known >= 0 ? known + 1 : Number(count);
  return times * (unitDays[unit.toLowerCase().replace(/s$/u, '')] ?? Number.NaN);
};

const plain = (sentence: string): string => sentence.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ').trim();

const formatOf = ({ document }: Contract, { schema }: Parameter): ToldRange['format'] | undefined => {
  const resolved = resolvedSchema(document, schema);
  const format = isObject(resolved) ? resolved['format'] : undefined;
  return format === 'date' || format === 'date-time' ? format : undefined;
};

const rangeOf = (contract: Contract, operation: Operation, names: readonly [string, string]): ToldRange | undefined => {
  const { document } = contract;
  const [begin, end] = names.map((name) => operation.parameters.find((one) => one.in === 'query' && one.name === name));
  const format = begin && formatOf(contract, begin);
  if (!begin || !end || format === undefined || formatOf(contract, end) !== format) return undefined;
  const said = (parameter: Parameter): readonly string[] => [
    ...saidIn(valueAt(document, nodeOf(parameter.location))),
    ...descriptionsIn(document, parameter.schema),
  ];
  const texts = [
    ...saidIn(valueAt(document, nodeOf(operation.location))).map((text) => ({ text, about: undefined })),
    ...said(begin).map((text) => ({ text, about: 'begin' as const })),
    ...said(end).map((text) => ({ text, about: 'end' as const })),
  ];
  const all = texts
    .flatMap(({ text, about }) =>
      sentencesOf(text).map((one, n, those) => ({ sentence: plain(one), next: plain(those[n + 1] ?? ''), about })),
    )
    .filter(({ sentence }) => !holdsForSome(sentence));
  const isMended = texts.some(({ text }) => mended.test(text));
  const sentences = isMended ? [] : all.filter(({ sentence, next }) => !hedged.test(sentence) && !softened.test(next));
  const order =
    sentences.find(({ sentence, about }) => !ofAnswer.test(sentence) && saysOrder(sentence, begin.name, end.name, about))?.sentence ??
    all.find(({ sentence }) => refusesTurnedRange(sentence, begin.name, end.name))?.sentence;
  const spans = sentences.filter(
    ({ sentence, about }) =>
      !ofPart.test(sentence) &&
      (!isShown.test(sentence.replaceAll(bothIncluded, '')) || isRefusing.test(sentence)) &&
      (about !== undefined ||
        new RegExp(String.raw`\b(?:${literalPattern(begin.name)}|range|period|interval|span|window|between)\b`, 'iu').test(sentence)),
  );
  const [longest] = spans.flatMap(({ sentence }) => {
    const days = longestIn(sentence);
    return days === undefined ? [] : [{ days, sentence }];
  });
  return order === undefined && longest === undefined
    ? undefined
    : at(operation.location, { operation, begin, end, format, order, longest });
};

const known = new WeakMap<Contract, readonly ToldRange[]>();

/** The reads of a contract that is held to the standard requirements with such a pair of parameters, but for lists whose bounds other checks try. */
export const toldRanges = (contract: Contract): readonly ToldRange[] => {
  const isTried = (operation: Operation, begin: string): boolean =>
    filterRanges(contract).some(({ collection, from }) => collection.operation.key === operation.key && from.parameter.name === begin);
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : contract.operations
          .filter((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined)
          .flatMap((operation) =>
            spanNames(operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)).flatMap((names) => {
              const range = rangeOf(contract, operation, names);
              const isKnown = range !== undefined && isTried(operation, names[0]);
              return range === undefined || (isKnown && range.longest === undefined)
                ? []
                : [isKnown ? { ...range, order: undefined } : range];
            }),
          ));
  known.set(contract, found);
  return found;
};
