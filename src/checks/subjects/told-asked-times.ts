import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { withStretches } from '../../contract/infer/times/distances.ts';
import { type About, saysRefusal, timesToldIn, type ToldTime } from '../../contract/infer/times/told-times.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfSuccess } from '../../contract/said.ts';
import { parameterValues } from '../../contract/wire/writing.ts';
import { toldTimesOf } from '../../generators/allowed-times.ts';
import { timedParameter, timedParameters } from '../../generators/asked-times.ts';
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
};

/** What names the refusal behind a rule that says what has to be: ", otherwise `400`", "(400 otherwise)", "Other days are refused". */
const refused = String.raw`(?:4\d\d|4xx|refused|rejected|invalid|(?:an )?error)\b`;
const between = String.raw`(?:(?:it|they|the (?:answer|request|call)|this|is|are|gets?|gives?|will|be|fails|leads? to|with|by|answered|returns?|a|an|the|http|status|code) )*`;
const otherwise = new RegExp(
  String.raw`(?:(?:^|[,;:(—–-]\s*)(?:otherwise|or else|else|or|(?:all |any |every )?others?|anything else)|^(?:all |any )?other (?:days?|dates?|times?|values?|moments?))[ ,:]+${between}${refused}|\b${refused} otherwise\b`,
  'iu',
);

/** A clause by which the caller has a duty. */
const obliging = /\b(?:must|may (?:not|never|only)|can ?not|can't|mustn't|has to|have to|needs? to)\b/iu;

/** Words by which a time beyond a border has another answer than a refusal. */
const served =
  /\b(?:empty|blank|nothing|none|no (?!later\b|earlier\b|sooner\b|more\b|further\b|farther\b|longer\b)\w+|clamp\w*|capped|(?:lowered|raised|set|limited) to|cut|truncat\w*|shorten\w*|adjust\w*|moved|nearest|closest|instead|ignor\w*|treated|taken (?:as|for)|read as|counts? as|replaced|becomes?|falls? back|returns? all|20\d(?! (?:days|hours|minutes)))\b/iu;

/** Words for times that lie beyond a border. */
const beyond =
  /\b(?:others?|otherwise|else|outside|beyond|farther|further|later|earlier|older|newer|past|passed|over|future|before|after|behind|ahead|ago|out of|today|tomorrow|yesterday|such|those|dates?|days?|times?)\b/iu;

/** Begins of a sentence that tells how others than the one before it are answered. */
const ofOthers =
  /^(?:otherwise|or else|else|(?:all |any )?others?|anything|what|whoever|days?|dates?|times?|values?|an? (?:\w+ )?(?:day|date|time|value)|earlier|later|older|past|future)\b/iu;

/** Words by which a sentence allows something that another one limits: "Members may look 30 days ahead". */
const widening = /\b(?:may|can|could|allowed|accepted|possible|up to|until|instead|only for|longer|further|farther|whole|any)\b/iu;
const farAway = /\b(?:future|past|ahead|advance|ago|back|history|archive)\b/iu;

type Text = { readonly text: string; readonly about: About };

/** What an inline schema of a parameter says: one that is shared may speak of what the resource holds, and not of what may be asked. */
const saidOfSchema = (schema: unknown): readonly string[] => (isObject(schema) && schema['$ref'] === undefined ? saidIn(schema) : []);

const ownTexts = ({ document }: Contract, { location, schema }: Parameter): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...saidOfSchema(schema),
];

const plain = (text: string): string => text.replaceAll(/[`*"“”]/gu, '').replace(/[.!]+$/u, '');

/** Is each part of a clause about where the time lies: "the present day is used for others" behind a comma is not. */
const isOnlyAboutTime = (clause: string): boolean =>
  withStretches(plain(clause))
    .text.split(/\s*,\s*|\s+or\s+/u)
    .every((part) => part.includes('{'));

type Clause = {
  readonly text: string;
  /** What follows it in the same text. */
  readonly next: string;
  readonly sentence: string;
};

const clausesIn = (text: string): readonly Clause[] => {
  const all = sentencesOf(text);
  return firmSentencesOf(text).flatMap((sentence) => {
    const parts = sentence.split(/;\s*/u);
    const behind = all[all.indexOf(sentence) + 1] ?? '';
    return parts.map((part, n) => ({ text: part, next: parts[n + 1] ?? behind, sentence }));
  });
};

/** How a clause tells that what it excludes is refused: by the status or a word for it, or by a duty alone; undefined where it leaves that open. */
const strictnessOf = ({ text, next, sentence }: Clause): 'refused' | 'duty' | undefined => {
  const [own, behind] = [plain(text), plain(next)];
  if (served.test(own)) return undefined;
  const isNextOfOthers = ofOthers.test(behind);
  if (otherwise.test(own) || (isNextOfOthers && otherwise.test(behind) && !served.test(behind))) return 'refused';
  if (served.test(sentence) || (isNextOfOthers && served.test(behind))) return undefined;
  if (saysRefusal(own)) return 'refused';
  return obliging.test(own) && !isNextOfOthers && isOnlyAboutTime(own) ? 'duty' : undefined;
};

const rulesIn = (contract: Contract, operation: Operation, members: readonly BodyMember[]): readonly ToldRule[] => {
  const { document } = contract;
  const queries = operation.parameters.filter((one) => one.in === 'query');
  const timed = queries.filter((one) => members.some(({ name }) => name === one.name));
  const texts: readonly Text[] = [
    ...timed.flatMap((one) => ownTexts(contract, one).map((text): Text => ({ text, about: { kind: 'member', member: one.name } }))),
    ...saidIn(valueAt(document, nodeOf(operation.location))).map((text): Text => ({ text, about: { kind: 'operation' } })),
  ];
  const around = {
    names: queries.map(({ name }) => name),
    times: members.map(({ name }) => name),
    nouns: [],
    isCreation: false,
  };
  const told = texts.flatMap(({ text, about }) =>
    clausesIn(text).flatMap((clause) => timesToldIn(clause.text, about, around).map((rule) => ({ rule, clause, about }))),
  );
  const telling = new Set(told.map(({ clause }) => clause.sentence));
  const near = [...texts.map(({ text }) => text), ...saidOfSuccess(document, operation)];
  const others = near.flatMap(sentencesOf).filter((sentence) => !telling.has(sentence));
  const introduction = saidIn(valueAt(document, '#/info')).flatMap(sentencesOf);
  const isServed = others.some((sentence) => served.test(sentence) && beyond.test(sentence));
  const isWidened = others.some((sentence) => widening.test(sentence) && farAway.test(sentence) && !saysRefusal(plain(sentence)));
  const mayBeServed = [...others, ...introduction].some((sentence) => served.test(sentence) && beyond.test(sentence));
  if (isServed || isWidened) return [];
  return told.flatMap(({ rule, clause, about }): readonly ToldRule[] => {
    const strictness = strictnessOf(clause);
    // Who reads a duty in the text of an operation may read one of what it shows: "A start must lie in the future".
    const isNamed = about.kind === 'member' || clause.text.includes(rule.member);
    if (strictness === undefined || (strictness === 'duty' && (mayBeServed || !isNamed))) return [];
    return [{ rule, sentence: clause.sentence }];
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
    const isPlain = parameter.in === 'query' && parameterValues(contract, parameter).writing.kind !== 'content';
    const member = isPlain ? timedParameter(contract, parameter) : undefined;
    const own = told.filter(({ rule }) => rule.member === parameter.name);
    const rules = (['earliest', 'latest'] as const).flatMap((end) => own.filter(({ rule }) => rule.end === end).slice(0, 1));
    return member && rules.length > 0 ? [at(parameter.location, { operation, parameter, member, rules })] : [];
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
