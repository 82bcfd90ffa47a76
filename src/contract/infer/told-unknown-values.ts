import { rememberedByText } from '../../model/remembered.ts';
import { literalPattern } from '../pattern/literal-pattern.ts';
import { sentencesOf } from './sentences.ts';

/** What is sent for a parameter, as a sentence about it calls that. */
const thing = String.raw`(?:values?|words?|keys?|codes?|names?|entr(?:y|ies)|elements?|items?|terms?|tokens?|kinds?|types?|stat(?:us(?:es)?|es?)|levels?|categor(?:y|ies)|roles?|ones?|texts?|tags?|labels?|modes?|options?|choices?|columns?|fields?|members?|sort(?:ing)? (?:keys?|orders?)|orders?|regions?|priorit(?:y|ies)|channels?|currenc(?:y|ies)|countr(?:y|ies)|languages?)`;

/** Words for what is none of the values that there are. */
const unknown = [
  // "Unknown values", "an unrecognised status", "undocumented words", "any other value".
  String.raw`\b(?:unknown|unrecogni[sz]ed|undocumented|unlisted|unsupported|non-?existent|nonexistent|misspel(?:t|led)|invalid|(?:any|all|every|each)?(?: of the)? ?other) (?:[\w-]+ ){0,2}?${thing}\b`,
  // "A word that is not a status", "values which are not in the list", "something that is no status".
  String.raw`\b(?:${thing}|anything|something|whatever|what) (?:that|which) (?:is|are) (?:not|no|none|neither)\b`,
  String.raw`\b${thing} (?:(?:that|which) )?(?:do(?:es)? not exist|(?:we|it|this service|the server) do(?:es)? not know|nobody knows)\b`,
  // "Values outside the list", "a value not listed here", "values other than these".
  String.raw`\b(?:${thing}|anything) (?:outside|not (?:in|on|among|part of|listed|named|mentioned|known)|other than|beyond)\b`,
  // "Anything else", "everything else", "others".
  String.raw`\b(?:any|every)thing else\b|\ball else\b|\b(?:all )?others?\b(?= (?:is|are|gets?|gives?|leads?|results?|yields?|fails?))`,
].join('|');

const refusal = [
  String.raw`(?:is|are|gets?|will be|shall be) (?:always )?(?:answered|refused|rejected|turned (?:down|away)|not (?:accepted|allowed|permitted|taken))\b`,
  String.raw`(?:is|are|counts? as|is treated as|are treated as) (?:an? )?(?:error|mistake|client error|bad request|\W?4(?:00|04|22)\b)`,
  String.raw`(?:gives?|gets?|yields?|means?|causes?|produces?|returns?|leads? to|leads? into|results? in|ends? (?:in|with)|fails? with|(?:is|are) met with|(?:is|are) responded to with|→|->|=>|:)[^.;,]{0,24}?\W?\b4(?:00|04|22)\b`,
  String.raw`(?:fails?|is invalid|are invalid)\b`,
].join('|');

const unknownRefused = new RegExp(String.raw`(?:${unknown})[^.;]{0,60}?(?:^|\s|,)(?:${refusal})`, 'iu');

/** "We refuse unknown values with 400", "400 for a value that is not known". */
const refusesUnknown = new RegExp(
  String.raw`(?:\b(?:we|this service|the server|it) (?:refuses?|rejects?|do(?:es)? not (?:accept|take))|\b4(?:00|22)\W* (?:for|on|upon|if given|in case of|with)|\b(?:refused|rejected)\b[^.;]{0,20}\b(?:for|on)) (?:(?:an?|any|all|every|each|the|some) )*(?:${unknown})`,
  'iu',
);

/** "Has to be one of the statuses, otherwise 400", "must be one of these or the call is refused". */
const mustBeKnown =
  /\b(?:must|has to|have to|needs? to|can only|may only) be (?:(?:a|an|one|any|some|each|all|either) )*(?:of (?:the|these|those|its)\b|known\b|valid\b|existing\b|listed\b|documented\b)[^.;]{0,60}\b(?:or|otherwise|else)\b[^.;]{0,30}\b(?:4(?:00|22)|refused|rejected|an error)\b/iu;

/** Words by which it is refused at times only, or something else becomes of it. */
const unsure =
  /\b(?:may|might|can|could|should|usually|ignored?|ignores|dropp?(?:s|ed)?|skipp(?:s|ed)|left out|passed over|discarded|disregarded|falls? back|default|treated as if|taken (?:as|for)|unless|except|only (?:if|when|where|with)|when|while|if|together|combined|combination|besides?|at the same time|finds? nothing|matches nothing|empty (?:list|page|result)|body|bod(?:y|ies)|request bod\w+|header)\b/iu;

/** Words by which it is not refused, or only elsewhere, or not yet: "never lead to a 400", "answered with all items", "in strict mode", "from version 2 on". */
const otherwise =
  /\b(?:never|(?:do|does|will|would|did|can|is|are|shall)(?: not|n't|n’t) (?:be|cause|fail|give|get|lead|mean|produce|result|return|yield|end|an? error|(?:yet )?(?:answered|refused|rejected|turned))|cannot (?:fail|be)|no longer|(?:answered|responded to) (?:with|by|as) (?!(?:(?:an?|the|http|status|code|client|bad|error|problem|validation|status code) )*(?:\W?4\d\d|error|refusal|problem|bad request|client error)\b)|future|mode|versions?|release|sandbox|production|starting|as of|from (?:\d|next|then|january|february|march|april|may|june|july|august|september|october|november|december)|planned|deprecated|legacy|formerly|used to|found by|(?:orders|items|requests|entries|records|calls|jobs) (?:with|of|that have|having))\b/iu;

/** Behind the refusal nothing is unsure: "Unknown values are refused, so that a typing error does not go unnoticed". */
const reason =
  /(?:,? (?:so that|because|since|as (?:they|it|we)|in order to|which would|rather than|instead of|and (?:never|not)|, not)|, as an?)\b.*$/iu;

/** "Values that are no dates", "an unknown parameter name": about the form, or about names of parameters. */
const isAboutNames = /\b(?:unknown|unrecogni[sz]ed|undocumented|unsupported|other|additional|further|extra) (?:query )?parameters?\b/iu;

/** What may follow a refusal that holds for all and always: how it is answered, and what is beside that. "For admins", "in the app" and "silently" are something else. */
const behindRefusal =
  /^(?:[\W]*\b(?:with|by|as|an?|the|its|own|http|status|code|client|bad|request|errors?|problem|details?|documents?|body|response|answer|message|validation|unprocessable|entity|content|invalid|input|parameters?|4\d\d|\w+[-_]\w+|outright|right|straight|away|immediately|directly|at once|always|too|well|instead|here|everywhere|like|any|other|(?:on|in|for|of) (?:this|all|every|each|any|both|either|the (?:parameter|query|filter|same way))(?: \w+)?|by (?:this|the) (?:server|service|api))\b)*(?:\W*$|\s*[,;:()–—-]|\s+(?:and|so|since|because|rather|but|or|that|which)\b)/iu;

/** Is an unknown value refused in a sentence, whoever sends it and wherever. */
const isRefusedForAll = (sentence: string): boolean => {
  const found = unknownRefused.exec(sentence);
  return found !== null && behindRefusal.test(sentence.slice(found.index + found[0].length));
};

const isSaid = rememberedByText((sentence): boolean => {
  const plain = sentence.replaceAll(/[`*“”"]/gu, '').replace(reason, '');
  return (
    !unsure.test(plain) &&
    !otherwise.test(plain) &&
    !isAboutNames.test(plain) &&
    (isRefusedForAll(plain) || refusesUnknown.test(plain) || mustBeKnown.test(plain))
  );
});

/** Words that say surely of a made-up word, also where nothing lists the others, that there is no such value: one of another length or with another sign may be what else is meant. */
const surelyUnknown = new RegExp(
  String.raw`\b(?:unknown|unrecogni[sz]ed|undocumented|unlisted|non-?existent|nonexistent|misspel(?:t|led)) |\b(?:that|which) (?:is|are) (?:not (?:an?|one of|any of) (?!valid)|not (?:known|listed|in the list)|no (?!valid)|none)|\b(?:do(?:es)? not exist|do(?:es)? not know|nobody knows)\b|\bnot (?:in the list|on the list|among|listed|named|known)\b`,
  'iu',
);

/** Does a text name some of the values itself, in backticks: "`open` or `shut`; anything else is refused". */
const listsSome = (texts: readonly string[]): boolean => texts.some((text) => (text.match(/`[\w.:-]+`/gu) ?? []).length > 2);

/** A sentence of the operation or of the API has to speak of what is in the query. */
export const ofQuery = /\b(?:filters?|query|queries|parameters?)\b/iu;

/** A sentence that names a parameter may speak of a member of the same name; not where it is about a list. */
const ofList = /\b(?:filters?|query|queries|parameters?|lists?|listings?|pages?|sort(?:s|ed|ing)?|order(?:s|ed|ing)? by)\b/iu;

/** The sentences of a text, and their parts that a semicolon or "but" separates, with their negations written out. */
export const clausesOf = rememberedByText((text): readonly string[] =>
  sentencesOf(text).flatMap((one) => one.replaceAll(/\b(is|are|do|does)n['’]t\b/giu, '$1 not').split(/(?<=;) |, but (?=\p{L})/u)),
);

/** Does a sentence name a parameter in backticks or quotes. */
const namesIt = (sentence: string, name: string): boolean => new RegExp(`[\`"“]${literalPattern(name)}[\`"”]`, 'u').test(sentence);

/** Words that are no names of parameters, though they stand in backticks. */
const isCode = /^(?:4\d\d(?: .*)?|[A-Z]+|\d+)$/u;

/** Does a sentence name no parameter, or the one that is meant: "Unknown values of `sort` are refused" says nothing of the others. */
export const isOf = (sentence: string, name: string | undefined): boolean => {
  const named = [...sentence.matchAll(/`([^`]+)`/gu)].map(([, one = '']) => one).filter((one) => !isCode.test(one));
  return named.length === 0 || (name !== undefined && named.includes(name));
};

/** Does a clause say that an unknown value is passed over, or finds nothing. */
const isPassedOver = rememberedByText(
  (clause) =>
    new RegExp(unknown, 'iu').test(clause) &&
    /\b(?:ignored?|ignores|dropped|drops|skipped|passed over|discarded|disregarded|find|finds|match|matches|empty)\b/iu.test(
      clause.replace(reason, ''),
    ),
);

/**
 * Is a query parameter by its own text, or by a sentence of the operation or of the API about values of the query, not refused for an unknown value: it is passed over,
 * finds nothing, or is only refused from another version on.
 */
export const passesOverUnknownValues = (own: readonly string[], around: readonly string[], name: string): boolean =>
  own.flatMap(clausesOf).some((one) => isPassedOver(one) || (new RegExp(unknown, 'iu').test(one) && otherwise.test(one))) ||
  around.flatMap(clausesOf).some((one) => ofQuery.test(one) && /\bvalues?\b/iu.test(one) && isOf(one, name) && isPassedOver(one));

/**
 * The sentence by which a query parameter whose value is none of those that there are is refused; undefined where there is none, or another sentence says that such a value is passed over.
 * @param own What is written of the parameter.
 * @param around What is written of the operation and of the API, where a sentence has to speak of values of filters or parameters.
 * @param name The name of the parameter: a sentence around that speaks of another by name is not about it.
 * @param isListed Does a schema list the values that there are.
 * @param name The parameter: a sentence around that names it is about its values as well ("`sort` takes a field; one that is not in the list is a 400").
 */
export const refusalOfUnknownValues = (
  own: readonly string[],
  around: readonly string[],
  isListed = true,
  name?: string,
): string | undefined => {
  if (own.flatMap(clausesOf).some(isPassedOver)) return undefined;
  const isSure = isListed || listsSome(own);
  const found = own.flatMap(clausesOf).find((one) => isSaid(one) && (isSure || surelyUnknown.test(one)));
  const named = name === undefined ? [] : around.flatMap(sentencesOf).filter((one) => namesIt(one, name) && ofList.test(one));
  const ofIt = named.flatMap(clausesOf).find((one) => isSaid(one) && (isSure || surelyUnknown.test(one)));
  if (found !== undefined || ofIt !== undefined || !isListed) return found ?? ofIt;
  return around.flatMap(clausesOf).find((one) => ofQuery.test(one) && /\bvalues?\b/iu.test(one) && isOf(one, name) && isSaid(one));
};
