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

/** Words by which anything else than what is said is refused, and not an unknown value alone. */
const refusing =
  /\((?:otherwise |else )?(?:a )?4(?:00|22)\)|\b(?:otherwise|else|(?:any(?:thing)?|everything|all|every) (?:else|other)|others?|other (?:members|fields|combinations))\b[^.;]*\b(?:4(?:00|22)|refused|rejected|not (?:allowed|accepted|valid)|invalid)\b|\b4(?:00|22) (?:otherwise|for (?:anything|everything|any|all|every) (?:else|other))\b/iu;

/** Words by which a sentence holds for some, or sometimes, or by which something may be left out. */
const hedging =
  /\b(?:may|can|could|might|usually|normally|often|sometimes|optional(?:ly)?|unless|except|if|when|checked|shown|ignored)\b/iu;

/** What stands behind a row: the end of a clause, or the next row. Not a verb, which would make a subject of its members ("OUT only fromBin is checked"). */
const behind = String.raw`(?=\s*(?:[,;.()–—]|$|and |while |but ))`;

/** The rows of a sentence: the values, and what each takes; undefined where one of them is not understood. */
const rowsIn = (sentence: string, values: readonly string[], members: readonly string[]): readonly Row[] | undefined => {
  const edge = String.raw`(?<![\p{L}\p{N}_-])`;
  const form = String.raw`${edge}(?<values>${rowOf(values)}) (?<verb>takes?|has|have|uses?|needs?|requires?)? ?(?:(?<only>only|just|exactly) (?<named>${rowOf(members)})|(?<both>both)|(?<none>neither|none))(?![\p{L}\p{N}_-])`;
  const found = [...sentence.matchAll(new RegExp(form, 'gu'))];
  // The verb of the first row holds for the others. What needs one thing only may still have another.
  const isLed = found[0]?.groups?.['verb'] !== undefined && found.every(({ groups }) => isTaking(groups?.['verb'], groups?.['only']));
  const isWhole = isLed && [...sentence.matchAll(new RegExp(form + behind, 'gu'))].length === found.length;
  const rows = found.map(({ groups }) => ({
    values: namesIn(groups?.['values'] ?? ''),
    named: groups?.['named'] === undefined ? [] : namesIn(groups['named']),
    isBoth: groups?.['both'] !== undefined,
    isExact: groups?.['only'] === 'exactly',
  }));
  // "Only one or the other" leaves the choice.
  return isWhole && !found.some(({ groups }) => / or /u.test(groups?.['named'] ?? '')) ? rows : undefined;
};

type Row = { readonly values: readonly string[]; readonly named: readonly string[]; readonly isBoth: boolean; readonly isExact: boolean };

const isTaking = (verb: string | undefined, only: string | undefined): boolean =>
  !/^(?:need|require)/u.test(verb ?? '') || only === undefined || only === 'exactly';

/**
 * What one sentence says that each of several values of a member takes of the other members: "IN and FIX take only toBin, OUT only fromBin, SHIFT takes both (otherwise 422)". Only where it says
 * that anything else is refused, and of two values at least. What a value takes only may be left out beside it, except where another takes both: there "takes" is said of what has to be there.
 */
export const takenConditionsIn = (text: string, listing: Listing): readonly ToldCondition[] =>
  sentencesOf(text)
    .filter((sentence) => refusing.test(sentence))
    // What another part of the sentence says of something else weakens nothing here: "OUT takes only fromBin; the weight is positive, except for SHIFT (otherwise 422)".
    .flatMap((sentence) => sentence.split(/;\s+/u).filter((part) => !hedging.test(part)))
    .map((sentence) => sentence.replaceAll('`', ''))
    .flatMap((sentence) =>
      [...listing].flatMap(([by, listed]): readonly ToldCondition[] => {
        const values = listed.filter((value) => typeof value === 'string' && sentence.includes(value)).map(String);
        const members = [...listing.keys()].filter((name) => name !== by && sentence.includes(name));
        const rows = values.length < 2 || members.length === 0 ? undefined : rowsIn(sentence, values, members);
        if (!rows) return [];
        const all = [...new Set(rows.flatMap(({ named }) => named))];
        const isWithBoth = rows.some(({ isBoth }) => isBoth);
        if (rows.flatMap((row) => row.values).length < 2 || all.length === 0 || (isWithBoth && all.length !== 2)) return [];
        return rows.flatMap((row) =>
          all.flatMap((member): readonly ToldCondition[] => {
            const isTaken = row.isBoth || row.named.includes(member);
            if (isTaken && !isWithBoth && !row.isExact) return [];
            return [{ member, rule: isTaken ? 'required' : 'forbidden', by, values: row.values }];
          }),
        );
      }),
    );
