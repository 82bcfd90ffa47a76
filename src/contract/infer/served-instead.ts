import type { Contract, Operation, Parameter } from '../model.ts';
import { nodeOf } from '../../model/location.ts';
import { valueAt } from '../pointer.ts';
import { rememberedByText } from '../../model/remembered.ts';
import { saidIn } from '../said.ts';
import { clausesOf, isOf, ofQuery } from './told-unknown-values.ts';

/** What a value is, as a sentence about the form of values calls that. */
const form = String.raw`(?:numbers?|integers?|digits?|numerals?|numeric|dates?|times?|timestamps?|date-times?|booleans?|uuids?|one|readable|parsable|parseable|usable|valid|understood|recogni[sz]ed|of (?:this|that|the (?:right|documented|expected)) (?:type|form|format))`;

/** Words for a value that cannot be read as what its parameter takes. */
const unreadable = [
  // "What is not a positive whole number", "values that are no dates", "if it is not a number".
  String.raw`\b(?:what|whatever|which|that|it|this|anything|something|value) (?:is|are|was|were) (?:not|no|neither)\b(?: (?:a|an|any|such|really|valid|positive|negative|whole|natural|plain|decimal|real|calendar|rfc|iso|\d+))* ${form}\b`,
  String.raw`\b(?:is|are)(?: not|n['’]t) numeric\b`,
  // "Anything else", "all else", "other values".
  String.raw`\b(?:any|every)thing else\b|\b(?:all|whatever) else\b|\b(?:(?:any|all|every) )?other (?:values?|numbers?|texts?|sizes?|words?|input)\b|\b(?:all )?others\b`,
  // "Invalid values", "an unreadable size", "malformed query parameters", "non-numeric values", "garbage".
  String.raw`\b(?:invalid|unreadable|malformed|unpars[e]?able|unusable|unsuitable|nonsensical|faulty|bad|wrong|non-?numeric|non-?integer)(?: (?:or|and) [\w-]+)? (?:[\w-]+ )?(?:values?|numbers?|sizes?|input|texts?|words?|ones?|parameters?|filters?|dates?|times?|pages?|limits?)\b`,
  String.raw`\b(?:cannot|can not|can['’]t|could not|does not|do not) (?:be )?(?:read|parsed?|understood|interpreted|converted|used as)\b`,
  String.raw`\b(?:garbage|nonsense)\b`,
].join('|');

/** Words by which something else is taken in the place of such a value. */
const instead = [
  String.raw`\b(?:counts?|counted|(?:is|are|gets?|will be) (?:\w+ly )?(?:read|treated|taken|understood|regarded|handled|considered|interpreted|seen|parsed)) (?:as|for|like)\b`,
  String.raw`\b(?:is|are|gets?|will be) (?:\w+ly )?(?:ignored|dropped|skipped|passed over|discarded|disregarded|replaced|overlooked)\b`,
  String.raw`\b(?:we|the (?:server|service|api)|it) (?:\w+ly )?(?:ignores?|drops?|skips?|disregards?|replaces?|passes? over)\b`,
  String.raw`\b(?:falls?|falling|fell) back (?:to|on)\b|\b(?:defaults?|reverts?|resets?) to\b|\bbecomes?\b`,
  String.raw`\b(?:gives?|yields?|means?|leads? to|results? in|gets?|selects?|makes?|returns?) (?:the )?(?:default|first page|usual|\d+(?! \w*error)\b)`,
  String.raw`\b(?:has|have|is|are) (?:no|without) effect\b|\b(?:does|do|changes?) nothing\b`,
  String.raw`\b(?:default|usual|\d+)\b[^.;,]{0,30}\b(?:is|are) (?:used|taken|applied|assumed|served|given|meant)\b|\b(?:default|usual|\d+)\b[^.;,]{0,20}\b(?:applies|holds|counts|stands|takes (?:its|their) place)\b`,
  String.raw`\bas (?:if|though) (?:it|they|the parameter|nothing) (?:was|were|had)\b`,
].join('|');

/** Words by which the value is refused after all. */
const otherwise =
  /(?<!\d)4\d\d\b|\b(?:refus\w+|reject\w+|errors?|mistakes?|fails?|invalid request|bad request|problem|(?:never|no longer|not) (?:be )?(?:\w+ly )?(?:ignored?|dropped|replaced|skipped|accepted|read as|taken as|treated as|fall(?:s|ing)?))\b/iu;

/** Words by which a sentence that stands around is about something else than the query. */
const elsewhere = /\b(?:bod(?:y|ies)|headers?|fields?|members?)\b/iu;

const tells = rememberedByText((clause): boolean => {
  const plain = clause.replaceAll(/[`*“”"]/gu, '');
  return new RegExp(unreadable, 'iu').test(plain) && new RegExp(instead, 'iu').test(plain) && !otherwise.test(plain);
});

/**
 * Is something else taken in the place of a value of a parameter that cannot be read, by its own text or by a sentence around that speaks of parameters: "What is not a positive whole
 * number counts as not sent", "falls back to 20 if it is not a number", "Invalid query parameters are ignored". Nobody is told of such a value, so that no refusal can be expected.
 */
export const isServedInstead = (
  { document }: Pick<Contract, 'document'>,
  operation: Pick<Operation, 'location'>,
  { location, name }: Pick<Parameter, 'location' | 'name'>,
): boolean => {
  const said = (one: Operation['location']): readonly string[] => saidIn(valueAt(document, nodeOf(one))).flatMap(clausesOf);
  const around = [...said(operation.location), ...saidIn(document['info']).flatMap(clausesOf)];
  const isAboutIt = (one: string): boolean => (ofQuery.test(one) || one.includes(`\`${name}\``)) && isOf(one, name) && !elsewhere.test(one);
  return said(location).some(tells) || around.some((one) => isAboutIt(one) && tells(one));
};
