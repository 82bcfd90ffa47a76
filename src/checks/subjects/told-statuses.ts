import { isNoStatement } from '../../contract/infer/not-demanded.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** The statuses that a document tells apart: of a body that is not JSON, and of one that is and breaks a rule. */
export type ToldStatuses = { readonly unparsable: ToldStatus; readonly invalid: ToldStatus };

/** A status, and the pointer of the node whose text tells it: the introduction, for all operations, or a response. */
export type ToldStatus = { readonly status: number; readonly node: string };

type Told = keyof ToldStatuses;

/** The statuses of faults in a body (RFC 9110, sections 15.5.1 and 15.5.21). */
const codes = ['400', '422'] as const;

/** "The body is no JSON", "broken JSON", "we cannot read the request". */
const isOfForm =
  /\b(?:(?:is|are|was)(?:n['’]t| not| no)|not|no)(?: (?:valid|well-formed|proper|a|an))* JSON\b|\b(?:broken|malformed|invalid|unreadable|unparsable|unparseable|truncated) JSON\b|\bJSON (?:that )?(?:is|does|can|could)(?: not|n['’]t)? (?:broken|malformed|invalid|parse|be parsed)|\b(?:can ?not|can['’]t|could not|couldn['’]t) (?:be )?(?:read|parsed?)\b/iu;

/** A body of which the form is said by one word: "a missing or unparsable body", "unreadable bodies". */
const isUnreadable =
  /\b(?:malformed|unreadable|unparsable|unparseable|non-JSON)(?: (?:or|and) (?:missing|empty|absent))? (?:request )?bod(?:y|ies)\b|\bbod(?:y|ies) (?:that |which )?(?:is|are) (?:unreadable|unparsable|unparseable|malformed)\b/iu;

/** A body that is not there: it is no mistake in what a body holds. */
const noBody =
  /\b(?:missing|empty|absent|no)(?: (?:or|and) (?=\w+ (?:body|bodies|JSON)\b)| (?:request )?bod(?:y|ies)\b)|\bbody (?:is|was) (?:missing|empty|absent|left out)\b/giu;

/** "It breaks a rule", "fails validation", "does not match the schema". */
const isOfRule =
  /\b(?:break|violat|fail|against|contradict)\w*\b[^.]*\b(?:rules?|schemas?|validation|constraints?|limits?|checks?)\b|\b(?:does|do) not (?:match|fit|satisfy|meet|follow)\b|\bvalidation (?:failed|failures?|errors?)\b|\b(?:body|request|input|values?|members?|fields?)\b[^.]*\b(?:is|are) (?:not valid|invalid)\b/iu;

/** Words by which a statement about the form of a body speaks of what is in it as well: "malformed JSON or missing fields". */
const isOfContent = /\b(?:required|missing|fields?|members?|propert(?:y|ies)|attributes?|types?|schemas?|values?)\b/iu;

/** Words by which a statement about rules is about all that is wrong in a body that can be parsed, and not about some rules alone: "is JSON but breaks a rule". */
const isOfAll = /\b(?:JSON|read|parsed?|schemas?|validation)\b|\bbod(?:y|ies) (?:that |which )?(?:is|are) (?:not valid|invalid)\b/iu;
const isOfSome = /\b(?:business|semantic\w*|domain|state)\b/iu;

/** Words by which one status may come in the place of another one: "may say 400 instead of 422", "(a few older servers say 400)". */
const eitherWay =
  /\b(?:may|might|can|could|sometimes|some|few|older|legacy)\b[^.]*\b(?:instead of|in place of|rather than|for|or|says?|answers?|gives?|returns?|sends?|uses?)\b|\beither\b/iu;

const statusCode = String.raw`(?<![\d.])[1-5]\d\d(?!\.?\d)`;

/** A status that stands before what it is for: "400 if", "422: ", "400 means". */
const isAhead = new RegExp(
  String.raw`^(?:\W*(?:an? |the )?(?:status |code )*)?${statusCode}\)?(?: \([^()]*\))?(?: *[:|=–—-]| (?:if|when|where|for|means|says|tells|stands|is (?:for|sent|used|given))\b)`,
  'u',
);

/** A status that stands behind what it is for: "broken JSON is 400", "answered with 422". */
const isBehind = new RegExp(
  String.raw`(?:\b(?:is|are|with|gets?|gives?|gave|by|as|to|means|yields?|returns?|leads to|results in|an?)|[(→=:]|->) (?:an? |the )?(?:status |code )*${statusCode}\)?$|\(${statusCode}\)?$`,
  'u',
);

/** A further thing with its status, without a verb: ", another media type 415". */
const isNext = new RegExp(
  String.raw`^,? (?:and )?(?!.*\b(?:may|might|can|could|should|sometimes)\b)(?:an? |the |another |any )?[\w-]+(?: [\w-]+){0,8} \(?${statusCode}\)?$`,
  'u',
);

/** Several statuses for one thing, or one that it is not: "is 400 or 422", "not 400 but 422". */
const isMixed = new RegExp(
  String.raw`${statusCode}\)?(?:,? (?:or|and|and then|resp\.?)|/|,) (?:an? |with |the )?(?=${statusCode})|\b(?:not|never|no|than|instead of)(?: with)? (?:an? )?${statusCode}`,
  'u',
);

/**
 * The parts of a statement that say of one status each what it is for: "A missing body or broken JSON is refused with 400, and one that does not fit its schema with 422".
 * The statement itself where it names one, or does not say that in one order.
 */
const partsByStatus = (statement: string): readonly string[] => {
  const places = [...statement.matchAll(new RegExp(statusCode, 'gu'))].map(({ index }) => index);
  if (places.length < 2 || isMixed.test(statement)) return [statement];
  const ends = places.map((place) => place + 3);
  if (places.every((place) => isAhead.test(statement.slice(place)))) {
    const head = statement.slice(0, places[0]);
    return places.map((place, n) => `${n === 0 ? head : ''}${statement.slice(place, places[n + 1])}`);
  }
  const behind = ends.map((end, n) => statement.slice(ends[n - 1] ?? 0, end));
  // "Broken JSON gives 400, an invalid body 422": the verb of the part before is that of the next one.
  const isEach = behind.every((one, n) => isBehind.test(one) || (n > 0 && isNext.test(one)));
  return places.some((place) => isAhead.test(statement.slice(place))) || !isEach || !isBehind.test(behind[0] ?? '') ? [statement] : behind;
};

/** What a part says of a body: not of a parameter, a header or a cursor. */
const saidOfBody = (part: string): string =>
  part
    .split(/(?<=[,;]) (?:or |and )?| (?:or|and) (?=(?:an?|the) )/u)
    .filter(
      (one) =>
        !/\b(?:query|headers?|paths?|cookies?|parameters?|cursors?|filters?)\b/iu.test(one) || /\b(?:bod(?:y|ies)|JSON)\b/iu.test(one),
    )
    .join(' ')
    .replaceAll(noBody, ' ');

/** What one statement tells, by each status that it names; `unclear` where it tells the two no more apart. */
const toldIn = (statement: string): readonly (readonly [Told, number] | 'unclear')[] => {
  const parts = partsByStatus(statement);
  // Words about one status in the place of another one are about the whole.
  if (parts.length === 1 || codes.some((one) => !statement.includes(one))) return parts.map(toldBy).filter((one) => one !== undefined);
  return eitherWay.test(statement) || isNoStatement(statement) ? ['unclear'] : parts.map(toldBy).filter((one) => one !== undefined);
};

/** What a part of a statement tells by the only status that it names. */
const toldBy = (statement: string): readonly [Told, number] | 'unclear' | undefined => {
  const named = new Set([...statement.matchAll(/(?<![\d.])[1-5]\d\d(?!\.?\d)/gu)].map(([status]) => status));
  const [code, ...others] = named;
  if (codes.every((one) => named.has(one)) && eitherWay.test(statement)) return 'unclear';
  if (code === undefined || others.length > 0 || !codes.some((one) => one === code)) return undefined;
  const said = saidOfBody(statement);
  if (isOfForm.test(said) || isUnreadable.test(statement)) return isOfContent.test(said) ? 'unclear' : ['unparsable', Number(code)];
  if (!isOfRule.test(said)) return undefined;
  if (isOfSome.test(said)) return 'unclear';
  return isOfAll.test(said) ? ['invalid', Number(code)] : undefined;
};

/** The statements of a text: its sentences, of which the rows of a table and the items of a list are some. */
const statementsIn = (text: string): readonly string[] => sentencesOf(text).map((one) => one.replaceAll(/[*_`]/gu, ''));

/** What the document says of the API as a whole, and of the two refusals of an operation; each with the node that says it. */
const statementsAbout = ({ document }: Contract, { responses }: Operation): readonly { readonly text: string; readonly node: string }[] => {
  const introduction = '#/info/description';
  const general = valueAt(document, introduction);
  const own = responses.flatMap(({ status, location }) => {
    const node = nodeOf(location);
    return codes.some((code) => code === status)
      ? saidIn(valueAt(document, node)).map((text) => ({ text: `${status} ${text}`, node }))
      : [];
  });
  return [...(typeof general === 'string' ? statementsIn(general).map((text) => ({ text, node: introduction })) : []), ...own];
};

/**
 * How a document says that an operation refuses a body: with one status what cannot be parsed, and with another one what breaks a rule. Undefined where it does not
 * tell both apart in plain words, names several for one of them, or the operation describes only one.
 */
export const toldStatuses = (contract: Contract, operation: Operation): ToldStatuses | undefined => {
  if (!codes.every((code) => operation.responses.some(({ status }) => status === code))) return undefined;
  const told = statementsAbout(contract, operation).flatMap(({ text, node }) => toldIn(text).map((said) => ({ node, said })));
  if (told.some(({ said }) => said === 'unclear')) return undefined;
  const of = (wanted: Told): ToldStatus | undefined => {
    const found = told.flatMap(({ node, said }) => (said !== 'unclear' && said[0] === wanted ? [{ status: said[1], node }] : []));
    const [first] = found;
    return found.every(({ status }) => status === first?.status) ? first : undefined;
  };
  const [unparsable, invalid] = [of('unparsable'), of('invalid')];
  return unparsable === undefined || invalid === undefined || unparsable.status === invalid.status ? undefined : { unparsable, invalid };
};
