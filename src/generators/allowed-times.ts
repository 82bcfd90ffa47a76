import { literalPattern } from '../contract/pattern/literal-pattern.ts';
import { sentencesOf } from '../contract/infer/sentences.ts';
import { segmentsOf } from '../contract/infer/path-template.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { singular } from '../contract/infer/singular.ts';
import { type About, timesAllowedIn, timesToldIn, type ToldTime } from '../contract/infer/times/told-times.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn, saidOfTags } from '../contract/said.ts';
import { type Location, nodeOf } from '../model/location.ts';
import type { BodyMember } from './body-members.ts';
import { typesOf } from './resolved-schema.ts';
import { isBeginning } from './spans.ts';
import { askedSchema } from '../contract/asked-content.ts';

/** The form in which a member holds a time: a day or a moment (RFC 3339, section 5.6); undefined for any other member. */
export const timeFormOf = ({ schema }: Pick<BodyMember, 'schema'>): 'date' | 'date-time' | undefined => {
  const format = isObject(schema) && typesOf(schema).includes('string') ? schema['format'] : undefined;
  return format === 'date' || format === 'date-time' ? format : undefined;
};

/** What the text of an operation says, and of its answers to what it refuses. */
export const toldOfRefusals = ({ document }: Contract, { responses }: Operation): readonly string[] =>
  responses.filter(({ status }) => /^4(?:00|09|22)$/u.test(status)).flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));

/** Words for what an operation creates or changes, in the singular. */
const nounsOf = ({ path }: Operation): readonly string[] => {
  const last = segmentsOf(path).findLast((one) => 'literal' in one);
  return last && 'literal' in last ? wordsOf(last.literal).map(singular) : [];
};

const answers = new WeakMap<Contract, Map<string, number>>();

/** Is an answer described once for several operations? */
const isSharedAnswer = (contract: Contract, location: Location): boolean => {
  const counted = answers.get(contract) ?? new Map<string, number>();
  if (!answers.has(contract)) {
    const all = contract.operations.flatMap(({ responses }) => responses.map((one) => nodeOf(one.location)));
    for (const node of all) counted.set(node, (counted.get(node) ?? 0) + 1);
    answers.set(contract, counted);
  }
  return (counted.get(nodeOf(location)) ?? 0) > 1;
};

/** Words in the plural behind the first one: "They" may stand for those. */
const others = (sentence: string): readonly string[] => sentence.match(/(?<=\s)\p{L}+(?<!s|u|i)s\b/gu) ?? [];

/**
 * The sentences of a paragraph, where "They" behind a sentence that begins with what is created stands for that: "Lessons are taught in the house. They last an hour at most". Where that sentence
 * speaks of others too ("Lessons go before breaks"), only if the one with "They" names what is created itself: "They may not overlap another lesson".
 */
const withSubjects = (paragraph: string, noun: string): readonly string[] => {
  let subject: string | undefined;
  let isAmongOthers = false;
  return sentencesOf(paragraph.replaceAll(/\s+/gu, ' ')).map((sentence) => {
    const [first = ''] = /^\p{L}+/u.exec(sentence) ?? [];
    const isThey = sentence.startsWith('They ') && subject !== undefined;
    if (!isThey) {
      subject = singular(first.toLowerCase()) === noun && first.toLowerCase() !== noun ? first : undefined;
      isAmongOthers = others(sentence).length > 0;
    }
    const isMeant = !isAmongOthers || new RegExp(String.raw`\b(?:an)?other ${literalPattern(noun)}`, 'iu').test(sentence);
    return isThey && isMeant ? sentence.replace('They', subject ?? 'They') : sentence;
  });
};

/** The sentences of the tags of a creation that begin with what it creates: "Lessons are planned by the office: they lie in the future". */
export const saidOfThingsInTags = ({ document }: Contract, operation: Operation): readonly string[] => {
  const nouns = nounsOf(operation);
  return saidOfTags(document, valueAt(document, nodeOf(operation.location)))
    .flatMap((text) => text.split(/\n\s*\n/u))
    .flatMap((paragraph) => withSubjects(paragraph, nouns.at(-1) ?? ''))
    .filter((sentence) =>
      wordsOf(sentence)
        .slice(0, 2)
        .map(singular)
        .includes(nouns.at(-1) ?? ''),
    );
};

/** The sentences of the introduction that name what is created, and say something of a time of it: "A visit whose start lies in the past is refused". */
const saidOfThingsAtFirst = ({ document }: Contract, operation: Operation): readonly string[] => {
  const noun = nounsOf(operation).at(-1) ?? '';
  return saidIn(valueAt(document, '#/info'))
    .flatMap((text) => sentencesOf(text))
    .map((sentence) => sentence.replace(/^[-*] /u, ''))
    .filter((sentence) => {
      const things = /(?:^|: )(?:an?|any|every|each) (?<things>[\w ,-]{2,60}?) whose /iu.exec(sentence)?.groups?.['things'];
      return noun !== '' && things !== undefined && wordsOf(things).map(singular).includes(noun);
    });
};

type Texts = readonly { readonly text: string; readonly about: About }[];

const textsAbout = (contract: Contract, operation: Operation, times: readonly BodyMember[]): Texts => {
  const { document } = contract;
  const of = (kind: 'operation' | 'refusal', texts: readonly string[]): Texts => texts.map((text) => ({ text, about: { kind } }));
  const isCreation = operation.effect === 'creates' || operation.effect === 'creates-permanently';
  // An answer that many operations share is not about the times of one, and a conflict with what is no creation may be about a stored time.
  const responses = operation.responses.filter(
    ({ status, location }) => !isSharedAnswer(contract, location) && (isCreation || status !== '409'),
  );
  const refusals = toldOfRefusals(contract, { ...operation, responses });
  return [
    ...times.flatMap(({ name, schema }): Texts =>
      descriptionsIn(document, schema).map((text) => ({ text, about: { kind: 'member', member: name } })),
    ),
    ...of('operation', saidIn(valueAt(document, nodeOf(operation.location)))),
    ...of('operation', isCreation ? [...saidOfThingsInTags(contract, operation), ...saidOfThingsAtFirst(contract, operation)] : []),
    ...of('operation', descriptionsIn(document, askedSchema(operation.body))),
    ...of('refusal', refusals),
  ];
};

/** Of the rules for one end of a member the narrowest one; none where two of them cannot both be meant. */
const narrowest = (rules: readonly ToldTime[], end: ToldTime['end']): readonly ToldTime[] => {
  const own = rules.filter((one) => one.end === end);
  const apart = own.filter(({ least }) => least !== 0);
  const [first = own[0]] = apart;
  if (first === undefined || apart.some(({ least }) => least !== first.least)) return [];
  // "In the future, at least 3 days ahead"; but nothing is both "not in the future" and "at most 3 days ahead".
  const isNarrower = end === 'earliest' ? first.least >= 0 : first.most <= 0;
  return apart.length === own.length || isNarrower ? [first] : [];
};

const findTimes = (contract: Contract, operation: Operation, members: readonly BodyMember[]): readonly ToldTime[] => {
  const times = members.filter((one) => timeFormOf(one) !== undefined);
  if (times.length === 0) return [];
  const isCreation = operation.effect === 'creates' || operation.effect === 'creates-permanently';
  const around = {
    names: members.map(({ name }) => name),
    times: times.map(({ name }) => name),
    nouns: nounsOf(operation),
    isCreation,
  };
  const texts = textsAbout(contract, operation, times);
  const introduction = saidIn(valueAt(contract.document, '#/info'));
  const allowed = [...texts, ...introduction.map((text) => ({ text, about: undefined }))].flatMap(({ text, about }) =>
    timesAllowedIn(text).map((end) => ({ end, member: about?.kind === 'member' ? about.member : undefined })),
  );
  const rules = texts
    .flatMap(({ text, about }) => timesToldIn(text, about, around))
    .filter(({ end, member }) => !allowed.some((one) => one.end === end && (one.member ?? member) === member))
    // What is remembered or paid in advance is so before something else.
    .filter(({ member, isInAdvance }) => isInAdvance !== true || isBeginning(member));
  return around.times.flatMap((name) => {
    const own = rules.filter(({ member }) => member === name);
    const [earliest, latest] = [narrowest(own, 'earliest'), narrowest(own, 'latest')];
    const isPossible = earliest.every(({ most }) => latest.every(({ least }) => most < least));
    return isPossible ? [...earliest, ...latest] : [];
  });
};

const known = new WeakMap<Operation, Map<string, readonly ToldTime[]>>();

/**
 * The rules by which an operation says where the times of its body may not lie, counted from the moment of the request, at most one for each end of each member.
 * None where the document allows such times somewhere.
 * @param members Those of the body, without what is only read.
 */
export const toldTimesOf = (contract: Contract, operation: Operation, members: readonly BodyMember[]): readonly ToldTime[] => {
  const all = known.get(operation) ?? new Map<string, readonly ToldTime[]>();
  known.set(operation, all);
  const key = members.map(({ location }) => nodeOf(location)).join(' ');
  const found = all.get(key) ?? findTimes(contract, operation, members);
  all.set(key, found);
  return found;
};

/** All sentences of texts. */
export const sentencesIn = (texts: readonly string[]): readonly string[] => texts.flatMap(sentencesOf);
