import { numberIn } from '../../contract/infer/formulas/expression.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** What the mean of an object has to be by other values of the object. */
type MeanRule = {
  readonly member: string;
  readonly words: string;
  readonly of: (object: Json) => number | undefined;
  readonly roundings: () => number;
};

const meanWords: ReadonlySet<string> = new Set(['mean', 'average', 'avg']);
const leastWords: ReadonlySet<string> = new Set(['min', 'minimum', 'lowest', 'smallest']);
const mostWords: ReadonlySet<string> = new Set(['max', 'maximum', 'highest', 'largest', 'greatest']);
const countWords: ReadonlySet<string> = new Set(['count', 'votes', 'number', 'answers', 'ratings', 'responses']);
const valueWords: ReadonlySet<string> = new Set(['value', 'score', 'rating', 'stars', 'grade', 'points', 'answer']);

/** Words of a mean of some values, of other ones, or of another kind. */
const isOther =
  /\b(?:weight\w*|bayes\w*|adjust\w*|trimmed|recent\w*|latest|last|first|rolling|moving|smoothed|per|only|verified|percent\w*|normali[sz]ed|scaled|estimat\w*|approx\w*|exclud\w*|except|geometric|harmonic|median|outliers?|minus|plus|deviat\w*|relative|old\w*|previous|this|today|(?:hour|dai|week|month|year)\w*|days?)\b|%/iu;

/** Words of bounds that are set and not seen, or that a mean need not keep. */
const isSet =
  /\b(?:thresholds?|limit\w*|alarms?|alerts?|allowed|permitted|targets?|configur\w*|settings?|bounds?|warn\w*|set|must|should|may|might|can|outside|desired|plann?ed|expected|all[- ]time)\b/iu;

/** The unit up to which a mean may be rounded: by its text, or the last digit that it shows. */
const unitOf = (text: string, shown: number): number => {
  const said = /\b(?:(?<word>one|two|three)|(?<digit>[1-4])) (?:decimals?|decimal places|digits)\b/iu.exec(text)?.groups;
  const digits = said?.['digit'] ?? { one: '1', two: '2', three: '3' }[said?.['word']?.toLowerCase() ?? ''];
  return 10 ** -Number(digits ?? String(shown).split('.')[1]?.length ?? 0);
};

/** The right value, or the shown one where that is no other but for rounding. */
const rounded = (text: string, shown: number, right: number): number => (Math.abs(shown - right) < unitOf(text, shown) ? shown : right);

const without = (name: string, words: ReadonlySet<string>): string =>
  wordsOf(name)
    .filter((word) => !words.has(word))
    .join(' ');

const has = (name: string, words: ReadonlySet<string>): boolean => wordsOf(name).some((word) => words.has(word));

/** Of a list of values with how often each was given, the names of both. */
const tallyOf = (document: Document, schema: Schema): { readonly value: string; readonly count: string } | undefined => {
  const item = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  const names = [...membersOf(document, item ?? true).keys()];
  const [count, ...counts] = names.filter((name) => countWords.has(wordsOf(name).at(-1) ?? ''));
  const [value, ...values] = names.filter((name) => valueWords.has(wordsOf(name).at(-1) ?? '') && name !== count);
  return names.length === 2 && count !== undefined && value !== undefined && counts.length + values.length === 0
    ? { value, count }
    : undefined;
};

/** The mean by a list of values with how often each was given; undefined where the list need not have all that are counted beside it. */
const meanByTally = (
  object: Json,
  list: string,
  { value, count }: { readonly value: string; readonly count: string },
): number | undefined => {
  const items = object[list];
  if (!Array.isArray(items) || !items.every((one): one is Json => isObject(one))) return undefined;
  const given = items.map((one) => ({ value: numberIn(one[value]), count: one[count] }));
  const counts = given.map((one) =>
    typeof one.count === 'number' && Number.isInteger(one.count) && one.count >= 0 ? one.count : Number.NaN,
  );
  const total = counts.reduce((sum, one) => sum + one, 0);
  const isWhole = Object.values(object).includes(total);
  if (!(total > 0) || !isWhole || given.some((one) => one.value === undefined)) return undefined;
  return given.reduce((sum, one, n) => sum + (one.value ?? 0) * (counts[n] ?? 0), 0) / total;
};

/**
 * What means have to be by other values of their object: the mean of a list that says how often each value was given, where a number beside it counts as many; and between the
 * smallest and the greatest value, where a text names both with the mean.
 * @param told What is said of each member, and of the object as a whole (under no name).
 */
export const toldMeans = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  told: readonly (readonly [member: string, text: string])[],
): readonly MeanRule[] =>
  [...members].flatMap(([member, schema]): readonly MeanRule[] => {
    if (!has(member, meanWords) || !(isType(document, schema, 'number') || isType(document, schema, 'integer'))) return [];
    const own = told.flatMap(([name, text]) => (name === member ? sentencesOf(text) : []));
    const naming = told.flatMap(([, text]) => sentencesOf(text)).filter((text) => wordsIn(text).includes(member));
    const said = own.join(' ').split(';')[0] ?? '';
    if ([said, ...naming].some((text) => isOther.test(text))) return [];
    const roundings = (): number => 0;
    const shownIn = (object: Json): number | undefined => numberIn(object[member]);

    const tallies = [...members].flatMap(([name, one]) => {
      const tally = tallyOf(document, one);
      return tally === undefined ? [] : [{ name, tally }];
    });
    const [only, ...more] = tallies;
    const isOfAll = /\b(?:mean|average)\b|^of (?:all |the )/iu.test(said);
    const byTally: readonly MeanRule[] =
      only && more.length === 0 && isOfAll
        ? [
            {
              member,
              words: `the mean of ${only.tally.value} in ${only.name}`,
              roundings,
              of(object) {
                const [shown, right] = [shownIn(object), meanByTally(object, only.name, only.tally)];
                return shown === undefined || right === undefined ? undefined : rounded(said, shown, right);
              },
            },
          ]
        : [];

    const bound = (words: ReadonlySet<string>): string | undefined => {
      const found = [...members.keys()].filter((name) => has(name, words) && without(name, words) === without(member, meanWords));
      const [name] = found;
      const texts = told.flatMap(([about, text]) => sentencesOf(text).map((sentence) => [about, sentence] as const));
      const ties = texts.filter(([about, text]) => {
        const all = wordsIn(text);
        return name !== undefined && all.includes(member) && (about === name || all.includes(name));
      });
      const ofBound = texts.filter(([about, text]) => about === name || ties.some(([, tie]) => tie === text));
      return found.length === 1 && ties.length > 0 && !ofBound.some(([, text]) => isSet.test(text) || isOther.test(text))
        ? name
        : undefined;
    };
    const [least, most] = [bound(leastWords), bound(mostWords)];
    if (least === undefined && most === undefined) return byTally;
    const between: MeanRule = {
      member,
      words: [...(least === undefined ? [] : [`not below ${least}`]), ...(most === undefined ? [] : [`not above ${most}`])].join(' and '),
      roundings,
      of(object) {
        const [shown, low, high] = [shownIn(object), least && numberIn(object[least]), most && numberIn(object[most])];
        if (shown === undefined || (typeof low !== 'number' && typeof high !== 'number')) return undefined;
        if (typeof low === 'number' && shown < low) return rounded(said, shown, low);
        return typeof high === 'number' && shown > high ? rounded(said, shown, high) : shown;
      },
    };
    return [...byTally, between];
  });

/** The names in backticks of a sentence. */
const wordsIn = (text: string): readonly string[] => [...text.matchAll(/`([\w-]+)`/gu)].map(([, name = '']) => name);
