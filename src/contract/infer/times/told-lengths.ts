import { literalPattern } from '../../pattern/literal-pattern.ts';
import { rememberedByText } from '../../../model/remembered.ts';
import { firmSentencesOf } from '../firm-sentences.ts';
import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';
import { daysOf, distance } from './distances.ts';
import { verbsApart } from './rows-of-verbs.ts';

/** How long a time may be at most, or has to be at least: no farther, or no nearer, is its end from its begin. */
export type ToldLength = {
  readonly side: 'no-farther' | 'no-nearer';
  /** In milliseconds, as the shortest and as the longest of what the text may mean: months differ in length. */
  readonly leastMs: number;
  readonly mostMs: number;
};

/** The names of the begin and the end of a time, and words for what has it, in the singular. */
export type AroundLength = { readonly span: readonly [begin: string, end: string]; readonly nouns: readonly string[] };

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Words by which a clause holds for some only, is advice, or is about something else than one time. */
const unclear =
  /\b(?:if|unless|except|when|where|while|once|with|without|may be (?:longer|shorter)|might|could|should|usually|typically|normally|recommended|preferably|example|such as|default\w*|warning|ahead|advance|future|ago|past|per|each|every|in (?:all|total)|altogether|together|a (?:day|week|month|year)|kept|stored|shown|returned|expires?|valid|rounded|extended|shortened|split|cut|plans?|on (?:\w+ )?(?:weekends?|weekdays?|holidays?|\w+days)|to be \w+|gross|net|(?:at most|up to|more than)[^,;]*\bor (?:longer|more)|longer (?:ones|\w+s) (?:are|is|costs?)(?! (?:refused|rejected|not|an? 4|4)))\b|^(?:for|in|on|with|by|under) [^,]*,/iu;

const measures = (name: string): string => distance.replace('<count>', `<${name}count>`).replace('<unit>', `<${name}unit>`);

const most = String.raw`(?:at most|no more than|not more than|never more than|no longer than|not longer than|never longer than|up to|(?:an? )?max(?:imum|imal)?(?: length| duration)?(?: of)?)`;
const least = String.raw`(?:at least|no less than|not less than|no shorter than|not shorter than|never shorter than|(?:an? )?min(?:imum|imal)?(?: length| duration)?(?: of)?)`;
const mostBehind = String.raw`${measures('behind')} (?:at (?:the )?most|at the longest|or less|or shorter)`;
const leastBehind = String.raw`${measures('behindleast')} (?:at (?:the )?least|at the shortest|or more|or longer)`;
const both = String.raw`(?:between )?(?<low>\d+|one|two|three|four|five|six|seven) (?:to|and|–|-) ${measures('high')}`;
/** Both ends with their own units: "from 30 minutes up to and including 8 hours", "between 30 minutes and 8 hours". */
const range = String.raw`(?:(?:between|from) )?${measures('fewest')} (?:to|and|up to|–|-)(?: and including)? ${measures('longest')}(?: inclusive(?:ly)?)?`;
const limit = `(?:${range}|${most} ${measures('most')}|${least} ${measures('least')}|${mostBehind}|${leastBehind}|${both})(?:(?: and|,) (?:${most} ${measures('upto')}))?`;

/** Verbs for how long something is. */
const lasts = String.raw`(?:(?:must|has to|have to|needs? to|may|can|shall) )?(?:always )?(?:is|are|be|last|lasts|span|spans|cover|covers|run|runs)`;
const exceeds = String.raw`(?:(?:must|may|can|shall) ?not|cannot|can't|never) (?:exceed|be (?:longer|more) than|last (?:longer|more) than|span more than|cover more than|take (?:longer|more) than|run (?:longer|more) than) ${measures('over')}`;
const falls = String.raw`(?:(?:must|may|can|shall) ?not|cannot|can't|never) (?:be (?:shorter|less) than|last (?:shorter|less) than|span less than) ${measures('under')}`;

const end = String.raw`(?= ?(?:$|[,;:)]|\(| and\b| or\b| long\b| in length\b| apart\b))`;

type Groups = Readonly<Record<string, string | undefined>>;

const lengthOf = (groups: Groups, name: string, side: ToldLength['side'], unitOf = name): readonly ToldLength[] => {
  const count = groups[`${name}count`] ?? groups[name];
  const unit = groups[`${unitOf}unit`];
  if (count === undefined || unit === undefined) return [];
  const [few, many] = daysOf({ count, unit });
  // Times are sent in whole seconds: a little more than a few seconds may be no more.
  const isRead = !Number.isNaN(few) && many * dayMs >= minuteMs;
  return isRead ? [{ side, leastMs: few * dayMs, mostMs: many * dayMs }] : [];
};

const lengthsOf = (groups: Groups): readonly ToldLength[] => [
  ...['most', 'upto', 'behind', 'over', 'high', 'longest'].flatMap((name) => lengthOf(groups, name, 'no-farther')),
  ...['least', 'behindleast', 'under', 'fewest'].flatMap((name) => lengthOf(groups, name, 'no-nearer')),
  ...lengthOf(groups, 'low', 'no-nearer', 'high'),
];

/** Without a unit nothing is said to be so long. */
const hasUnit = /second|minute|hour|day|week|month|year/iu;

/** The clauses of a sentence that may say how long something is. */
const clausesIn = rememberedByText((sentence): readonly string[] =>
  sentence
    .replaceAll(/[`"“”*]/gu, '')
    .replace(/[.!]+$/u, '')
    .split(/;\s*|\s[–—]\s/u)
    .filter((clause) => hasUnit.test(clause) && !unclear.test(clause.replace(/\bcan ?not be\b/iu, 'never be'))),
);

/** The one limit of each side; none where two differ. */
const oneOfEachSide = (found: readonly ToldLength[]): readonly ToldLength[] => {
  const sides = (['no-farther', 'no-nearer'] as const).map((side) => found.filter((one) => one.side === side));
  return sides.flatMap(([first, ...others]) => (first && others.every(({ mostMs }) => mostMs === first.mostMs) ? [first] : []));
};

/** Patterns for how a text calls the begin and the end of a time by their names. */
const namedEnds = ({ span }: Pick<AroundLength, 'span'>): readonly string[] =>
  span.map(
    (name) =>
      String.raw`(?:(?:the|its) )?(?:${[name, wordsOf(name).join(' ')].map(literalPattern).join('|')})(?: (?:day|date|time|moment))?`,
  );

/** What may follow the rule of a member: what is done with others, or another rule. */
const behindOwn = String.raw`(?=\s*(?:$|\([^)]*\)$|,? (?:or|otherwise|else|and) (?:otherwise |else )?(?:it is |that is |an? )?(?:4\d\d|refused|rejected|invalid)\b|, (?:else|otherwise) |(?:,| and|,? but) (?:at (?:most|least)|(?:no|not) (?:later|earlier|more) than|on |in |before )))`;

/**
 * What the description of one end of a time says of its distance from the other, without naming itself: "At least an hour after `timeFrom`", "No more than 4 hours before the end".
 */
export const lengthsOfEnd = (description: string, member: string, { span }: Pick<AroundLength, 'span'>): readonly ToldLength[] => {
  if (!span.includes(member)) return [];
  const [begins = '', ends = ''] = namedEnds({ span });
  const other =
    member === span[1]
      ? `(?:after|behind|later than|from) (?:${begins}|the (?:start|begin|beginning))`
      : `(?:before|ahead of|earlier than) (?:${ends}|the end)`;
  const form = new RegExp(
    `^(?:(?:it|this) )?(?:(?:(?:must|has to|have to|needs? to) )?(?:be|lie|is|lies) )?${limit} ${other}${behindOwn}`,
    'iu',
  );
  return oneOfEachSide(
    firmSentencesOf(description)
      .flatMap(clausesIn)
      .flatMap((clause) => lengthsOf(form.exec(clause)?.groups ?? {}).slice(0, 2)),
  );
};

/** What a text says of how long a time is: "At most 16 hours from start to end", "A period is 7 to 35 days long", "`until` is no more than 90 days after `since`". Clauses that hold for some only are left, and two limits of one side. */
export const lengthsInText = (text: string, { span, nouns }: AroundLength): readonly ToldLength[] => {
  const clauses = firmSentencesOf(text)
    .flatMap((sentence) => verbsApart(sentence, nouns))
    .flatMap(clausesIn);
  if (clauses.length === 0) return [];
  const [from, to] = namedEnds({ span });
  const plainEnds = [String.raw`(?:the |its )?(?:start|begin|beginning)`, String.raw`(?:the |its )?end`];
  const [begins, ends] = [`(?:${from}|${plainEnds[0]})`, `(?:${to}|${plainEnds[1]})`];
  const things = ['span', 'period', 'interval', 'range', 'time span', 'date range', 'duration', 'length', 'time between them', ...nouns]
    .map((one) => `${literalPattern(one)}s?`)
    .join('|');
  const forms = [
    `(?:^|: |, |; |and )(?:there (?:is|are|may be|can be) )?${limit} (?:from ${begins} to ${ends}|between ${begins} and ${ends}|between the two)${end}`,
    `(?:^|[,:] )${ends} (?:${lasts} )?(?:not )?${limit} (?:after|behind|later than|from) ${begins}${end}`,
    `(?:^|[,:] )(?:(?:the|an?|its|one|every|each|any) )?(?:whole )?(?:${things}) ${lasts} ${limit}${end}`,
    `(?:^|[,:] )(?:(?:the|an?|its|one|every|each|any) )?(?:whole )?(?:${things}) (?:${exceeds}|${falls})${end}`,
    `(?:^|[,:] )(?:${begins} and ${ends}) ${lasts} ${limit} apart`,
    // "After the start, at most 8 hours later".
    `(?:^|[,:] )(?:has to lie |must lie |lies )?(?:after|later than|behind) ${begins}(?:,? and|,? but|,) ${limit} (?:later|afterwards|after it)${end}`,
  ].map((form) => new RegExp(form, 'iu'));
  return oneOfEachSide(clauses.flatMap((clause) => forms.flatMap((form) => lengthsOf(form.exec(clause)?.groups ?? {})).slice(0, 2)));
};

/** The nouns for what the path of an operation adds to, as they may stand in its text. */
export const nounsForLength = (words: readonly string[]): readonly string[] => {
  const last = singular(words.at(-1) ?? '');
  return last === '' ? [] : [...new Set([last, [...words.slice(0, -1), last].join(' ')])];
};
