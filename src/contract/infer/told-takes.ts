import { literalPattern } from '../pattern/literal-pattern.ts';
import { sentencesOf } from './sentences.ts';
import type { Listing, ToldCondition } from './told-conditions.ts';

const anyOf = (names: readonly string[]): string =>
  `(?:${names
    .toSorted((a, b) => b.length - a.length)
    .map(literalPattern)
    .join('|')})`;

/** A row of names with commas and words between them. */
const rowOf = (names: readonly string[]): string => String.raw`${anyOf(names)}(?:(?:,? (?:and|or) |, )${anyOf(names)})*`;

const namesIn = (row: string): readonly string[] => row.split(/,? (?:and|or) |, /u);

/** Words by which anything else is refused. */
const refusing = /\b(?:4(?:00|22)|refused|rejected|not (?:allowed|accepted|valid)|invalid)\b/iu;

/**
 * What one sentence says that each of several values of a member takes of the other members: "IN and FIX take only toBin, OUT only fromBin, SHIFT takes both (otherwise 422)". Only where it says
 * that anything else is refused, and of two values at least.
 */
export const takenConditionsIn = (text: string, listing: Listing): readonly ToldCondition[] =>
  sentencesOf(text)
    .filter((sentence) => refusing.test(sentence))
    .map((sentence) => sentence.replaceAll('`', ''))
    .flatMap((sentence) =>
      [...listing].flatMap(([by, listed]): readonly ToldCondition[] => {
        const values = listed.filter((value) => typeof value === 'string' && sentence.includes(value)).map(String);
        const members = [...listing.keys()].filter((name) => name !== by && sentence.includes(name));
        if (values.length < 2 || members.length === 0) return [];
        const edge = String.raw`(?<![\p{L}\p{N}_-])`;
        const form = new RegExp(
          String.raw`${edge}(?<values>${rowOf(values)}) (?:takes? |needs? |has |have |uses? |requires? )?(?:(?:only|just|exactly) (?<named>${rowOf(members)})|(?<both>both)|(?<none>neither|none))(?![\p{L}\p{N}_-])`,
          'gu',
        );
        const rows = [...sentence.matchAll(form)].map(({ groups }) => ({
          values: namesIn(groups?.['values'] ?? ''),
          named: groups?.['named'] === undefined ? [] : namesIn(groups['named']),
          isWhole: groups?.['both'] !== undefined,
        }));
        const all = [...new Set(rows.flatMap(({ named }) => named))];
        const isClear =
          rows.flatMap((row) => row.values).length > 1 && all.length > 0 && (all.length === 2 || !rows.some(({ isWhole }) => isWhole));
        return isClear
          ? rows.flatMap((row) =>
              all.map((member): ToldCondition => ({
                member,
                rule: row.isWhole || row.named.includes(member) ? 'required' : 'forbidden',
                by,
                values: row.values,
              })),
            )
          : [];
      }),
    );
