import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { holdsForAll, uniqueMembers, uniqueSentences } from '../../contract/infer/unique-members.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { saidIn } from '../../contract/said.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips } from './round-trips.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** A creation below a resource, with members whose values are unique beyond that resource. */
export type UniqueBeyond = Subject & { readonly operation: Operation; readonly unique: readonly string[] };

/** Words for whom what a caller sees belongs to, in any API. */
const usualHolders: ReadonlySet<string> = new Set('account organisation organization tenant workspace company'.split(' '));

/** "A token belongs to exactly one utility", "every key is tied to one practice". */
const belonging =
  /\b(?:tokens?|keys?|logins?|credentials?|callers?|clients?|users?|accounts?)\b[^.;]*\b(?:belongs? to|(?:is|are) (?:tied|bound) to|(?:is|are) (?:of|for)|acts? for) (?:exactly |only |just )?(?:one|an?|a single) (?<holder>[a-z]+)\b/giu;

const nounsOfPaths = ({ operations }: Contract): ReadonlySet<string> =>
  new Set(operations.flatMap(({ path }) => wordsOf(path.replaceAll(/\{[^}]*\}/gu, ' '))).map(singular));

/** The words for whom what a caller sees belongs to: the usual ones, and what the introduction calls it, where no resource is called so. */
const holdersOf = (contract: Contract): ReadonlySet<string> => {
  const nouns = nounsOfPaths(contract);
  const told = saidIn(contract.document['info'])
    .flatMap(sentencesOf)
    .flatMap((sentence) => [...sentence.matchAll(belonging)].map(({ groups }) => singular((groups?.['holder'] ?? '').toLowerCase())));
  return new Set([...usualHolders, ...told].filter((word) => !nouns.has(word)));
};

/** Where a value is unique, by the words behind a preposition: "within the utility", "of an account", "across all depots". */
const scopes =
  /\b(?:within|in|of|per|across|among|for each|throughout|inside) (?<all>all |every |the whole |the entire )?(?:an?|the|one|each|its|your|our|their)? ?(?<noun>[a-z]+(?:[ -][a-z]+)?)\b/giu;

/** Words behind a holder that make it a part of it, or a kind: "within the account type". */
const parts: ReadonlySet<string> = new Set(
  'type group kind class plan year month site branch area region section team department project season'.split(' '),
);

/** Words by which some values are left out, or a second one is taken after all. */
const leavesOut =
  /\b(?:except|excluding|ignor\w+|apart from|once (?:it|they)|replaces?|overwrit\w+|append\w*|suffix\w*|retired|archived|for (?!all |every |each )[a-z]+ [a-z]+s)\b/iu;

/** Is a value unique in everything that a caller sees, or across all parents, by a sentence; not where another word may be what the parent is called. */
const isWide = (sentence: string, holders: ReadonlySet<string>, parent: readonly string[]): boolean => {
  const found = [...sentence.matchAll(scopes)].map(({ groups, index, 0: whole }) => ({
    // "Within the company's site" is within a site.
    isOwner: /^['’]s? /u.test(sentence.slice(index + whole.length)),
    isAll: groups?.['all'] !== undefined,
    words: wordsOf(groups?.['noun'] ?? '').map(singular),
  }));
  const isOfHolder = found.some(({ words, isOwner }) => holders.has(words[0] ?? '') && !parts.has(words[1] ?? '') && !isOwner);
  const isOfAll = found.some(({ isAll, words }) => isAll && parent.every((word) => words.includes(word)));
  const name = parent.at(-1) ?? '';
  const isOfParent =
    found.some(({ isAll, words }) => !isAll && parent.some((word) => words.includes(word))) ||
    new RegExp(String.raw`(?:\b(?:and|or)|[,/]) ?(?:(?:per|the|its|an?|each|every) )*${name}\b`, 'iu').test(sentence);
  // "Across all sheds of a yard" is across some of them.
  const isOfSome = new RegExp(String.raw`\b${name}s? (?:of (?:an?|one|the same) (?<of>[a-z]+)|that|which|with the same)\b`, 'iu').exec(
    sentence,
  );
  const isNarrow = isOfSome !== null && !holders.has(singular(isOfSome.groups?.['of'] ?? ''));
  return (isOfHolder || isOfAll) && !isOfParent && !isNarrow && !leavesOut.test(sentence) && !holdsForSome(sentence);
};

/** The creations below a resource of which the document says that values are unique in everything that a caller sees: one below another resource is refused as well. */
export const uniqueBeyond = (contract: Contract): readonly UniqueBeyond[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  const holders = holdersOf(contract);
  return roundTrips(contract).flatMap(({ create }): UniqueBeyond[] => {
    const isBelow = parametersIn(create.path).length > 0 && create.method === 'POST';
    if (!isBelow || !create.responses.some(({ status }) => status === '409')) return [];
    const asked = askedSchema(create.body) ?? true;
    const unique = uniqueMembers(document, create, asked);
    const parent = nounWordsOf(pathAbove(create.path).replace(/\/\{[^}]*\}$/u, '')).map(singular);
    const [name, ...others] = unique;
    if (name === undefined || others.length > 0 || parent.length === 0) return [];
    const said = uniqueSentences(document, create, asked, unique);
    // Another sentence may be of a refusal for another reason, so that only this one has to hold for all.
    return said.some((one) => isWide(one, holders, parent) && holdsForAll(one)) ? [at(create.location, { operation: create, unique })] : [];
  });
};
