import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { gerundsOf, isLeftBy, participlesOf, verbOf, verbsOfDeed } from './action-words.ts';
import { mayConflict } from './conflicts.ts';
import type { Leading, Refusing } from './lives.ts';
import { type State, inWords, textsOf } from './state-mentions.ts';

type Around = {
  readonly states: readonly State[];
  /** The noun of the resource. */
  readonly noun: string;
  readonly actions: readonly Operation[];
  /** What the texts of the operations say of where they are refused. */
  readonly refusing: readonly Refusing[];
  readonly leading: readonly Leading[];
};

/** What may stand between the word that limits and the deed. */
const lead = '(?:the |its |their |an? )?';

/** What follows a deed that stands for itself: "check-in", and no "check-in time". */
const end =
  '(?= $| (?:otherwise|else|or else|and|but|the answer|409|conflict|refused|rejected|not|is|are|was|of (?:the|an?)|by|has|have)(?= |$))';

/** Words by which an action is possible only behind a deed: "Only after check-in, otherwise 409", "refused before approval", "not possible without approval". */
const formsOf = (deeds: readonly string[], done: readonly string[], noun: string): readonly RegExp[] => {
  const deed = `(?:${deeds.map(literalPattern).join('|')})`;
  const some = `(?:(?:it|they|(?:(?:the|an?) )?(?:${[noun, `${noun}s`].map(literalPattern).join('|')})) (?:has been|have been|is|are|was|were) (?:${done.map(literalPattern).join('|')}))`;
  const what = `(?:${lead}${deed}|${some})${end}`;
  return [
    `(?<!not) only (?:possible |allowed |accepted |works |(?:be )?[a-z]+ed )?(?:after|once) ${what}`,
    ` (?:409|conflict|refused|rejected|not possible|not allowed) (?:\\w+ )?(?:before|without|until) ${what}`,
    ` (?:can ?not|can not|may not|must not|never) (?:be )?[a-z]+ (?:before|without|until) ${what}`,
  ].map((source) => new RegExp(source, 'u'));
};

/** The states in which an action is possible, as its text says; undefined where it says nothing of them. */
const allowedFor = (operation: Operation, { refusing, states }: Around): readonly State[] | undefined => {
  const told = refusing.find((one) => one.operation === operation && !one.as && one.namedBy === undefined && !one.through);
  return told && states.filter((one) => !told.refused.includes(one));
};

/** The states that a resource may come to behind one, by the actions of which the texts say where they are possible; all of them by another action. */
const behind = (from: State, around: Around): ReadonlySet<State> => {
  const reached = new Set([from]);
  for (const _ of around.states) {
    for (const { operation, to } of around.leading) {
      const allowed = allowedFor(operation, around);
      if (allowed === undefined || allowed.some((one) => reached.has(one))) reached.add(to);
    }
  }
  return reached;
};

/**
 * What is refused of some actions before another one: none of those of which more is said already.
 */
export const refusedBeforeDeeds = (contract: Contract, around: Around): readonly Refusing[] =>
  around.actions.flatMap((operation): readonly Refusing[] => {
    const isTold = around.refusing.some((one) => one.operation === operation);
    const refused = isTold ? [] : refusedStates(contract, operation, around);
    return refused.length === 0 ? [] : [{ operation, refused }];
  });

/**
 * The states in which an action is refused because another one has not been made: "Only after check-in, otherwise 409", where `checked-in` is what
 * `POST /visits/{visitId}/check-in` leaves. All those that do not lie behind that one; what nobody says anything of may.
 */
const refusedStates = (contract: Contract, operation: Operation, around: Around): readonly State[] => {
  if (!mayConflict(operation) || around.noun === '') return [];
  const sentences = textsOf(contract, operation)
    .flatMap((text) => text.split(/(?<=[.;])\s+/u))
    .map(inWords);
  const found = around.actions.flatMap((deed): readonly State[] => {
    const left = around.states.filter(({ value }) => isLeftBy(deed, value));
    const [state] = left;
    if (deed === operation || left.length !== 1 || state === undefined || isLeftBy(operation, state.value)) return [];
    // What can be done where it has been done before tells nothing apart.
    const from = allowedFor(deed, around);
    if (from === undefined || from.includes(state)) return [];
    const nouns = nounsOf(deed);
    const forms = formsOf([verbOf(deed), ...gerundsOf(deed), ...nouns], [state.name, ...participlesOf(verbOf(deed))], around.noun);
    if (!sentences.some((words) => forms.some((form) => form.test(words)))) return [];
    const later = behind(state, around);
    return around.states.filter((one) => !later.has(one) && !isLeftBy(operation, one.value));
  });
  return [...new Set(found)];
};

/** The nouns of a deed: `approval` of `approve`, `confirmation` of `confirm`, `payment` of `pay`. */
const nounsOf = (deed: Operation): readonly string[] => {
  const verb = verbOf(deed);
  if (verb.includes(' ')) return [];
  const stem = verb.replace(/e$/u, '');
  const made = [
    `${stem}al`,
    `${stem}ation`,
    `${stem}ment`,
    `${verb}ment`,
    `${stem}ion`,
    `${stem}ssion`,
    `${stem.replace(/y$/u, '')}ication`,
    `${stem.replace(/it$/u, '')}ission`,
  ];
  return made.filter((noun) => verbsOfDeed(noun).includes(verb));
};
