import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { type About, timesToldIn, type ToldTime } from '../../contract/infer/times/told-times.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { toldTimesOf } from '../../generators/allowed-times.ts';
import { textsOfParameter, timedParameter, timedParameters } from '../../generators/asked-times.ts';
import type { BodyMember } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** A rule of a time with the sentence that tells it. */
export type ToldRule = { readonly rule: ToldTime; readonly sentence: string };

/** A query parameter of a read that is a time, with the rules by which one beyond a point that is counted from the request is refused. */
export type AskedTime = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  readonly member: BodyMember;
  readonly rules: readonly ToldRule[];
  /** Does the document say that the day is one in UTC. */
  readonly isUtc: boolean;
};

/** A sentence that names the refusal. */
const refusing = /\b(?:40\d|422|4xx|refused?|reject(?:s|ed)?|errors?|not (?:allowed|accepted|valid)|invalid)\b/iu;

/** A sentence by which the caller has a duty. */
const obliging = /\b(?:must|may (?:not|never)|can ?not|can't|mustn't|has to|have to|needs? to)\b/iu;

/** Words by which a time beyond a border has another answer than a refusal. */
const served =
  /\b(?:empty|nothing|none|no (?!later\b|earlier\b|sooner\b|more\b|further\b|farther\b)\w+|clamp\w*|capped|lowered|raised|limited to|cut|truncat\w*|shorten\w*|adjust\w*|moved|nearest|instead|ignor\w*|treated|taken (?:as|for)|read as|replaced|falls? back)\b/iu;

type Text = { readonly text: string; readonly about: About };

const rulesIn = (contract: Contract, operation: Operation, members: readonly BodyMember[]): readonly ToldRule[] => {
  const { document } = contract;
  const own = operation.parameters.filter((one) => one.in === 'query' && members.some(({ name }) => name === one.name));
  const texts: readonly Text[] = [
    ...own.flatMap((one) => textsOfParameter(contract, one).map((text): Text => ({ text, about: { kind: 'member', member: one.name } }))),
    ...saidIn(valueAt(document, nodeOf(operation.location))).map((text): Text => ({ text, about: { kind: 'operation' } })),
  ];
  const isServed = texts.some(({ text }) => served.test(text));
  const around = {
    names: operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    times: members.map(({ name }) => name),
    nouns: [],
    isCreation: false,
  };
  return texts.flatMap(({ text, about }) => {
    const all = sentencesOf(text);
    return firmSentencesOf(text).flatMap((sentence): readonly ToldRule[] => {
      const next = all[all.indexOf(sentence) + 1] ?? '';
      const isRefused = refusing.test(sentence) || refusing.test(/^otherwise\b.*/iu.exec(next)?.[0] ?? '');
      if (served.test(sentence) || (isRefused ? /^(?:otherwise|others?|days|dates|times)\b/iu.test(next) && served.test(next) : isServed))
        return [];
      if (!isRefused && !obliging.test(sentence)) return [];
      return timesToldIn(sentence, about, around).map((rule) => ({ rule, sentence }));
    });
  });
};

const isSame = (one: ToldTime, other: ToldTime): boolean =>
  one.member === other.member && one.end === other.end && one.least === other.least && one.most === other.most;

const askedIn = (contract: Contract, operation: Operation): readonly AskedTime[] => {
  const members = timedParameters(contract, operation, 'query');
  if (members.length === 0) return [];
  // What another sentence allows, or what two sentences tell in two ways, is left out there.
  const agreed = toldTimesOf(contract, operation, members);
  const told = rulesIn(contract, operation, members).filter(({ rule }) => agreed.some((one) => isSame(one, rule)));
  return operation.parameters.flatMap((parameter): readonly AskedTime[] => {
    const member = parameter.in === 'query' ? timedParameter(contract, parameter) : undefined;
    const own = told.filter(({ rule }) => rule.member === parameter.name);
    const rules = (['earliest', 'latest'] as const).flatMap((end) => own.filter(({ rule }) => rule.end === end).slice(0, 1));
    if (!member || rules.length === 0) return [];
    const said = [...textsOfParameter(contract, parameter), ...saidIn(valueAt(contract.document, nodeOf(operation.location)))];
    const isUtc = said.some((text) => /\b(?:UTC|GMT)\b/u.test(text));
    return [at(parameter.location, { operation, parameter, member, rules, isUtc })];
  });
};

/** The times among the query parameters of the reads of a contract that is held to the standard requirements of which a text says where they are refused. */
export const toldAskedTimes = (contract: Contract): readonly AskedTime[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter(({ method, effect, unsupported }) => method === 'GET' && effect === 'safe' && unsupported === undefined)
        .filter(({ responses }) => responses.some(({ status }) => ['400', '422', '4XX'].includes(status)))
        .flatMap((operation) => askedIn(contract, operation));
