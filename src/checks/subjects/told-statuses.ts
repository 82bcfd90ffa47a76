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
  /\b(?:(?:is|are|was)(?:n['’]t| not| no)|not|no)(?: (?:valid|well-formed|proper|a|an))* JSON\b|\b(?:broken|malformed|invalid|unreadable|unparsable|unparseable) JSON\b|\b(?:unreadable|unparsable|unparseable) (?:request )?bod(?:y|ies)\b|\bJSON (?:that )?(?:is|does|can|could)(?: not|n['’]t)? (?:broken|malformed|invalid|parse|be parsed)|\b(?:can ?not|can['’]t|could not|couldn['’]t) (?:be )?(?:read|parsed?)\b/iu;

/** "It breaks a rule", "fails validation", "does not match the schema". */
const isOfRule =
  /\b(?:break|violat|fail|against|contradict)\w*\b[^.]*\b(?:rules?|schemas?|validation|constraints?|limits?|checks?)\b|\b(?:does|do) not (?:match|fit|satisfy|meet|follow)\b|\bvalidation (?:failed|failures?|errors?)\b|\b(?:body|request|input|values?|members?|fields?)\b[^.]*\b(?:is|are) (?:not valid|invalid)\b/iu;

/** Words by which a statement about the form of a body speaks of what is in it as well: "malformed JSON or missing fields". */
const isOfContent = /\b(?:required|missing|fields?|members?|propert(?:y|ies)|attributes?|types?|schemas?|values?)\b/iu;

/** Words by which a statement about rules is about all that is wrong in a body that can be parsed, and not about some rules alone: "is JSON but breaks a rule". */
const isOfAll = /\b(?:JSON|read|parsed?|schemas?|validation)\b/iu;
const isOfSome = /\b(?:business|semantic\w*|domain|state)\b/iu;

/** Words by which one status may come in the place of another one: "may say 400 instead of 422", "(a few older servers say 400)". */
const eitherWay =
  /\b(?:may|might|can|could|sometimes|some|few|older|legacy)\b[^.]*\b(?:instead of|in place of|rather than|for|or|says?|answers?|gives?|returns?|sends?|uses?)\b|\beither\b/iu;

/** "May be 422", "can get a 400". */
const isPermitted = /\b(?:may|might|can|could)(?: also)? (?:be|get|give|answer|mean|return)\b[^,;]*[1-5]\d\d/iu;

const statusIn = /(?<![\d.])[1-5]\d\d(?!\.?\d)/gu;

const wordCount = (text: string): number => text.match(/\p{L}{2,}/gu)?.length ?? 0;

/**
 * The clauses of a sentence, each with its own status: "broken JSON is 400, and what breaks its schema 422", "400 for broken JSON and 422 for what breaks its schema". The sentence itself where
 * it names but one, or does not say of each status what it is for ("400 or 422").
 */
const clausesOf = (sentence: string): readonly string[] => {
  const found = [...sentence.matchAll(statusIn)];
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last || first === last) return [sentence];
  const isBehind = wordCount(sentence.slice(last.index)) === 0;
  const isBefore = wordCount(sentence.slice(0, first.index)) <= 2;
  if (isBehind === isBefore) return [sentence];
  const cuts = isBehind ? found.slice(0, -1).map(({ index }) => index + 3) : found.slice(1).map(({ index }) => index);
  const clauses = [0, ...cuts].map((from, at) => sentence.slice(from, cuts[at]));
  // "422 or, on older routes, 400" leaves it to the service.
  return clauses.every((one) => wordCount(one) > 2 && !/^\W*or\b/u.test(one)) ? clauses : [sentence];
};

const isOfParameters = /\b(?:query|headers?|parameters?|cursors?|paths?)\b/iu;
const isOfBody = /\b(?:body|bodies|payload|JSON)\b/iu;

/** What a clause says of bodies that are there: not what it says beside it of parameters, or of a body that is lacking. */
const aboutBodies = (clause: string): string =>
  clause
    .split(/(?<=,) /u)
    .filter((part) => !isOfParameters.test(part) || isOfBody.test(part))
    .join(' ')
    .replaceAll(/\b(?:missing|empty|absent)(?: or|,) (?=[\w-]+ (?:request )?bod(?:y|ies)\b)/giu, '')
    .replaceAll(/\b(?:missing|empty|absent) ((?:request )?bod(?:y|ies))\b/giu, '$1')
    .replaceAll(/\b(bod(?:y|ies)) (?:is|are) (?:missing|empty|absent)(?: or|,)/giu, '$1');

/** What a clause tells, by the only status that it names; `unclear` where it tells the two no more apart. */
const toldBy = (clause: string): readonly [Told, number] | 'unclear' | undefined => {
  const [code, ...others] = new Set([...clause.matchAll(statusIn)].map(([status]) => status));
  const statement = aboutBodies(clause);
  if (code === undefined || others.length > 0 || !codes.some((one) => one === code)) return undefined;
  if (isPermitted.test(statement)) return isOfForm.test(statement) || isOfRule.test(statement) ? 'unclear' : undefined;
  if (isOfForm.test(statement)) return isOfContent.test(statement) ? 'unclear' : ['unparsable', Number(code)];
  if (!isOfRule.test(statement)) return undefined;
  if (isOfSome.test(statement)) return 'unclear';
  return isOfAll.test(statement) ? ['invalid', Number(code)] : undefined;
};

/** What one sentence tells of each status that it names. */
const allToldBy = (sentence: string): readonly (readonly [Told, number] | 'unclear')[] => {
  const named = new Set([...sentence.matchAll(statusIn)].map(([status]) => status));
  if (codes.every((one) => named.has(one)) && eitherWay.test(sentence)) return ['unclear'];
  if (codes.some((one) => named.has(one)) && /\binstead\b/iu.test(sentence)) return ['unclear'];
  return clausesOf(sentence)
    .map(toldBy)
    .filter((one) => one !== undefined);
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
  const told = statementsAbout(contract, operation).flatMap(({ text, node }) => allToldBy(text).map((said) => ({ node, said })));
  if (told.some(({ said }) => said === 'unclear')) return undefined;
  const of = (wanted: Told): ToldStatus | undefined => {
    const found = told.flatMap(({ node, said }) => (said !== 'unclear' && said[0] === wanted ? [{ status: said[1], node }] : []));
    const [first] = found;
    return found.every(({ status }) => status === first?.status) ? first : undefined;
  };
  const [unparsable, invalid] = [of('unparsable'), of('invalid')];
  return unparsable === undefined || invalid === undefined || unparsable.status === invalid.status ? undefined : { unparsable, invalid };
};
