/** Units of time that have one length: a month has none. */
export const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

export type TimeUnit = keyof typeof unitMs;

/** What a unit of the time costs. */
export type Line = {
  /** The words for the number that says it: "weekly fee". */
  readonly rate: string;
  readonly unit: TimeUnit;
  /** Whole units alone, what these leave over, or each unit that is begun. */
  readonly counts: 'full' | 'rest' | 'started';
};

/** A price that several sentences make of rates and of how long something lasts. */
export type Tariff = {
  /** One line, or two of which the first counts whole units and the second what is left over. */
  readonly lines: readonly Line[];
  /** What is left over never costs more than one more of these whole units. */
  readonly restCap: TimeUnit | undefined;
  /** A time that is no longer costs nothing: the words for the number that says so, and its unit. */
  readonly free: { readonly upTo: string; readonly unit: TimeUnit } | undefined;
  /** Do the free units count where the time is longer; undefined where nothing says so. */
  readonly isFreeCounted: boolean | undefined;
  /** Each such unit that is begun costs so much at most. */
  readonly cap:
    | {
        readonly most: string;
        readonly unit: TimeUnit;
        /** Is it said of 24 hours, and so of no day of the calendar. */ readonly isOfClock?: boolean;
      }
    | undefined;
  /** In the end a discount in percent comes off; the words for what has it, which may be none. */
  readonly discount: { readonly of: string } | undefined;
  readonly text: string;
};

/** The words for all numbers that a price is made of, except the discount. */
export const numbersOf = ({ lines, free, cap }: Tariff): readonly string[] => [
  ...new Set([...lines.map(({ rate }) => rate), ...(free ? [free.upTo] : []), ...(cap ? [cap.most] : [])]),
];

/** A little for numbers that are not exact in binary notation. */
const little = 1e-9;

type Numbers = ReadonlyMap<string, number>;

const ofLines = ({ lines, restCap }: Tariff, ms: number, numbers: Numbers): number => {
  const [first, second] = lines;
  if (!first) return Number.NaN;
  const count = ms / unitMs[first.unit];
  const each = numbers.get(first.rate) ?? Number.NaN;
  if (!second) return each * Math.ceil(count - little);
  const whole = Math.floor(count + little);
  const rest = ((count - whole) * unitMs[first.unit]) / unitMs[second.unit];
  const ofRest = Math.ceil(rest - little * 1000) * (numbers.get(second.rate) ?? Number.NaN);
  return each * whole + (restCap ? Math.min(ofRest, each) : ofRest);
};

const inParts = (tariff: Tariff, ms: number, numbers: Numbers): number => {
  const { cap } = tariff;
  if (!cap) return ofLines(tariff, ms, numbers);
  const most = numbers.get(cap.most) ?? Number.NaN;
  const part = unitMs[cap.unit];
  let sum = 0;
  for (let from = 0; from < ms; from += part) sum += Math.min(most, ofLines(tariff, Math.min(part, ms - from), numbers));
  return sum;
};

/** Amounts where begun days, or weeks, are those of the calendar: the first of them may end at any minute of the time. */
const inCalendar = ({ lines, cap, ...tariff }: Tariff, ms: number, numbers: Numbers): readonly number[] => {
  const [line, second] = lines;
  const unit = cap ? cap.unit : line?.unit;
  if (!line || second || cap?.isOfClock === true || (unit !== 'day' && unit !== 'week')) return [];
  const part = unitMs[unit];
  const most = cap ? (numbers.get(cap.most) ?? Number.NaN) : Infinity;
  const costOf = (length: number): number => Math.min(most, ofLines({ lines, cap, ...tariff }, length, numbers));
  const amounts: number[] = [];
  for (let first = unitMs.minute; first < Math.min(part, ms); first += unitMs.minute) {
    let sum = costOf(first);
    for (let from = first; from < ms; from += part) sum += costOf(Math.min(part, ms - from));
    amounts.push(sum);
  }
  return amounts;
};

/**
 * Every amount that a time may cost: the least and the greatest of each reading of the sentences.
 * @param numbers What the words of the tariff mean.
 * @param percent The discount.
 * @param isOfMoments Does the time lie between two moments, so that a day of it may be one of the calendar.
 */
export const amountsOf = (
  tariff: Tariff,
  ms: number,
  numbers: Numbers,
  percent = 0,
  isOfMoments = false,
): readonly { readonly least: number; readonly most: number }[] => {
  const { free, isFreeCounted } = tariff;
  const freeMs = free ? (numbers.get(free.upTo) ?? Number.NaN) * unitMs[free.unit] : 0;
  if (free && ms <= freeMs) return [{ least: 0, most: 0 }];
  const lengths = !free || isFreeCounted === true ? [ms] : isFreeCounted === false ? [ms - freeMs] : [ms, ms - freeMs];
  return lengths.map((length) => {
    const amounts = [inParts(tariff, length, numbers), ...(isOfMoments ? inCalendar(tariff, length, numbers) : [])];
    const exact = [Math.min(...amounts), Math.max(...amounts)].map((one) => (one * (100 - percent)) / 100);
    // What is rounded may be the amount, or the discount before it comes off.
    return { least: Math.floor((exact[0] ?? 0) + little), most: Math.ceil((exact[1] ?? 0) - little) };
  });
};

/** Times at which the steps of a tariff differ from each other, and from simpler ones. */
export const tellingTimes = (tariff: Tariff, numbers: Numbers): readonly number[] => {
  const { lines, free, cap } = tariff;
  const [first, second] = lines;
  if (!first) return [];
  const unit = unitMs[first.unit];
  if (second) {
    const small = unitMs[second.unit];
    return [unit + 2 * small, 2 * unit - small, 2 * small, unit];
  }
  const minute = unitMs.minute;
  const freeMs = free ? (numbers.get(free.upTo) ?? 0) * unitMs[free.unit] : 0;
  const capMs = cap ? unitMs[cap.unit] : 0;
  return [
    ...(freeMs > 0 ? [freeMs, freeMs + minute] : []),
    ...(unit > minute ? [unit + minute, 2.5 * unit] : [unit, 3 * unit]),
    ...(capMs > unit ? [capMs - unit, capMs + unit] : []),
  ];
};
