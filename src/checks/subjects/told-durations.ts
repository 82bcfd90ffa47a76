import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { ownTexts } from './conflicts.ts';
import { isNumeric } from './told-sums.ts';
import { inWords } from './state-mentions.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** A number in an object of an answer that says how long the time between two of its other members is. */
export type ToldDuration = {
  /** Where such objects are in an answer: names, and `*` for all items of a list. */
  readonly around: readonly string[];
  readonly member: string;
  readonly span: readonly [begin: string, end: string];
  readonly unit: 'day' | 'night' | 'working day' | 'hour' | 'minute' | 'second';
  /** Does the last day count; undefined where nothing says so. */
  readonly isInclusive: boolean | undefined;
  /** Working days are those without Saturdays and Sundays; else nothing says which days of a week are free. */
  readonly namesWeekend: boolean;
  /** More days than these are left out, such as holidays: the number is at most so great. */
  readonly isMost: boolean;
  /** The member with what is taken off, and how many milliseconds one of it has. */
  readonly less: { readonly member: string; readonly ms: number } | undefined;
  readonly sentence: string;
};

const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { hour: 3_600_000, minute: 60_000, second: 1000 };

/** Words by which a number is one of other times, or not the whole of this one. */
const unclear =
  / (?:if|unless|when|where|while|once|estimated|approximate|approximately|about|roughly|planned|expected|up to|at most|at least|maximum|minimum|max|min|half|halves|overtime|remaining|left|until now|so far|per|each|average|mean|limit|allowed|before|ahead|after which|ago|since) /u;

const isWorking = / (?:working days?|workdays?|business days?|weekdays?) /u;
const withoutWeekend =
  / (?:no|not|without|excluding|except|minus|nor|neither|skipping|leaving out) (?:counting )?(?:the )?(?:weekends?|saturdays?(?: (?:and|or|nor|no) sundays?)?) | monday (?:to|through|till|until) friday /u;
const isSaturday = / (?:saturdays?|weekends?|monday (?:to|through|till|until) friday) /u;
const holidays = / (?:holidays?|closing days?|days off|free days) /u;
const inclusive =
  / (?:both (?:ends|days|dates|of them)?(?: are| being)? ?(?:included|inclusive|counted|count)|inclusive(?:ly)?|(?:first|start) (?:day |date )?and (?:the )?(?:last|end)(?: days?| dates?)?(?: are| being)? (?:included|inclusive|count|counted)|including (?:both|the first and the last|the last|the end)|last day (?:included|counts)|end date (?:included|counts)) /u;
const exclusive =
  / (?:exclusive|(?:last|end|departure|return) (?:day|date)(?: is| does)? (?:not (?:included|counted|count)|excluded)|without the (?:last|end) (?:day|date)) /u;

/** Words by which a number is about the time that the object itself has. */
const ofRange =
  / (?:in|of|in between|between|within|over|from|for) (?:the |its |this |these )?(?:whole |two |both )?(?:range|stay|period|request|absence|leave|shift|booking|rental|trip|visit|event|session|appointment|time|times|dates?|days|start|begin|beginning|ends?|interval|span|hire|loan|slot|ride|call) | length | duration | how long | how many (?:days|nights|hours|minutes) /u;

/** What is taken off: "less the unpaid break", "without breaks", "minus `breakMinutes`". */
const deduction =
  /(?<= )(?:minus|less|without|excluding|except|net of|after deducting|after subtracting|deducted|deducting|subtracting|not counting) (?:the |its |any |all |an |a )?(?:unpaid |agreed )?(?<what>[a-z]+)(?: (?<unit>minutes|hours|time))?(?= )/gu;

const times =
  'range stay period request absence leave shift booking rental trip visit event session appointment span interval hire loan slot ride call';

/** Words that leave a number that of the whole time. Any other one makes it one of a part, or of something else: "nights charged", "hours of sunshine", "days requested". */
const plain: ReadonlySet<string> = new Set(
  (
    'a an the of in its this these those that it is are be and from to between over for by as with on at has have how many much long number count total overall whole full exact both days day ' +
    'nights night hours hour minutes minute seconds second time times date dates start starts begin begins beginning end ends length duration elapsed calendar working work business workdays ' +
    'weekdays included inclusive counted counting takes covers spans lasts computed calculated automatically service server decimal decimals rounded cut down read only given shown ' +
    times
  ).split(' '),
);

const isBreak = /^(?:breaks?|pauses?|lunch|unpaid|idle|hold)$/u;

/** Words beside those for free days. */
const besideFree: ReadonlySet<string> = new Set('public bank national no nor neither not without or excluding counting'.split(' '));

/** Words of names that say of a number how long something is; beside what is taken off, those that say that it is. */
const inNames: ReadonlySet<string> = new Set(
  'days day nights night hours hour minutes minute seconds second mins secs number of count total length duration in stay span working business workdays weekdays'.split(
    ' ',
  ),
);
const ofRest: ReadonlySet<string> = new Set('net worked paid work time working'.split(' '));

const isDate = (document: Document, schema: Schema, format: string): boolean =>
  partsOf(document, schema).some((one) => one.format === format);

/** The unit that a text or the name of a member says. */
const unitOf = (words: string, name: readonly string[]): ToldDuration['unit'] | undefined => {
  if (isWorking.test(words) || (/ days? /u.test(words) && withoutWeekend.test(words))) return 'working day';
  if (/ nights? /u.test(words) || name.includes('nights')) return 'night';
  const units = (['day', 'hour', 'minute', 'second'] as const).filter((one) => words.includes(` ${one}s `));
  const ofName = (['day', 'hour', 'minute', 'second'] as const).find((one) => name.at(-1) === `${one}s` || name.at(-1) === one);
  const [only, ...others] = units;
  return ofName ?? (others.length === 0 ? only : undefined);
};

/** What the description of a number says of the time between two other members; undefined where it says nothing, or something that is not understood. */
const durationIn = (
  text: string,
  member: string,
  { span, names, isOfDays }: { readonly span: readonly [string, string]; readonly names: readonly string[]; readonly isOfDays: boolean },
): Omit<ToldDuration, 'around' | 'member' | 'span' | 'sentence'> | undefined => {
  const words = inWords(text.replaceAll(/[\s)][−–-][\s(]/gu, ' minus '));
  const unit = unitOf(words, wordsOf(member));
  const isNamed = span.every((name) => words.includes(inWords(name)));
  if (unit === undefined || unclear.test(words) || !(isNamed || ofRange.test(words))) return undefined;
  const isByDays = unit === 'day' || unit === 'night' || unit === 'working day';
  if (isByDays !== isOfDays) return undefined;
  const bare = words
    .replace(withoutWeekend, '  ')
    .replaceAll(/ (?:no|nor|and no|without|or) (?:public |bank |national )*holidays? /gu, ' ');
  const isInclusive = inclusive.test(words) ? true : exclusive.test(words) || unit === 'night' ? false : undefined;
  const told = { unit, isInclusive, namesWeekend: isSaturday.test(words), isMost: holidays.test(words) };
  const ends = new Set(span.flatMap(wordsOf));
  const [off, ...more] = [...(unit === 'working day' ? bare : words).matchAll(deduction)].filter(
    ({ groups }) => !ends.has(groups?.['what'] ?? ''),
  );
  const { what, unit: written } = off?.groups ?? {};
  const taken = names.filter(
    (name) => name !== member && what !== undefined && wordsOf(name).some((word) => singular(word) === singular(what)),
  );
  const [only, ...others] = taken;
  const isOfOther = names.some((name) => name !== member && !taken.includes(name) && words.includes(inWords(name)));
  if (more.length > 0 || isOfOther) return undefined;
  const known = new Set([...span, ...(only === undefined ? [] : [only])].flatMap(wordsOf));
  const left = [withoutWeekend, holidays, inclusive, exclusive].reduce((rest, form) => rest.replaceAll(new RegExp(form, 'gu'), '  '), bare);
  const isPlain = left
    .replaceAll(deduction, ' ')
    .trim()
    .split(/\s+/u)
    .every(
      (word) =>
        plain.has(word) || (unit === 'working day' && besideFree.has(word)) || known.has(word) || unitMs[singular(word)] !== undefined,
    );
  const isNameOfIt = wordsOf(member).every((word) => inNames.has(word) || (what !== undefined && ofRest.has(word)));
  if (!isPlain || !isNameOfIt) return undefined;
  // Where an object shows a break, the hours of a shift may be without it.
  if (what === undefined && !isByDays && !isNamed && names.some((name) => wordsOf(name).some((word) => isBreak.test(word))))
    return undefined;
  if (what === undefined) return unit === 'working day' || !told.isMost ? { ...told, less: undefined } : undefined;
  if (isByDays || only === undefined || others.length > 0) return undefined;
  const ms = unitMs[singular(wordsOf(only).find((word) => unitMs[singular(word)] !== undefined) ?? written ?? '')];
  return ms === undefined ? undefined : { ...told, less: { member: only, ms } };
};

/** The days of a time whose first and last day count. */
const ofDays = { unit: 'day', isInclusive: true, namesWeekend: false, isMost: false, less: undefined } as const;

const deepest = 5;

/** A sentence that the last day counts as the first does, and nothing else: "Both the first and the last day count." */
const countsBoth = (texts: readonly string[]): string | undefined =>
  texts.flatMap(sentencesOf).find((sentence) => {
    const words = inWords(sentence);
    const rest = words.replace(inclusive, ' ').trim();
    return inclusive.test(words) && !unclear.test(words) && rest.split(/\s+/u).every((word) => word === '' || plain.has(word));
  });

const durationsAt = (document: Document, schema: Schema, around: readonly string[], both: string | undefined): readonly ToldDuration[] => {
  if (around.length > deepest) return [];
  const items = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  if (items !== undefined) return durationsAt(document, items, [...around, '*'], both);
  const members = [...membersOf(document, schema)];
  const spansOf = (format: string): readonly (readonly [string, string])[] =>
    spanNames(members.flatMap(([name, one]) => (isDate(document, one, format) ? [name] : [])));
  const spans = [
    ...spansOf('date').map((span) => ({ span, isOfDays: true })),
    ...spansOf('date-time').map((span) => ({ span, isOfDays: false })),
  ];
  const names = members.flatMap(([name, one]) => (isNumeric(document, one) ? [name] : []));
  const own = names.flatMap((member): readonly ToldDuration[] => {
    const texts = descriptionsIn(document, membersOf(document, schema).get(member) ?? true);
    const found = spans.flatMap(({ span, isOfDays }) =>
      texts.flatMap((text): readonly ToldDuration[] => {
        const told = durationIn(text, member, { span, names, isOfDays });
        return told ? [{ ...told, around, member, span, sentence: text.replaceAll(/\s+/gu, ' ').trim() }] : [];
      }),
    );
    if (texts.length > 0 || both === undefined) return found.length === 1 ? found : [];
    const [only, ...others] = spans.filter(({ isOfDays }) => isOfDays);
    return !only || others.length > 0 || wordsOf(member).join(' ') !== 'days'
      ? []
      : [{ ...ofDays, around, member, span: only.span, sentence: both.trim() }];
  });
  return [...own, ...members.flatMap(([name, one]) => durationsAt(document, one, [...around, name], both))];
};

const known = new WeakMap<Contract, Map<string, readonly ToldDuration[]>>();

/** The numbers in the success of an operation that say how long a time is, in a contract that is held to the standard requirements. */
export const toldDurations = (contract: Contract, operation: Operation): readonly ToldDuration[] => {
  const all = known.get(contract) ?? new Map<string, readonly ToldDuration[]>();
  known.set(contract, all);
  const body = contract.standard.size === 0 ? undefined : answerSchema(operation);
  const found =
    all.get(operation.key) ??
    (body === undefined ? [] : durationsAt(contract.document, body, [], countsBoth(ownTexts(contract, operation))));
  all.set(operation.key, found);
  return found;
};

const dayOf = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms / dayMs;
};

/** A moment whose offset is told: without one, a change of the clocks may lie between two of them. */
const momentOf = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' && /(?:Z|[+-]\d{2}:?\d{2})$/iu.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
};

/** The days of a time that are neither Saturdays nor Sundays; days are counted since 1 January 1970, a Thursday. */
const weekdaysIn = (first: number, last: number): number => {
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => (((first + n + 4) % 7) + 7) % 7);
  return days.filter((day) => day !== 0 && day !== 6).length;
};

/** Longer times are left. */
const longestDays = 20_000;

/** The least and the greatest number that is right; undefined where an object shows too little. */
const rangeOf = (
  { span, unit, isInclusive, namesWeekend, isMost, less }: ToldDuration,
  object: Json,
): readonly [number, number] | undefined => {
  const [begin, end] = span.map((name) => object[name]);
  if (unit === 'hour' || unit === 'minute' || unit === 'second') {
    const [from, to] = [momentOf(begin), momentOf(end)];
    const taken = less === undefined ? 0 : object[less.member];
    if (from === undefined || to === undefined || to < from || typeof taken !== 'number') return undefined;
    const exact = (to - from - taken * (less?.ms ?? 0)) / (unitMs[unit] ?? 1);
    return [exact, exact];
  }
  const [first, last] = [dayOf(begin), dayOf(end)];
  if (first === undefined || last === undefined || last < first || last - first > longestDays) return undefined;
  if (unit !== 'working day') return [last - first + (isInclusive === true ? 1 : 0), last - first + (isInclusive === false ? 0 : 1)];
  const whole = last - first + (isInclusive === false ? 0 : 1);
  // Which days of a week are free depends on the country; one of seven is everywhere.
  if (!namesWeekend) return [0, whole - Math.floor(whole / 7)];
  const most = weekdaysIn(first, isInclusive === false ? last - 1 : last);
  return [isMost ? 0 : weekdaysIn(first, isInclusive === true ? last : last - 1), most];
};

/** What an object shows of a duration: nothing where it shows too little, that they agree, or what the number ought to be. */
export const durationJudged = (told: ToldDuration, object: Json): 'unknown' | 'agrees' | { readonly expected: string } => {
  const value = object[told.member];
  const shown = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const range = rangeOf(told, object);
  if (typeof shown !== 'number' || Number.isNaN(shown) || range === undefined) return 'unknown';
  const digits = typeof value === 'string' ? (value.split('.')[1]?.length ?? 0) : Number.isInteger(shown) ? 0 : 2;
  const isByDays = told.unit === 'day' || told.unit === 'night' || told.unit === 'working day';
  // Without a word about it, a number may be rounded or cut.
  const slack = isByDays ? 0 : 10 ** -digits - 1e-6;
  const [least, most] = range;
  if (shown >= least - slack && shown <= most + slack) return 'agrees';
  const right = [
    ...new Set(shown > most && told.isMost ? [`at most ${most}`] : [String(Number(least.toFixed(4))), String(Number(most.toFixed(4)))]),
  ];
  return { expected: `${right.join(' or ')}, by "${told.span.join('" and "')}": "${told.sentence}"` };
};
