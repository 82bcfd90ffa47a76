import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { pathAbove } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { harmless } from './action-words.ts';
import { mayConflict } from './conflicts.ts';
import { isDoneToOthers, isLimited } from './limited-clauses.ts';
import { clausesOf, inWords, textsOf } from './state-mentions.ts';
import { optional, refusing } from './refusal-words.ts';

/** Words by which a clause says that an action is for some states alone. */
const limiting = / (?:only|unless) /u;

/** Words by which it says so of all states but those of another clause. */
const otherwise = / (?:others?|otherwise) /u;

/** Words by which it may mean some callers alone. */
const callers =
  / (?:admins?|administrators?|owners?|users?|members?|roles?|permissions?|scopes?|somebody|someone|anybody|nobody|callers?) /u;

/**
 * Does the document say that an action is refused once it was done: it describes a conflict, and a clause of its text names the state that it is for as the only one, or says that it
 * is refused for what is in the state already.
 */
export const isRefusedAgain = (contract: Contract, operation: Operation, before: unknown, after: unknown): boolean => {
  if (!mayConflict(operation) || typeof before !== 'string' || typeof after !== 'string') return false;
  const clauses = textsOf(contract, operation).flatMap(clausesOf);
  const said = clauses.map(inWords);
  const noun = nounWordsOf(pathAbove(operation.path)).at(-1) ?? '';
  // "A stay which is over" names the resource, and does not say that it stays as it is.
  const own = nounWordsOf(pathAbove(operation.path).replace(/\/\{[^/]*\}$/u, '')).at(-1) ?? '';
  const named = new RegExp(String.raw` (?:an?|the|this|that|each|every|any|one|of|no) (?:\w+ )?${literalPattern(own)}s?(?= )`, 'gu');
  const unnamed = said.map((words) => (own === '' ? words : words.replaceAll(named, '')));
  if (unnamed.some((words) => harmless.some((word) => words.includes(` ${word} `)))) return false;
  const states = [before, after].map((value) => ({ name: wordsOf(value).join(' '), member: 'status', value }));
  const about = { operation, states, nouns: [noun, `${noun}s`], isBelow: false };
  const firm = clauses
    .filter(
      (clause) =>
        !isDoubtful(clause) && !isRefusalDenied(clause) && !optional.test(inWords(clause)) && !isLimited(clause, inWords(clause), about),
    )
    .map(inWords);
  const names = (words: string, state: string): boolean =>
    [state, `${state}s`].some((one) => words.includes(` ${wordsOf(one).join(' ')} `));
  const isAllOthers = firm.some((words) => otherwise.test(words) && refusing.test(words) && !callers.test(words) && !isDoneToOthers(words));
  return firm.some(
    (words) =>
      (names(words, before) &&
        !callers.test(words) &&
        (limiting.test(words) || (isAllOthers && !refusing.test(words)) || (otherwise.test(words) && refusing.test(words)))) ||
      (/ already /u.test(words) && names(words, after) && refusing.test(words)),
  );
};
