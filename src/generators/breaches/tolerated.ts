/** What a sentence of a document allows beyond the schema that it is about. */
type Tolerance = {
  readonly keywords: readonly string[];
  /** All of them occur in one sentence. */
  readonly words: readonly RegExp[];
  /** Holds for everything that is written by numbers: also in a sentence about the API as a whole, which names them. */
  readonly everywhere?: RegExp;
};

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
const limits = [...bounds, 'minLength', 'maxLength', 'minItems', 'maxItems', 'multipleOf', 'pattern', 'format', 'enum'];

const accepting =
  /\b(?:accept(?:s|ed)?|allow(?:s|ed)?|tolerate[sd]?|permit(?:s|ted)?|convert(?:s|ed)?|coerced?|parsed|read as|taken as|treated as|may (?:also |still )?be (?:sent|given|passed|written)|understood)\b/iu;

const tolerances: readonly Tolerance[] = [
  {
    keywords: ['type'],
    words: [/\b(?:strings?|texts?|quoted|in quotes)\b/iu, accepting],
    everywhere: /\b(?:numbers?|integers?|numeric|booleans?)\b/iu,
  },
  { keywords: ['type', 'multipleOf'], words: [/\brounded\b|\brounds\b|\bdecimals?\b.*\b(?:dropped|ignored|cut)\b/iu] },
  {
    keywords: bounds,
    words: [
      /\bclamp(?:s|ed)?\b|\bcapped\b|\b(?:raised|lowered|reduced|brought(?: back)?|moved|pulled|adjusted|cut(?: down)?|set) to\b|\bnearest\b|\b(?:treated|taken|read|understood|handled|counted) (?:as|like) (?:if (?:it|they) (?:was|were) )?(?:(?:the|its|this|that|a) )?(?:maximum|minimum|limit|bound|largest|greatest|smallest|\d+)\b|\breplaced (?:by|with) (?:the|its) (?:maximum|minimum|limit|bound)\b/iu,
    ],
  },
  { keywords: ['maxLength', 'maxItems'], words: [/\btruncate[sd]?\b|\bshortened\b|\bclipped\b|\b(?:is|are|be) cut\b/iu] },
  {
    keywords: ['uniqueItems'],
    words: [/\b(?:duplicates?|doubles?|repeated|twice)\b/iu, /\b(?:removed?|dropped?|ignored?|merged|collapsed|discarded|once)\b/iu],
  },
  {
    keywords: ['enum'],
    words: [/\b(?:unknown|other|unrecogni[sz]ed)\b/iu, /\b(?:accepted|allowed|ignored|treated|taken|kept|mapped)\b/iu],
  },
  {
    keywords: ['additionalProperties'],
    words: [/\b(?:unknown|other|additional|extra|further)\b/iu, /\b(?:ignored|accepted|allowed|dropped|kept)\b/iu],
  },
  { keywords: limits, words: [/\b(?:longer|shorter|larger|smaller|older|other)(?: \w+)? (?:is|are|may)\b/iu, accepting] },
  { keywords: limits, words: [/\b(?:not|never|no longer) (?:yet )?(?:checked|validated|enforced|verified)\b/iu] },
];

/** Sentences with which a document refuses. */
const refusing = /\b(?:refused|rejected|invalid|error|fails?|[45]\d\d)\b/iu;

/** Sentences with which it says that it does not accept. */
const notAccepting =
  /\bonly\b|\b(?:not|never|no)\b.{0,20}\b(?:accepted|allowed|tolerated|permitted|converted|rounded|truncated|clamped|removed|ignored)\b/iu;

const taking = String.raw`(?:accepted|allowed|taken|read|treated|tolerated|clamped|capped|lowered|raised|reduced|brought|moved|pulled|adjusted|set|cut|shortened|truncated|rounded|ignored|dropped)\b`;

/** Sentences that leave the choice to the service: "either refused (400) or taken as 100". */
const eitherWay = [
  new RegExp(String.raw`\b(?:refused|rejected)\b[^;]{0,20}?\bor (?:(?:is|are|it|they|gets?|just|simply|silently) ){0,3}${taking}`, 'iu'),
  new RegExp(String.raw`\b${taking}[^;]{0,40}?\bor (?:(?:is|are|it|they|gets?) ){0,3}(?:refused|rejected)\b`, 'iu'),
];

const deniesIn = (sentence: string): boolean =>
  notAccepting.test(sentence) || (refusing.test(sentence) && !eitherWay.some((one) => one.test(sentence)));

/** Words by which a sentence is about numbers beyond one bound: "values above 50 are taken as 50". */
const sides: readonly { readonly keywords: readonly string[]; readonly words: RegExp }[] = [
  {
    keywords: ['maximum', 'exclusiveMaximum'],
    words:
      /\b(?:above|larger|greater|bigger|higher|more than|beyond|over|exceed\w*|too (?:large|big|high|many|great)|max(?:imum)?|most|largest|greatest)\b/iu,
  },
  {
    keywords: ['minimum', 'exclusiveMinimum'],
    words:
      /\b(?:below|smaller|lower|less than|fewer than|under|too (?:small|low|few|little)|min(?:imum)?|least|smallest|negative|zero)\b/iu,
  },
];

/** Is a sentence about numbers beyond the other bound alone. */
const isOfOtherSide = (keyword: string, sentence: string): boolean => {
  const own = sides.find(({ keywords }) => keywords.includes(keyword));
  return own !== undefined && !own.words.test(sentence) && sides.some((one) => one !== own && one.words.test(sentence));
};

const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.!?;])\s+|\n+/u);

/**
 * Does a document say in words that a breach of a keyword may be accepted: "Old clients send a text, which may still be accepted"?
 *
 * @param own What is written of the part that is broken.
 * @param around What is written of the operation and of the API.
 */
export const isTolerated = (keyword: string, own: readonly string[], around: readonly string[] = []): boolean => {
  const says = ({ keywords, words, everywhere }: Tolerance): boolean => {
    if (!keywords.includes(keyword)) return false;
    const inOne = (sentence: string, all: readonly RegExp[]): boolean =>
      !deniesIn(sentence) && !isOfOtherSide(keyword, sentence) && all.every((one) => one.test(sentence));
    return (
      own.flatMap(sentencesOf).some((sentence) => inOne(sentence, words)) ||
      (everywhere !== undefined && around.flatMap(sentencesOf).some((sentence) => inOne(sentence, [...words, everywhere])))
    );
  };
  return tolerances.some(says);
};
