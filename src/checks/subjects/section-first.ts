import { nounWordsOf } from '../../contract/infer/id-names.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { statefulAnswer } from './needed-states.ts';
import { clausesOf, inWords } from './state-mentions.ts';

/** Words by which a new resource may have another state, or has it in the eyes of some. */
const unsure =
  / (?:if|when|where|unless|or|either|may|might|can|could|usually|normally|not|never|except|depending|until|without|by default) /u;

/** A condition behind the state is one of what comes later: "is pending at first and then follows these arrows". */
const onwards = / (?:and then|then|until|once|from there) .*$/u;

/** Words by which another sentence gives some a first state of their own, or lets the caller choose it. */
const otherwise =
  / (?:skips?|skipped|choose|chooses|directly|at once|right away|straight away|immediately|automatically|created as|created in|at first|initially|instead) /u;

/** Words by which a sentence is about some of what is new. */
const some = / (?:with|without|if|when|where|for|by) /u;

/** Do other creations of something with a state have a tag in common with one, so that "it" may be either. */
const isAmongOthers = (contract: Contract, create: Operation): boolean => {
  const { document, operations } = contract;
  const tagsOf = ({ location }: Operation): readonly unknown[] => {
    const node = valueAt(document, nodeOf(location));
    return isObject(node) && Array.isArray(node['tags']) ? node['tags'] : [];
  };
  const own = tagsOf(create);
  return operations.some(
    (one) =>
      one.key !== create.key &&
      ['creates', 'creates-permanently'].includes(one.effect) &&
      statefulAnswer(contract, one) !== undefined &&
      tagsOf(one).some((tag) => own.includes(tag)),
  );
};

/**
 * The state that the section of a creation, the description of its tag, gives to what is new ("It starts out as `draft`", "An order is `pending` at first"), or its
 * own text by a verb before it ("Opens a draft"). Undefined where none or several do.
 * @param states The listed states of what it creates.
 */
export const sectionFirst = (contract: Contract, create: Operation, states: readonly string[]): string | undefined => {
  const { document } = contract;
  const node = valueAt(document, nodeOf(create.location));
  const noun = nounWordsOf(create.path).at(-1) ?? '';
  if (noun === '') return undefined;
  const it = isAmongOthers(contract, create) ? '' : '|it|they';
  const subject = `(?:(?:an? |the |each |every |all )?(?:new )?${noun}s?${it})`;
  const named = (state: string): string => `(?:an? )?${wordsOf(state).join(' ')}`;
  /** Do other clauses than those that tell the state leave it open. */
  const isOpen = (clauses: readonly string[], found: readonly string[], isOfCreation: boolean): boolean =>
    clauses.some((clause) => {
      const others = states.filter((state) => !found.includes(state) && clause.includes(` ${wordsOf(state).join(' ')} `));
      return otherwise.test(clause) || (isOfCreation && others.length > 0 && some.test(clause));
    });
  const told = (clause: string, forms: (state: string) => readonly string[]): readonly string[] =>
    states.filter((state) => forms(state).some((form) => new RegExp(form, 'u').test(clause)));
  /** The states that clauses tell; none where others beside them leave it open. */
  const toldIn = (clauses: readonly string[], forms: (state: string) => readonly string[], isOfCreation: boolean): readonly string[] => {
    const all = clauses.map((clause) => {
      const plain = clause.replace(onwards, ' ');
      return { clause, found: unsure.test(plain) ? [] : told(plain, forms) };
    });
    const found = all.flatMap((one) => one.found);
    const rest = all.filter((one) => one.found.length === 0).map(({ clause }) => clause);
    return isOpen(rest, found, isOfCreation) ? [] : found;
  };
  const ofSection = toldIn(
    saidOfTags(document, node).flatMap(clausesOf).map(inWords),
    (state) => [
      `^ ${subject} (?:starts?|begins?)(?: out| off)?(?: its life)? (?:as|in)(?: the (?:state|status))? ${named(state)} $`,
      `^ ${subject} (?:is|are) (?:always )?${named(state)} (?:at first|at the beginning|in the beginning|initially|to begin with) $`,
      `^ ${subject} (?:is|are) (?:filed|created|opened|born|made|booked|placed) (?:as|in)(?: the (?:state|status))? ${named(state)} $`,
    ],
    false,
  );
  const ofCreation = toldIn(
    saidIn(node)
      .flatMap(clausesOf)
      .map((clause) => inWords(clause.replace(/, with or without [^,;]*$/u, ''))),
    // A state that is no noun would need one behind it.
    (state) => [`^ (?:creates|starts|opens) an? (?:new )?${wordsOf(state).join(' ')}(?: ${noun})? $`],
    true,
  );
  const found = new Set([...ofSection, ...ofCreation]);
  return found.size === 1 ? [...found][0] : undefined;
};
