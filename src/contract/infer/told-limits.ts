import { isNotDemanded } from './not-demanded.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** It is about each entry of a list. */
type OfEntries = { readonly ofEntries: boolean };

/** A number that a value has to keep, by the keyword of a schema. */
export type ToldMeasure = OfEntries & {
  readonly keyword: 'minItems' | 'maxItems' | 'minLength' | 'maxLength' | 'minimum' | 'maximum';
  readonly limit: number;
};

/** A limit that a text names and a schema could: a number, or the pattern of a text that is more than blanks. */
export type ToldLimit = ToldMeasure | (OfEntries & { readonly keyword: 'pattern'; readonly limit: '\\S' });

/** What a member holds: a list of texts or of anything else, a text, or a number. */
export type HeldKind = 'texts' | 'list' | 'text' | 'number';

const numerals = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');
const greater: Readonly<Record<string, number>> = { fifteen: 15, twenty: 20, thirty: 30, fifty: 50, hundred: 100 };

const number = String.raw`(\d{1,4}(?:\.\d+)?(?![\d.,]*\d)|${[...numerals.slice(1), ...Object.keys(greater)].join('|')})`;

const valueOf = (text: string): number => {
  const word = text.toLowerCase();
  return greater[word] ?? (numerals.includes(word) ? numerals.indexOf(word) : Number(text));
};

const behind = String.raw`(?: (?!(?:and|or|but)\b)(?:different |distinct |single |unique )?([a-z]+))?`;

const forms: readonly { readonly ends: 'most' | 'least' | 'both'; readonly form: RegExp }[] = [
  { ends: 'both', form: new RegExp(String.raw`\bbetween ${number} and ${number}${behind}`, 'giu') },
  { ends: 'both', form: new RegExp(String.raw`(?<![\w.-])${number} to ${number}${behind}`, 'giu') },
  {
    ends: 'most',
    form: new RegExp(
      String.raw`\b(?:at most|no more than|not more than|never more than|(?<!rounded )up to|(?:an? )?maximum of|limited to|(?:must|may|can)(?: ?not| never) exceed|(?:not|never) (?:above|over)|(?:no|not|never) (?:longer|larger|greater|higher|bigger) than) ${number}${behind}`,
      'giu',
    ),
  },
  {
    ends: 'least',
    form: new RegExp(
      String.raw`\b(?:at least|(?:no|not|never) (?:fewer|less|shorter|smaller|lower) than|(?:not|never) (?:below|under)|(?:an? )?minimum of) ${number}${behind}`,
      'giu',
    ),
  },
];

/** Words by which a limit holds for some only, is changed, or is about something else than the value. */
const unclear =
  /\b(?:if|unless|except|when|where|while|until|once|plans?|tier|default\w*|usually|typically|recommended|per|each (?:day|week|month|year|request|page)|page|shown|shows|returned|returns|displayed|cut|truncated?|clamped|rounded|ignored|kept|dropped|first|last|bytes?|octets?|seconds ago|of (?:his|her|their|its|the)|by others?|search\w*|finds?|then|followed by|costs?|extra|free|charged?|fees?|versions?|formerly|previously|in all|together|altogether|a day|an hour|a minute|at (?:once|a time)|more than once)\b|%/iu;

/** Words by which a sentence says that a limit does not hold, or not for all of a value. */
const denying =
  /\b(?:not limited|(?:do|does|is|are|need)n['’]t|no limit|not (?:counting|including|counted)|excluding|without counting)\b/iu;

const isDenied = (clause: string): boolean => denying.test(clause) || isNotDemanded(clause);

/** "Never negative", "must not be negative", "a non-negative number". */
const notNegative = /\b(?:(?:not|never|cannot|can['’]t) (?:be )?negative|non-negative)\b/iu;

/** Nouns for signs of a text. */
const letters: ReadonlySet<string> = new Set(['characters', 'character', 'letters', 'letter', 'chars', 'signs']);

/** Nouns for the entries of any list. */
const entries: ReadonlySet<string> = new Set(['entries', 'entry', 'items', 'item', 'elements', 'element', 'values', 'value']);

/** What may stand behind a limit, so that nothing makes it one of something else: "at most 3 images larger than 1 MB", "at most 100 €". */
const ending =
  /^\s*(?:$|[.,;:)!]|(?:and|but)\b|or\b(?! (?:more|fewer|less))|of (?:at most|up to|no more)\b|(?:are|is) (?:allowed|possible|accepted|taken)\b|(?:can|may) (?:be|have|stand)\b)/iu;

const isNounOf = (word: string, name: string): boolean => {
  const last = wordsOf(name).findLast((one) => !['id', 'ids', 'list'].includes(one)) ?? '';
  return word !== '' && singular(word) === singular(last);
};

const keywordsOf = (
  end: 'most' | 'least',
): { readonly list: ToldMeasure['keyword']; readonly text: ToldMeasure['keyword']; readonly number: ToldMeasure['keyword'] } =>
  end === 'most' ? { list: 'maxItems', text: 'maxLength', number: 'maximum' } : { list: 'minItems', text: 'minLength', number: 'minimum' };

const limitOf = (
  end: 'most' | 'least',
  limit: number,
  noun: string,
  name: string,
  kind: HeldKind,
  isOwn: boolean,
): ToldMeasure | undefined => {
  const keywords = keywordsOf(end);
  const isList = kind === 'list' || kind === 'texts';
  if (letters.has(noun)) {
    if (kind === 'text' || kind === 'texts') return { keyword: keywords.text, limit, ofEntries: kind === 'texts' };
    return undefined;
  }
  if (isList)
    return isNounOf(noun, name) || (isOwn && (noun === '' || entries.has(noun)))
      ? { keyword: keywords.list, limit, ofEntries: false }
      : undefined;
  // Minutes may be described by a limit in hours.
  const isPlain = noun === '' || wordsOf(name).includes(noun);
  return kind === 'number' && isOwn && isPlain ? { keyword: keywords.number, limit, ofEntries: false } : undefined;
};

const blanks = String.raw`(?:blanks?|white ?spaces?|spaces)`;

/** Clauses that want more of a text than blanks, about whatever they name or describe. */
const moreThanBlanks: readonly RegExp[] = [
  // "Not only blanks", "must not be blank", "neither empty nor only spaces".
  new RegExp(
    String.raw`\b(?:not|never|neither|nor|cannot|can't) (?:be |consist |made )?(?:entirely |wholly )?(?:empty (?:or|nor) )?(?:(?:of )?(?:only|just|merely|entirely) )?(?:of )?${blanks}(?: (?:alone|only))?(?=\s*(?:$|[.,;:)!]|and\b|or empty\b))`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:non-blank|more than ${blanks}|at least one (?:character|letter|sign) (?:that is (?:not|no)|other than) (?:an? )?${blanks})\b`,
    'iu',
  ),
  /\bat least one non-(?:blank|space|whitespace)\b/iu,
  // "Blanks alone are not a name", "Something other than white space, please".
  new RegExp(
    String.raw`^\s*(?:just |only )?${blanks} alone (?:are|is|make|makes|will|do|does) (?:not|no)\b(?! (?:an? )?(?:problem|error|harm))`,
    'iu',
  ),
  new RegExp(
    String.raw`^\s*(?:must|has to|have to|needs? to)?\s*(?:have |contain |hold |be |has )?(?:something|anything) (?:other|else|more) than ${blanks}\b`,
    'iu',
  ),
  // "A title of blanks alone is `422`".
  new RegExp(
    String.raw`\b(?:blank|(?:only|just|nothing but) (?:of )?${blanks}|${blanks} (?:alone|only))\b[^.;]{0,60}(?:\b(?:400|422)\b|\b(?:refused|rejected|not (?:allowed|accepted|valid)|invalid)\b)`,
    'iu',
  ),
];

/** Words by which blanks are something else: they are taken away, or mean a value that is left out. */
const otherBlanks =
  /\b(?:(?:may|might|could|can) (?:also |as well )?be (?:refused|rejected|declined|turned down|removed|trimmed|ignored|invalid)|trim\w*|stripped|removed|ignored|means|counts? as|treated|leave|left|if|unless|except|when|where|while|around|leading|trailing|contain|should|were|was|for|exports?|versions?|plans?|drafts?)\b/iu;

/** Verbs by which a thing has to keep a limit. */
const demands = String.raw`(?:must|has|have|needs?|keeps?|may|can|cannot|takes?|is|are|holds?|contains?|shall|requires?)\b`;

/** Words before a noun by which a sentence is about some of the things alone. */
const picking = String.raw`(?:[\p{L}-]{2,}[^e\P{L}]ed|active|inactive|archive|complete|current|draft|final|finished|free|frozen|full|hidden|large|live|new|old|open|overdue|paid|premium|private|public|ready|sent|simple|small|sold|special|unpaid|written)`;

/** What makes a clause one about some things alone, or about a deed, in the words before its limit. */
const ofSome: readonly RegExp[] = [
  // "A published route", "finished orders", "each signed-off menu".
  new RegExp(
    String.raw`^(?:and |but )?(?:(?:an?|the|each|every|any|all|no) )?(?:\p{L}+ )?${picking}(?: off| up| out)? \p{L}+(?: of \p{L}+)? (?:\p{L}+ )?${demands}`,
    'iu',
  ),
  new RegExp(String.raw`\b(?!(?:each|every|any|this|that|no|the|such|a)\b)[\p{L}-]+ ones? (?:\p{L}+ )?${demands}`, 'iu'),
  // "An order that was paid must have", "recipes with a picture have", "one under review keeps".
  new RegExp(
    String.raw`^(?:and |but )?(?:(?:an?|the|each|every|any|all) )?[\p{L}-]+ (?:that|which|who|whose|with|without|in|on|under|for|from|before|after) [^,;]*${demands}`,
    'iu',
  ),
  // "To be published a recipe needs", "for publication", "before it is sent,", "publishing needs".
  /^(?:and |but )?(?:in order to|to|for(?! (?:each|every|any|all|an?|one)\b)|before|after|upon|without|in (?:the )?(?:state|status)|(?:on|by|during) \p{L}*(?:ing|tion|al)\b)/iu,
  new RegExp(String.raw`^(?:and |but )?\p{L}+(?:ing|tion|al) (?:[\p{L}-]+ ){0,3}(?:requires?|needs?|takes?|demands?|asks? for)\b`, 'iu'),
];

/** Is a limit one of some things alone, by the words before it. */
const isOfSome = (before: string, kinds: ReadonlySet<string>): boolean => {
  const last = (before.split(/, (?=(?:and|but|or)\b)/iu).at(-1) ?? '').trim();
  return ofSome.some((form) => form.test(last)) || wordsOf(last).some((word) => kinds.has(word) || kinds.has(singular(word)));
};

const clausesWith = (text: string): readonly string[] =>
  sentencesOf(text)
    .flatMap((sentence) => sentence.split(/;\s+|\s\(/u))
    .filter((clause) => !unclear.test(clause) && !isDenied(clause));

const saysMoreThanBlanks = (text: string): boolean =>
  sentencesOf(text)
    .flatMap((sentence) => sentence.split(/;\s+/u))
    // "Counts as empty and is a 422" says twice that it is refused.
    .map((clause) => clause.replace(/ counts? as (?:an )?empty(?: \w+)? and (?=(?:is|are|gets?|gives?) )/iu, ' '))
    .some((clause) => !otherBlanks.test(clause) && !isDenied(clause) && moreThanBlanks.some((form) => form.test(clause)));

/**
 * The limits of a member that a text names: "At most 5 tags of up to 30 characters", "Between 1 and 8 lines", "1 to 5", "not only blanks".
 * @param isOwn The text is the description of the member, so that a number without a noun is about it.
 * @param kinds Words for some of the things alone: values of their other members, in small letters.
 */
export const limitsToldIn = (
  text: string,
  name: string,
  kind: HeldKind,
  isOwn: boolean,
  kinds: ReadonlySet<string> = new Set(),
): readonly ToldLimit[] => {
  const clauses = clausesWith(text);
  const counted = clauses.flatMap((clause) =>
    forms.flatMap(({ ends, form }) =>
      [...clause.matchAll(form)].flatMap((match) => {
        const [all, first = '', second = '', third = ''] = match;
        const noun = (ends === 'both' ? third : second).toLowerCase();
        const rest = clause.slice(match.index + all.length);
        if (!ending.test(rest) || isOfSome(clause.slice(0, match.index), kinds)) return [];
        const least = ends === 'most' ? undefined : limitOf('least', valueOf(first), noun, name, kind, isOwn);
        const most = ends === 'least' ? undefined : limitOf('most', valueOf(ends === 'both' ? second : first), noun, name, kind, isOwn);
        return [least, most].filter((one) => one !== undefined);
      }),
    ),
  );
  const isNotNegative = kind === 'number' && isOwn && clauses.some((clause) => notNegative.test(clause));
  const found: readonly ToldMeasure[] = isNotNegative ? [...counted, { keyword: 'minimum', limit: 0, ofEntries: false }] : counted;
  // Two limits of one kind are of different things.
  const measures = found.filter((one) =>
    found.every((other) => other.keyword !== one.keyword || other.ofEntries !== one.ofEntries || other.limit === one.limit),
  );
  const isText = kind === 'text' || (kind === 'texts' && isOwn);
  return isText && saysMoreThanBlanks(text) ? [...measures, { keyword: 'pattern', limit: '\\S', ofEntries: kind === 'texts' }] : measures;
};
