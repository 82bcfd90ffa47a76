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
  /\b(?:(?:is|are|was)(?:n['’]t| not| no)|not|no)(?: (?:valid|well-formed|proper|a|an))* JSON\b|\b(?:broken|malformed|invalid|unreadable|unparsable|unparseable) JSON\b|\bJSON (?:that )?(?:is|does|can|could)(?: not|n['’]t)? (?:broken|malformed|invalid|parse|be parsed)|\b(?:can ?not|can['’]t|could not|couldn['’]t) (?:be )?(?:read|parsed?)\b/iu;

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

/** What one statement tells, by the only status that it names; `unclear` where it tells the two no more apart. */
const toldBy = (statement: string): readonly [Told, number] | 'unclear' | undefined => {
  const named = new Set([...statement.matchAll(/(?<![\d.])[1-5]\d\d(?!\.?\d)/gu)].map(([status]) => status));
  const [code, ...others] = named;
  if (codes.every((one) => named.has(one)) && eitherWay.test(statement)) return 'unclear';
  if (code === undefined || others.length > 0 || !codes.some((one) => one === code)) return undefined;
  if (isOfForm.test(statement)) return isOfContent.test(statement) ? 'unclear' : ['unparsable', Number(code)];
  if (!isOfRule.test(statement)) return undefined;
  if (isOfSome.test(statement)) return 'unclear';
  return isOfAll.test(statement) ? ['invalid', Number(code)] : undefined;
};

/** The parts of a sentence that end with one status each: "malformed JSON is 400, a body that does not fit its schema is 422". */
const eachWithStatus = (sentence: string): readonly string[] => {
  const parts = sentence.split(/(?<=\b(?:400|422)),?(?:;| and|(?<=,)) (?:and )?/u);
  const isWhole = parts.length === codes.length && parts.every((part) => /^\D+ (?:400|422)\.?$/u.test(part));
  return isWhole && !eitherWay.test(sentence) ? parts : [sentence];
};

/** The statements of a text: its sentences, of which the rows of a table and the items of a list are some. */
const statementsIn = (text: string): readonly string[] =>
  sentencesOf(text)
    .map((one) => one.replaceAll(/[*_`]/gu, ''))
    .flatMap(eachWithStatus);

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
  const told = statementsAbout(contract, operation).map(({ text, node }) => ({ node, said: toldBy(text) }));
  if (told.some(({ said }) => said === 'unclear')) return undefined;
  const of = (wanted: Told): ToldStatus | undefined => {
    const found = told.flatMap(({ node, said }) =>
      said !== undefined && said !== 'unclear' && said[0] === wanted ? [{ status: said[1], node }] : [],
    );
    const [first] = found;
    return found.every(({ status }) => status === first?.status) ? first : undefined;
  };
  const [unparsable, invalid] = [of('unparsable'), of('invalid')];
  return unparsable === undefined || invalid === undefined || unparsable.status === invalid.status ? undefined : { unparsable, invalid };
};
