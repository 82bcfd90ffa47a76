import { numerals } from '../numerals.ts';

/** All times from a point on, or up to it; the point lies between `least` and `most` days after the request (negative: before it), as months and years differ in length. */
export type Stretch = {
  readonly side: 'from' | 'until';
  readonly least: number;
  readonly most: number;
  /** Said by the moment of the request alone ("in the future"), by what lies beyond a point ("more than 30 days ahead"), or by a limit ("at most 30 days ahead"). */
  readonly form: 'now' | 'beyond' | 'limit';
  /** "In advance" may mean before something else than the request begins. */
  readonly isInAdvance?: true;
};

const minuteDays = 1 / 1440;

/** The least and the most days of a unit. */
const unitDays: Readonly<Record<string, readonly [least: number, most: number]>> = {
  second: [minuteDays / 60, minuteDays / 60],
  minute: [minuteDays, minuteDays],
  hour: [1 / 24, 1 / 24],
  day: [1, 1],
  week: [7, 7],
  month: [28, 31],
  year: [365, 366],
};

/** The mean length of a month. */
const monthDays = 30.44;

const counts = [String.raw`\d+`, 'an?', ...numerals.slice(1)].join('|');

/** "30 days", "one year": a count and its unit, as the groups `count` and `unit` of a regular expression. */
export const distance = String.raw`(?<count>${counts})[ -](?:full |whole |calendar )?(?<unit>second|minute|hour|day|week|month|year)s?`;

const now = String.raw`(?:now|today(?:'s date)?|the (?:current|present) (?:day|date|time|moment|instant)|the (?:day|date|time|moment) of the (?:request|call|creation))`;
const forward = String.raw`(?:ahead(?: of ${now})?(?! of\b)|(?<advance>in advance)(?! of\b)|in(?:to)? the future|from ${now}(?! on\b)|after ${now}|of ${now})`;
const backward = String.raw`(?:ago|in(?:to)? the past|before ${now})`;

/** What stands before a distance, and which times it means, looking ahead. */
const most = String.raw`(?:at (?:the )?most|(?:no|not) (?:more|further|farther|later|longer|greater) than|up to|(?:an? )?max(?:imum|imal)?(?: of)?|within)`;
const least = String.raw`(?:at (?:the )?least|(?:no|not) (?:less|fewer|sooner|earlier|nearer) than|(?:an? )?min(?:imum|imal)?(?: of)?)`;
const more = String.raw`(?:more than|over|further than|farther than|later than|longer than|greater than|beyond|exceeding)`;
const less = String.raw`(?:less than|fewer than|sooner than|earlier than|nearer than|closer than|under)`;
const measure = `(?:(?<most>${most})|(?<least>${least})|(?<more>${more})|(?<less>${less}))`;

type Groups = Readonly<Record<string, string | undefined>>;

/** The days that a distance is long, at least and at most, by the groups of {@link distance}. */
export const daysOf = ({ count = '', unit = '' }: Groups): readonly [number, number] => {
  const word = count.toLowerCase();
  const number = /^an?$/u.test(word) ? 1 : /^\d/u.test(word) ? Number(word) : numerals.indexOf(word);
  const [few, many] = unitDays[unit.toLowerCase()] ?? [Number.NaN, Number.NaN];
  // Long and short months take turns.
  const isMonths = unit.toLowerCase() === 'month' && number > 1;
  return isMonths ? [Math.floor(number * monthDays) - 3, Math.ceil(number * monthDays) + 2] : [number * few, number * many];
};

const atDistance = (groups: Groups, isBack: boolean): Stretch => {
  const [few, many] = daysOf(groups);
  const isFar = groups['more'] !== undefined || groups['least'] !== undefined;
  return {
    side: isFar === isBack ? 'until' : 'from',
    least: isBack ? -many : few,
    most: isBack ? -few : many,
    form: groups['more'] !== undefined || groups['less'] !== undefined ? 'beyond' : 'limit',
    ...(groups['advance'] !== undefined && { isInAdvance: true }),
  };
};

const atNow = (side: Stretch['side']): Stretch => ({ side, least: 0, most: 0, form: 'now' });

const kinds = String.raw`(?:dates?|days?|times?|moments?|starts?|departures?|arrivals?|deadlines?|(?:start|due|expiry|delivery) (?:dates?|times?))`;

/** A distance without a measure ("is 3 days after today") is neither a limit nor the present; "a day after today" is any such day. */
const unmeasured = String.raw`(?<!\b(?:\d+|${numerals.slice(1).join('|')}|few|some|many) (?:second|minute|hour|day|week|month|year)s? )`;

/** Phrases that say where a time lies, in the order in which they are looked for. */
const phrases: readonly (readonly [form: RegExp, stretch: (groups: Groups) => Stretch])[] = [
  // "Further ahead than 30 days".
  [
    new RegExp(
      String.raw`\b(?<more>further|farther|more|later|longer) (?:ahead|in the future|(?<advance>in advance)) than ${distance}\b`,
      'giu',
    ),
    (groups) => atDistance(groups, false),
  ],
  [new RegExp(String.raw`\b(?<most>within|in) (?:the )?(?:next|coming) ${distance}\b`, 'giu'), (groups) => atDistance(groups, false)],
  [new RegExp(String.raw`\b${measure} ${distance} ${forward}(?![\w-])`, 'giu'), (groups) => atDistance(groups, false)],
  [new RegExp(String.raw`\b${measure} ${distance} ${backward}(?![\w-])`, 'giu'), (groups) => atDistance(groups, true)],
  [
    new RegExp(
      String.raw`\b(?:${now} or (?:later|after|in the future)|(?:on|at) or after ${now}|from ${now} on(?:wards?)?)(?![\w-])`,
      'giu',
    ),
    () => atNow('from'),
  ],
  [new RegExp(String.raw`\b(?:${now} or (?:earlier|before|in the past)|(?:on|at) or before ${now})(?![\w-])`, 'giu'), () => atNow('until')],
  [
    new RegExp(String.raw`${unmeasured}\b(?:in the future|(?:after|later than|beyond|ahead of) ${now})(?![\w-])`, 'giu'),
    () => atNow('from'),
  ],
  [new RegExp(String.raw`${unmeasured}\b(?:in the past|(?:before|earlier than|prior to) ${now})(?![\w-])`, 'giu'), () => atNow('until')],
];

const anyCount = `(?:${counts})`;
const anyUnit = '(?:second|minute|hour|day|week|month|year)s?';
const anyDistance = `${anyCount}[ -](?:full |whole |calendar )?${anyUnit}`;
const anyMeasure = `(?:${most}|${least}|${more}|${less})`;
const anyDirection = `(?:${forward.replace('?<advance>', '?:')}|${backward})`;

/** Two distances that share their direction: "at least one hour and at most 90 days from now". */
const sharedDirection = new RegExp(
  String.raw`\b(${anyMeasure} ${anyDistance})( and|,? but|,) (${anyMeasure} ${anyDistance}) (${anyDirection})(?![\w-])`,
  'giu',
);

/** Both ends by two distances, which may share their unit: "between 1 and 90 days from now", "from one hour to 90 days ahead". */
const betweenDistances = new RegExp(
  String.raw`\b(?:between (${anyCount})(?:[ -](${anyUnit}))? and|from (${anyCount})(?:[ -](${anyUnit}))? (?:to|up to)) (${anyCount})[ -](${anyUnit}) (${anyDirection})(?![\w-])`,
  'giu',
);

/** The steps in which a clock is read: they limit no stretch of time. */
const steps = String.raw`(?:on|at|in) (?:(?:the|an?|any|every|each) )?(?:(?:full|whole|half|round|quarter) )*(?:quarters? of an|quarters? of the|half an)? ?(?:hours?|quarters?|half[- ]hours?|minutes?|seconds?)`;
const stepBefore = new RegExp(String.raw`\b${steps}(?:,? and|,) (?=\{)`, 'giu');
const stepBehind = new RegExp(String.raw`(?<=\})(?:,? and|,) ${steps}(?=\s*(?:$|[.,;(]))`, 'giu');

/** Both ends, the first one by a day with a name: "from tomorrow to 14 days ahead", "between today and 30 days from now". */
const fromNamedDay = new RegExp(
  String.raw`\b(?:(?:from )?(today|tomorrow) (?:to|up to|until|till|through)|between (today|tomorrow) and) (?:at most )?(${anyDistance} ${forward.replace('?<advance>', '?:')})(?![\w-])`,
  'giu',
);

/** "Tomorrow or later", "from tomorrow on", and the days that are none of those. */
const tomorrowOn =
  /\b(?:tomorrow or (?:later|after)|(?:on|at) or after tomorrow|from tomorrow on(?:wards?)?|tomorrow at the earliest)(?![\w-])/giu;
const beforeTomorrow = /\b(?:before|earlier than|sooner than) tomorrow(?![\w-])/giu;

/** A text in which each distance has its direction beside it, and the next day is one. */
const withDirections = (text: string): string =>
  text
    .replaceAll(fromNamedDay, (...found: readonly unknown[]) => {
      const [, day, otherDay, last] = found as readonly (string | undefined)[];
      const first = (day ?? otherDay)?.toLowerCase() === 'today' ? 'today or later' : 'at least 1 day ahead';
      return `${first} and at most ${last}`;
    })
    .replaceAll(tomorrowOn, 'at least 1 day ahead')
    .replaceAll(beforeTomorrow, 'less than 1 day ahead')
    .replaceAll(sharedDirection, '$1 $4$2 $3 $4')
    .replaceAll(betweenDistances, (...found: readonly unknown[]) => {
      const [, count, unit, otherCount, otherUnit, last, lastUnit, direction] = found as readonly (string | undefined)[];
      return `at least ${count ?? otherCount} ${unit ?? otherUnit ?? lastUnit} ${direction} and at most ${last} ${lastUnit} ${direction}`;
    });

/** A text with the phrases that say where a time lies, counted from the request, as `{0}`, `{1}` and so on, and what each of them means. */
export const withStretches = (text: string): { readonly text: string; readonly stretches: readonly Stretch[] } => {
  const stretches: Stretch[] = [];
  const plain = withDirections(text)
    .replaceAll(/[{}]/gu, ' ')
    .replaceAll(/ ?\((?:in )?utc\)| in utc\b/giu, '')
    // "A past start" is a start in the past.
    .replaceAll(new RegExp(String.raw`\b(past|future) (${kinds})\b`, 'giu'), '$2 in the $1');
  const marked = phrases.reduce(
    (whole, [form, stretch]) =>
      whole.replaceAll(form, (...found: readonly unknown[]) => {
        stretches.push(stretch(found.at(-1) as Groups));
        return `{${stretches.length - 1}}`;
      }),
    plain,
  );
  return { text: marked.replaceAll(stepBefore, '').replaceAll(stepBehind, ''), stretches };
};
