import { rememberedByText } from '../../model/remembered.ts';

const matters = String.raw`(?:(?:do(?:es)? not|doesn't|don't) (?:matter|count|make)|makes? no difference|(?:is|are) (?:ignored|irrelevant|disregarded|not (?:considered|significant|distinguished|relevant)))`;
/** The word, and not "in that case" or "where this is the case". */
const letterCase = String.raw`(?<!\b(?:that|this|such|such an?|each|every|any|other|which|latter|former|first|second|either|no|(?:is|was|be|not) the|legal|court|support|test|edge|use) )case\b(?! (?:of (?!(?:the |its |their )?letters)|numbers?|status|law|files?|ids?|(?:they|it|we|you) (?:is|are|was|were)|is (?:open|closed|new)))`;
const upperAndLower = String.raw`(?:upper|lower)[- ]?(?:case )?(?:and|or) (?:upper|lower)[- ]?case`;

const forms: readonly string[] = [
  String.raw`(?<!\b(?:not|never|neither|nor|no longer|n't) (?:\w+ )?)\bcase[- ]?(?:insensitiv|blind)`,
  String.raw`\b(?:ignor\w*|without regard (?:to|for)|regardless of|irrespective of|disregard\w*)\b[^.;]*\b${letterCase}`,
  String.raw`\b(?:whatever|whichever) (?:the |letter )*case\b`,
  String.raw`\b${upperAndLower}\b[^.;]*\b(?:alike|not matter|ignored|the same|equal|irrelevant|not (?:distinguished|told apart|kept apart)|mak(?:es?|ing) no difference)\b`,
  String.raw`\bin (?:upper|lower) or (?:upper|lower) case\b`,
  // Of letters alone it would say which ones a text may have.
  String.raw`\b(?:part of|parts of|match\w*|search\w*|contain\w*|finds?|compared?)\b[^.;]*, (?:in |whether (?:in )?)?${upperAndLower}(?= *(?:[.;)]|$))`,
  String.raw`\b${letterCase} (?:of (?:the |its |their )?letters )?${matters}\b`,
  String.raw`\bneither\b[^.;]*\b${letterCase}[^.;]*\b(?:matters?|counts?)\b`,
  String.raw`\b${letterCase}[^.;]*\b(?:makes? no difference|(?:are|is) ignored)\b`,
  String.raw`\bdiffers? (?:only )?(?:in|by) (?:the |its |their |letter )*case\b`,
  String.raw`\bletter case aside\b`,
  String.raw`\bcapitals?(?: letters)? (?:do|does) not (?:matter|count)\b`,
  String.raw`\b(?:however|no matter how|whichever way) (?:it|they|these|those|(?:the|an?|its|their) [\w-]+) (?:is|are|may be) (?:capitali[sz]ed|cased)\b`,
  String.raw`\b(?:regardless|irrespective) of (?:the |its |their )?capitali[sz]ation\b`,
  String.raw`\bcapitali[sz]ation ${matters}\b`,
  String.raw`\bcompared in lower[- ]?case\b`,
  String.raw`\bcase[- ](?:independent(?:ly)?|agnostic)\b|\bcaseless(?:ly)?\b`,
  String.raw`\b(?:do(?:es)? not|don't|doesn't|never) (?:care (?:about|for)|mind|distinguish|look at|pay attention to|differentiate)\b[^.;]*\b${letterCase}`,
  String.raw`\bin any (?:letter case|capitali[sz]ation)\b`,
];

/** "Sorted by name, case ignored", "with case and accents disregarded", "case aside": in the place of a sentence of its own, at the end of what it is about. */
const besideCase = String.raw`(?:accents?|diacritics?|spaces?|punctuation|hyphens?|umlauts?)`;
const setAside = String.raw`(?:(?:being |both )?(?:ignored|disregarded|neglected|aside|notwithstanding|not (?:considered|distinguished|significant|regarded|counted|looked at)))`;
const apposed = String.raw`(?:^|[,;:(\u2013\u2014]\s*|\b(?:with|and with) (?:(?:the|its|their) )?|\s-\s|\b(?:letter|letters'|upper[- ]?(?:/|and|or) ?lower)[- ]?)(?:${besideCase}(?:, ${besideCase})? and )?case(?:(?:,| and) ${besideCase}(?: and ${besideCase})?)? ${setAside}(?=\s*(?:[).,;:\u2013\u2014]|\(|$|\b(?:and|but|as)\b))`;

const ignores = new RegExp([...forms, apposed].join('|'), 'iu');

/** Does a text say that texts are compared without the case of their letters: "without regard to upper and lower case", "in whatever case it is written". */
export const ignoresLetterCase = rememberedByText((text) => ignores.test(text));
