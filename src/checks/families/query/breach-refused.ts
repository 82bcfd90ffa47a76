import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { faultStatuses } from '../../../contract/infer/conventions/refusals.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { brokenParameters, brokenParametersOf, mostParameters, type TriedParameter } from '../../scenarios/calls/broken-parameters.ts';
import { controlCost, isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { collectionAt, pageItems } from '../../subjects/collection.ts';
import { errorResponseOf, mayBeMistaken } from '../../subjects/mistaken-bodies.ts';

/** Keywords that a number of a list of sizes, beyond a bound or with a fraction breaks. */
const ofNumbers: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'enum',
  'type',
]);

/** The first list of an answer: itself, or a member of it. */
const firstList = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value as unknown[];
  return isObject(value) ? Object.values(value).find((one): one is unknown[] => Array.isArray(one)) : undefined;
};

/** Does an answer repeat a value as that of a parameter: in a member with its name outside the items. */
const repeats = (exchange: Exchange, name: string, value: unknown): boolean => {
  const isName = (other: string): boolean => wordsOf(other).join(' ') === wordsOf(name).join(' ');
  const among = (one: unknown, depth: number): boolean =>
    isObject(one) &&
    Object.entries(one).some(([other, member]) => (isName(other) && member === value) || (depth < 2 && among(member, depth + 1)));
  return among(jsonOf(exchange), 0);
};

/** "Values outside their bounds are an error (400)." */
const ofAllValues =
  /\b(?:values?|numbers?|anything) (?:that (?:is|are|lies?) )?(?:outside|beyond|out of|exceeding) (?:of )?(?:(?:the|their|its|these|those|this|documented|allowed|stated|permitted) )*(?:bounds?|limits?|range|ranges)\b/iu;

/** A sentence by which each parameter that breaks its rule is refused. */
const isRefusal = (sentence: string): boolean =>
  ofAllValues.test(sentence)
    ? /\b(?:400|422)\b/u.test(sentence) &&
      !leavesChoice(sentence) &&
      !/\b(?:may|might|unless|except|clamp\w*|some|body|bodies)\b/iu.test(sentence)
    : isRefusalOfParameters(sentence);

/** Words by which a parameter breaks its rule; an invalid one may be one that cannot be read. */
const breaking = String.raw`\b(?:outside|breaks?|breaking|violat\w*|out of range|(?:do(?:es)?|is|are) not (?:fit|match\w*|meet|satisfy|conform\w*|comply)|fail(?:s|ing)? (?:its|their|the|validation))\b`;

/** "Parameters that break their schema are a `400`", "a parameter out of range is refused with 400", "`400` where a parameter does not match its schema". */
const isRefusalOfParameters = (sentence: string): boolean =>
  /\bparameters?\b/iu.test(sentence) &&
  (new RegExp(
    String.raw`(?:${breaking}|\binvalid\b).*\b(?:(?:refused|answered|rejected)\b[^.]*|(?:are|is|gets?|gives?|earns?|leads? to|results? in|ends? in|yields?|causes?) (?:(?:an?|in|with|error|errors) )*\W*)(?:400|422)\b`,
    'iu',
  ).test(sentence) ||
    new RegExp(String.raw`\b(?:refused|answered|rejected)\b[^.]*\b(?:400|422)\b.*(?:${breaking}|\binvalid\b)`, 'iu').test(sentence) ||
    new RegExp(String.raw`\b(?:400|422)\b[^.]*\b(?:if|when|where|for)\b.*${breaking}`, 'iu').test(sentence) ||
    // "Input problems are 400, with one detail for each offending field or parameter".
    /\b(?:input|validation|request) (?:problems?|errors?|mistakes?)\b[^.]*\b(?:are|is|get|give|lead to|answered(?: with)?) (?:an? )?\W?(?:400|422)\b[^.]*\b(?:offending|invalid|wrong|faulty)\b[^.]*\bparameters?\b/iu.test(
      sentence,
    )) &&
  !leavesChoice(sentence) &&
  !/\b(?:may|might|unless|except|clamp\w*|some)\b/iu.test(sentence);

/** A sentence by which values of what it names are refused: "`limit` is at most 100; values outside get `400`". */
const refusesValues = (sentence: string): boolean =>
  /\b(?:(?:(?:any|all|every) )?other (?:values?|numbers?|ones?)|(?:values?|anything|everything|numbers?|others?)\b[^.;]*\b(?:outside|beyond|out of range|above|below|else|larger|greater|smaller)|(?:larger|greater|bigger|higher|smaller|lower) (?:values?|numbers?|sizes?|ones?))\b[^.;]*\b(?:gets?|gives?|are|is)\b[^.;]*\b(?:400|422|refused|rejected)\b/iu.test(
    sentence,
  ) && !/\b(?:may|might|unless|except|clamp\w*|some)\b/iu.test(sentence);

/** Words for what lies beyond a bound, by its side. */
const beyond = {
  minimum: /\b(?:below|less|lower|smaller|under|outside|out of range|beyond)\b/iu,
  maximum: /\b(?:above|more|higher|larger|greater|bigger|over|outside|out of range|beyond)\b/iu,
} as const;

/** A sentence that leaves a choice: "Sizes above 100 are either refused with 400 or cut to 100". */
const leavesChoice = (sentence: string): boolean =>
  /(?<!\b(?:refused|rejected)) or (?:(?:is|are|be|gets?) )?(?:refused|rejected)\b|\b(?:refused|rejected)(?: (?:with|by) (?:an? )?\W?4\d\d\W?)? or (?!\W?4\d\d|refused\b|rejected\b)/iu.test(
    sentence,
  ) ||
  (/\b(?:either|or|may|might|can)\b/iu.test(sentence) &&
    /\b(?:cuts?|cap(?:s|ped)?|reduc(?:es?|ed)|lower(?:s|ed)?|limited|clamp(?:s|ed)?|brought|bring|moved to|set (?:back )?to|adjust(?:s|ed)?|ignored|treat(?:s|ed)?|take[ns]? as|replac(?:es?|ed))\b/iu.test(
      sentence,
    ));

/** Is a sentence about both sides, or about the side of a bound: "below the minimum" says nothing of what lies above the maximum. */
const isAboutSide = (sentence: string, keyword: string): boolean => {
  const [own, other] = /minimum$/iu.test(keyword) ? [beyond.minimum, beyond.maximum] : [beyond.maximum, beyond.minimum];
  return !/(?:minimum|maximum)$/iu.test(keyword) || own.test(sentence) || !other.test(sentence);
};

/**
 * Does a document say that each parameter that breaks its rule is refused, or that values outside of this one are, so that none is brought back to what is allowed.
 * @param keyword The keyword that is broken.
 */
export const isRefusedByWord = ({ document }: Pick<Contract, 'document'>, name: string, keyword: string): boolean => {
  const text = valueAt(document, '#/info/description');
  const sentences = typeof text === 'string' ? sentencesOf(text) : [];
  const names = (one: string): boolean =>
    one.match(/[\w-]+/gu)?.some((word) => word === name || word.toLowerCase() === `${name.toLowerCase()}s`) === true;
  if (sentences.some((one) => names(one) && leavesChoice(one))) return false;
  return sentences.some((one) => isRefusal(one) || (names(one) && refusesValues(one) && isAboutSide(one, keyword)));
};

/** Does the description of a parameter say that values beyond one of its bounds are refused: "Values below 1 are refused with `400`". */
const isRefusedBySide = ({ document }: Pick<Contract, 'document'>, { location }: Parameter, keyword: string): boolean => {
  const side = /minimum$/iu.test(keyword) ? beyond.minimum : /maximum$/iu.test(keyword) ? beyond.maximum : undefined;
  return saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/;|,? but\b/u))
    .some(
      (clause) =>
        side?.test(clause) === true &&
        refusesValues(clause) &&
        !/\b(?:or|otherwise|instead|treated|taken|capped|cut|reduced|raised|replaced|become)\b/iu.test(clause),
    );
};

/**
 * Was a number brought back to one that is allowed: a server may serve the nearest page or price instead of refusing a wild number (an answer with no more items
 * than the maximum, which does not repeat the number).
 */
const isClamped = (contract: Contract, operation: Operation, { parameter, keyword, value, exchange }: TriedParameter): boolean => {
  if (!ofNumbers.has(keyword) || typeof value !== 'number') return false;
  // What a parameter says of itself goes before what is said of all.
  const isLeft = saidIn(valueAt(contract.document, nodeOf(parameter.location)))
    .flatMap(sentencesOf)
    .some(leavesChoice);
  if (!isLeft && isRefusedByWord(contract, parameter.name, keyword)) return false;
  if (isRefusedBySide(contract, parameter, keyword)) return false;
  const collection = collectionAt(contract, operation.key);
  const items = (collection && pageItems(collection, exchange)) ?? firstList(jsonOf(exchange));
  const isTooMany = keyword.toLowerCase().endsWith('maximum') && items !== undefined && items.length >= value;
  return !isTooMany && !repeats(exchange, parameter.name, value);
};

type Read = Subject & { readonly operation: Operation };

type Tried = {
  readonly tried: readonly TriedParameter[];
  /** Is there reason to take the mistakes for what the refusals are about; see `isControlled`. */
  readonly control: boolean;
};

/** How many accepted parameters a finding names. */
const mostNamed = 4;

const written = ({ parameter, words }: TriedParameter): string => `"${parameter.name}" ${words}`;

export const queryBreachRefused = defineProbe<Read, Tried>({
  id: 'query/breach-refused',
  title: 'A parameter that breaks one keyword of its schema is refused',
  why: 'A filter with a typing error that is ignored gives the caller something else than was asked for, and nobody notices.',
  fix: 'Check each parameter by its documented type, list, format and limits before it is used, and refuse it with the documented status.',
  reads: 'refusals.query',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    contract.operations
      .filter((operation) => operation.effect === 'safe' && errorResponseOf(operation, 'query').length > 0)
      .filter((operation) => brokenParametersOf(contract, operation).length > 0)
      .map((operation) => at(operation.location, { operation })),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }, { contract }) => ({ requests: mostParameters + controlCost(contract, operation).requests, creates: 0 }),
  async run({ operation }, session) {
    const tried = await session.run(brokenParameters, { operation: operation.key });
    const answers = tried.map(({ exchange }) => exchange);
    return { tried, control: answers.some(isSuccess) || (await isControlled(session, operation, answers)) };
  },
  judge({ operation }, { tried, control }, { contract }) {
    const accepted = tried.filter((one) => isSuccess(one.exchange) && !isClamped(contract, operation, one));
    const decided = tried.filter(({ exchange }) => refusesWhatWasAsked(exchange) || isSuccess(exchange));
    const [first] = accepted;
    if (first) {
      const named = accepted.slice(0, mostNamed).map(written);
      const finding = {
        code: `breach-accepted-${first.keyword}`,
        where: `${first.parameter.in} ${first.parameter.name}`,
        expected: `a 4xx to ${written(first)}`,
        actual: `status ${outcomeOf(first.exchange)} (${accepted.length} of ${tried.length} broken parameters were accepted: ${named.join('; ')})`,
      };
      return fail(finding, [first.exchange, ...accepted.slice(1).map(({ exchange }) => exchange)], {
        judged: decided.length,
        breaches: accepted.length,
      });
    }
    const answers = tried.map(({ exchange }) => exchange);
    const open = answers.filter((exchange) => statusOf(exchange) === undefined);
    return decided.length > 0 && open.length === 0
      ? onlyControlled(pass(decided.length), control, answers)
      : inconclusive(`No broken parameter was refused for its value: ${[...new Set(answers.map(outcomeOf))].join(', ')}`, answers);
  },
});

export const writeQueryBreachRefused = defineProbe<Read, Tried>({
  id: 'query/write-breach-refused',
  title: 'A query parameter of a creation or change that breaks its schema is refused',
  why: 'A switch with a typing error, such as a mode that does not exist, does something else than the caller asked for, and it is done.',
  fix: 'Check each query parameter by its documented type, list and form before anything is done.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) =>
    contract.standard.size === 0
      ? []
      : contract.operations
          .filter((operation) => operation.effect !== 'safe' && mayBeMistaken(operation) && operation.unsupported === undefined)
          .filter((operation) => operation.issues !== true && faultStatuses(operation).length > 0)
          .filter((operation) => brokenParametersOf(contract, operation).length > 0)
          .map((operation) => at(operation.location, { operation })),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost({ operation }, { contract }) {
    const { requests, creates } = controlCost(contract, operation);
    return { requests: brokenParametersOf(contract, operation).length + requests, creates: creates + 1 };
  },
  async run({ operation }, session) {
    const tried = await session.run(brokenParameters, { operation: operation.key });
    const answers = tried.map(({ exchange }) => exchange);
    return { tried, control: answers.some(isSuccess) || (await isControlled(session, operation, answers)) };
  },
  judge(_subject, { tried, control }) {
    const answers = tried.map(({ exchange }) => exchange);
    const accepted = tried.find(({ exchange }) => isSuccess(exchange));
    if (accepted) {
      const finding = {
        code: `write-breach-accepted-${accepted.keyword}`,
        where: `query ${accepted.parameter.name}`,
        expected: `a 4xx to ${written(accepted)}`,
        actual: `status ${outcomeOf(accepted.exchange)}`,
      };
      return fail(finding, [accepted.exchange]);
    }
    const refused = answers.filter(refusesWhatWasAsked);
    return refused.length > 0
      ? onlyControlled(pass(refused.length), control, answers)
      : inconclusive(`No broken parameter was refused for its value: ${[...new Set(answers.map(outcomeOf))].join(', ')}`, answers);
  },
});
