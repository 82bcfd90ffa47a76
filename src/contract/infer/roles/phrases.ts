import { wordsOf } from '../words.ts';
import { stemOf, stems } from './stem.ts';

/** Words that stand among the names of roles without naming one. */
const beside = stems(
  'the an and or any either every each all both role scope user people caller member holder key token credential account permission admin-level level right alike included well',
);

/** "Managers and above", "editors or higher", "writers and up", "at least the role `editor`": a role is the least of those that may. */
export const leastOf = /\bat least\b|,? (?:and|or) (?:above|higher|up|upwards|greater)\b/giu;

/** Shorter words, such as articles, name no role. */
export const leastWord = 2;

const isBeside = (word: string): boolean => beside.has(word) || word.length < leastWord;

/** The roles that a phrase names and nothing else: "agents and admins", "the role `owner`"; undefined where it says more, or names none. */
export const rolesIn = (phrase: string, names: ReadonlySet<string>): readonly string[] | undefined => {
  const words = wordsOf(phrase.replaceAll(leastOf, ' ')).map(stemOf);
  const found = words.filter((word) => names.has(word));
  return found.length > 0 && words.every((word) => names.has(word) || isBeside(word)) ? found : undefined;
};

/** Whom a phrase names, by the stems of their roles. */
export type Phrase = {
  /** All callers with these roles: "clerks", "a manager". */
  readonly whole: ReadonlySet<string>;
  /** Some of those with these roles: "the leading instructor", "employees (for themselves)". */
  readonly some: ReadonlySet<string>;
  /** It names others too, who may have any role: "the owner" where that is no role, "the author". */
  readonly hasOthers: boolean;
  readonly isLeast: boolean;
};

/** A place that all callers share: "of the organisation", "in your workspace". */
const place = / (?:of|in) (?:the|its|their|your|an?) \p{L}+$/iu;

/** Whom a phrase names; undefined where it names no role. */
export const phraseOf = (phrase: string, names: ReadonlySet<string>): Phrase | undefined => {
  const text = phrase.replaceAll(leastOf, ' ').replaceAll(/\s*\([^)]*\)/gu, ' partly ');
  const [whole, some] = [new Set<string>(), new Set<string>()];
  let hasOthers = false;
  for (const part of text.split(/\s*(?:[,/&]|\band\b|\bor\b|\bas well as\b)\s*/iu)) {
    const words = wordsOf(part.trim().replace(place, '')).map(stemOf);
    const found = words.filter((word) => names.has(word));
    const isPlain = words.every((word) => names.has(word) || isBeside(word));
    for (const role of found) (isPlain ? whole : some).add(role);
    if (found.length === 0 && !words.every(isBeside)) hasOthers = true;
  }
  if (whole.size + some.size === 0) return undefined;
  return {
    whole,
    some: new Set([...some].filter((role) => !whole.has(role))),
    hasOthers,
    isLeast: new RegExp(leastOf.source, 'iu').test(phrase),
  };
};

/** The roles that a text mentions, by the stems of their names; not those in names such as `createEmployee`. */
export const mentionedIn = (text: string, names: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    text
      .replaceAll(/\w*\p{Ll}\p{Lu}\w*/gu, ' ')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .map(stemOf)
      .filter((word) => names.has(word)),
  );
