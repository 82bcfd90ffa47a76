import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { statusesAboutFaults } from '../../contract/infer/conventions/refusals.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, ResponseDeclaration, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { rememberedByText } from '../../model/remembered.ts';
import { saidIn } from '../../contract/said.ts';

/** The promise that a refusal names every mistake. */
export type PromisedMistakes = {
  readonly sentence: string;
  /** The statuses that the sentence names; empty where it names none. */
  readonly statuses: readonly number[];
};

/** What is at fault, by words of its own: "every violation", "each offending field". */
const fault = String.raw`(?:(?:\w+ ){0,2}(?:mistakes?|violations?|problems?|faults?|issues?|errors?)(?! (?:codes?|messages?|details?|objects?|response|is|are|has|have|carries|comes|contains?|shows?)\b)|(?:\w+ ){0,3}(?:members?|fields?|propert(?:y|ies)|attributes?|values?|places?|parameters?|inputs?))`;

/** What is at fault, by words that may as well be the matter of an API: "every breach", "all defects", "each rule that is broken". */
const breach = String.raw`(?:(?:\w+ ){0,2}(?:breach(?:es)?|defects?|objections?|complaints?|shortcomings?|failures?)|(?:(?:broken|violated|breached) )(?:rules?|constraints?)|(?:rules?|constraints?)(?: (?:that|which))?(?: (?:is|are|was|were))? (?:broken|violated|breached|not (?:met|kept)))`;

/** Words by which a sentence is about what is refused. */
const isOfRefusal = /\b4\d\d\b|\b(?:validat\w+|refus\w+|reject\w+|body|bodies|request|schema|inputs?|errors?|invalid)\b/iu;

const every = String.raw`(?:every|each|all)(?: single)?(?: of)?(?: the)?`;

/** Words that show a place to be one with a mistake. */
const isAtFault =
  /\b(?:wrong|invalid|incorrect|offending|faulty|failing|failed|fails|broken|bad|mistaken?s?|violat\w+|problems?|faults?|issues?|errors?|rejected|not (?:valid|fit)|at fault|breach(?:es|ed)?|defects?|objections?|complaints?|shortcomings?|failures?)\b/iu;

/** "Not only the first", of what is told. */
const notFirst = String.raw`not (?:just|only|merely|simply) (?:for )?the first\b`;

/** "At once", of what is told, and not of what is done: "rejected together". */
const allTold = String.raw`(?<!\b(?:rejected|refused|retried|fixed|counted|stored|dropped|delivered|rolled back) )(?:at once|together(?! with\b)|in one (?:go|answer|response))`;

const forms: readonly RegExp[] = [
  // "`errors` names every member that is wrong", "lists all invalid fields".
  new RegExp(
    String.raw`\b(?:names?|lists?|listing|naming|reports?|reporting|mentions?|tells?|collects?|enumerates?) ${every} ${fault}`,
    'iu',
  ),
  // "lists everything that is wrong", "tells all that does not fit".
  /\b(?:names?|lists?|reports?|mentions?|tells?|collects?|shows?|contains?|holds?|has) (?:everything|whatever|all)(?: (?:that|which))?(?: (?:is|was|does|did))? (?:wrong|invalid|at fault|broken|amiss|not (?:fit|valid))\b/iu,
  // "Validation does not stop at the first mistake".
  /\b(?:not|never|n['’]t|without) stop(?:s|ping)? (?:at|after|with) the first (?:mistake|violation|problem|fault|issue|error|breach|one)\b/iu,
  // "has an entry for every member that is wrong", "one item per violation".
  new RegExp(
    String.raw`\b(?:an?|one) (?:\w+ )?(?:entry|item|element|object|line|message|error|detail)s? (?:for|per)(?: ${every})? ${fault}`,
    'iu',
  ),
  // "`details` has an entry for each of them that is wrong".
  /\b(?:an?|one) (?:\w+ )?(?:entry|item|element|object|line|message|error|detail)s? for (?:each|every(?: single)? one|all) of (?:them|these|those)\b/iu,
  // "All errors are reported at once", "not only the first".
  new RegExp(
    String.raw`\b${every} (?:\w+ ){0,3}(?:mistakes?|violations?|problems?|errors?|members?|fields?)\b.{0,40}\b(?:${allTold}|${notFirst})`,
    'iu',
  ),
  new RegExp(String.raw`\b(?:mistakes?|violations?|problems?|errors?|members?|fields?|places?)\b.{0,60}\b${notFirst}`, 'iu'),
];

/** The same in words that count only in a sentence about what is refused. */
const formsOfRefusal: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:names?|lists?|listing|naming|reports?|reporting|mentions?|tells?|collects?|enumerates?) ${every} ${breach}`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:an?|one) (?:\w+ )?(?:entry|item|element|object|line|message|error|detail)s? (?:for|per)(?: ${every})? ${breach}`,
    'iu',
  ),
  new RegExp(String.raw`\b${every} ${breach}\b.{0,40}\b(?:${allTold}|${notFirst})`, 'iu'),
];

/** Mistakes as the subject of a sentence: "all violations", "every invalid field", "each broken rule". */
const faults = String.raw`(?:(?:\w+ ){0,2}(?:mistakes?|violations?|problems?|faults?|issues?|errors?|breach(?:es)?|defects?|objections?|complaints?|shortcomings?)|(?:(?:wrong|invalid|incorrect|offending|faulty|failing|failed|bad|rejected) )(?:members?|fields?|propert(?:y|ies)|attributes?|values?|parameters?|inputs?)|(?:broken|violated|breached) (?:rules?|constraints?))`;

const inThe = String.raw`(?:in|under|within|inside|by) (?:the |its |an? |one )?(?:(?:member|field|property|array|list) (?:called |named )?)?`;

/** That they are told in the answer: "are listed in \`faults\`", "is named in the response", "are reported in \`errors\`". What is "reported in \`error\`" may be one. */
const areTold = String.raw`(?:is|are)(?: (?:all|each|then|always))? (?:(?:listed|named|collected|enumerated|gathered) ${inThe}(?:\x60(?!codes?\x60|types?\x60|ids?\x60)[\w-]+\x60|(?:same )?(?:answer|response|reply|problem details?|error (?:body|object|response|answer))\b)|(?:reported|told|given|shown|returned) ${inThe}\x60(?!codes\x60|types\x60|ids\x60)[\w-]+s\x60)(?! (?:header|section|table|of the ))`;

/** The same the other way round, where the words show the place: "all violations are listed in \`errors\`", "the mistakes are all named in the answer". */
const passiveForms: readonly RegExp[] = [
  new RegExp(String.raw`\b${every} ${faults} ${areTold}`, 'iu'),
  new RegExp(String.raw`\b${faults} (?=are all\b)${areTold}`, 'iu'),
  new RegExp(
    String.raw`\x60[\w.-]+\x60 (?:then )?(?:holds|contains|carries|shows|gives) ${every} ${faults}(?! (?:codes?|messages?|types?|details?)\b)`,
    'iu',
  ),
];

/** Words by which a sentence takes back what it says, or is about the entries of a list in the request. */
const unclear =
  /\b(?:may|might|can|could|not (?:every|all|each)|usually|as (?:a rule|far as)|up to|at most|first|rows?|lines?|items? (?:of|in) the (?:request|batch))\b/iu;

/** Words of what tells mistakes elsewhere, at times or where it is asked for, and of a check that goes in steps. */
const isElsewhere =
  /\b(?:logs?|audits?|newsletters?|change ?logs?|status page|dry[- ]runs?|deliver(?:y|ies)|webhooks?|retried|verbose|\w+=(?:true|1)|(?:of|in) (?:a|the|one) (?:section|step|stage|page)|step by step|stops there|(?:in|of|for) the last (?:second|minute|hour|day)s?|known issues|fixed)\b/iu;

/** A list of the values that are at fault, which names no members: "every rejected value is returned in \`values\`". */
const isOfValues =
  /\b(?:values?|inputs?)\b(?! of).{0,40}\x60[\w.-]*(?:values?|inputs?)\x60|\x60[\w.-]*(?:values?|inputs?)\x60.{0,40}\b(?:values?|inputs?)\b|\b(?:values?|inputs?) (?:is|are) (?:echoed|repeated|quoted|returned|given back|sent back)\b|\b(?:returns?|echoes|repeats|gives back) \w+ (?:\w+ )?(?:values?|inputs?)\b/iu;

/** Where a sentence names the first mistake to say that it is not the only one that is told. */
const isBeyondFirst = new RegExp(String.raw`\b${notFirst}|\bstop(?:s|ping)? (?:at|after|with) the first\b`, 'giu');

/** The sentence of a text by which refusals name every mistake. */
export const promiseIn = rememberedByText((text): PromisedMistakes | undefined => {
  const found = sentencesOf(text)
    .map((marked) => ({ marked, one: marked.replaceAll(/[*_`]/gu, '') }))
    .find(({ marked, one }) => {
      const rest = one.replaceAll(isBeyondFirst, '');
      const isPromise =
        forms.some((form) => form.test(one)) ||
        (isOfRefusal.test(one) && (formsOfRefusal.some((form) => form.test(one)) || passiveForms.some((form) => form.test(marked))));
      if (isOfValues.test(marked)) return false;
      return isAtFault.test(one) && !unclear.test(rest) && !isElsewhere.test(rest) && !holdsForSome(rest) && isPromise;
    })?.one;
  if (found === undefined) return undefined;
  return { sentence: found, statuses: [...found.matchAll(/(?<!\d)4\d\d(?!\d)/gu)].map(([status]) => Number(status)) };
});

const deepest = 4;

/** What a schema and the schemas inside it say. */
const saidBy = (document: Contract['document'], schema: Schema | undefined, depth = 0): readonly string[] => {
  if (schema === undefined || depth > deepest) return [];
  const own = descriptionsIn(document, schema);
  const inner = [...membersOf(document, schema).values(), itemsOf(document, schema)];
  return [...own, ...inner.flatMap((one) => saidBy(document, one, depth + 1))];
};

/** What the document says of a response. */
const saidOf = ({ document }: Contract, { location, content }: ResponseDeclaration): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...content.flatMap(({ schema }) => saidBy(document, schema)),
];

/** What a document says of how the body of an operation is refused: of its 400 and 422, of the operation, and of the API as a whole; undefined where it describes no such refusal. */
export const saidOfRefusals = (contract: Contract, { location, responses }: Operation): readonly string[] | undefined => {
  const { document } = contract;
  const refusing = responses.filter(({ status }) => statusesAboutFaults.has(status));
  if (refusing.length === 0) return undefined;
  return [...refusing.flatMap((one) => saidOf(contract, one)), ...saidIn(valueAt(document, nodeOf(location))), ...saidIn(document['info'])];
};

/** The promise of a document that a refusal of an operation's body names every mistake: in words of the API, of the operation, or of its 400 and 422; undefined where it makes none. */
export const promisedMistakes = (contract: Contract, operation: Operation): PromisedMistakes | undefined =>
  saidOfRefusals(contract, operation)
    ?.map(promiseIn)
    .find((one) => one !== undefined);
