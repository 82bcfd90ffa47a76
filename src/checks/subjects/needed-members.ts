import { partsByValue } from '../../contract/infer/parts-by-value.ts';
import { isType } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { lackingMust, type Naming } from './lacking-words.ts';
import { namesAssigned, namesPerson } from './person-names.ts';
import { gerundsOf, isLeft, isLeftBy } from './action-words.ts';
import { clausesOf, inWords, type State, textsOf } from './state-mentions.ts';

/** A member without which a resource does not come to a state: "Only a ticket with an assignee can be solved". */
export type NeededMember = {
  readonly operation: Operation;
  /** The member that the resource shows, or the last segment of the path of its own list. */
  readonly member: string;
  /** The state that needs it; undefined where the operation needs it, wherever it leads. */
  readonly to: State | undefined;
  /** Does the member count something, so that 0 is none. */
  readonly isCount?: true;
  /** Is it the other way round: the operation needs an amount of nought. */
  readonly isZero?: true;
  /** The list below the resource that has to hold something; undefined where the resource shows the member itself. */
  readonly list?: Collection;
};

/** Has a member a value in a read: it is there, and not null, an empty text or an empty list. */
export const hasValue = (value: unknown): boolean => value !== undefined && !isBlank(value, false);

/** Does a read show that a member has no value: null, an empty text or an empty list; 0 of what counts. What is not there may only not be shown. */
export const isBlank = (value: unknown, isCount = false): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0) || (isCount && value === 0);

/** A resource type of which sentences may speak, with the members that it shows. */
export type Shown = {
  readonly noun: string;
  readonly states: readonly State[];
  readonly members: ReadonlyMap<string, Schema>;
  /** The states that the body of the operation chooses from; empty where it leads to one alone. */
  readonly chosen?: readonly State[];
  /** Is the operation a change, so that what its body may set as well is lacking where it sets the state alone. */
  readonly isChange?: true;
  /** The lists below a resource. */
  readonly lists?: readonly Collection[];
};

/** What a member may be called in a sentence: `assignee` for `assignee_id`, `due date` or `due` for `due_on`. */
const calledOf = (name: string): readonly string[] => {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const short = words.slice(0, -1).join(' ');
  if (short === '' || !['id', 'ids', 'at', 'on', 'date'].includes(last)) return [words.join(' ')];
  return ['on', 'date'].includes(last) ? [short, `${short} date`] : [short];
};

const some = '(?:an? |any |the |at least one |one )?';

/** "Refused with 409, and so is an order without lines", "An order without lines is refused", "409 for an order without lines". */
const refusedForms = (thing: string, lacks: string): readonly RegExp[] =>
  [
    ` (?:refused|rejected|409|422)(?: [a-z0-9]+){0,8} (?:so is|so are|as is|as are) ${thing} ${lacks} `,
    ` ${thing} ${lacks}(?: [a-z]+){0,2} (?:is|are|gets|get) (?:then |always )?(?:refused|rejected|(?:a |the )?(?:409|422)) `,
    ` (?:refused|rejected|409|422)(?: [a-z]+){0,2} (?:for|if it is|when it is|to) ${thing} ${lacks} `,
  ].map((form) => new RegExp(form, 'u'));

/** What sentences may say to be lacking, under the names that they may give it. */
type Thing = Naming & Pick<NeededMember, 'member' | 'isCount' | 'list'>;

/** Names of members that sentences use of something else: of the caller, of the request, of the answer. */
const general: ReadonlySet<string> = new Set(
  'id type kind version url user account role result data code status state time date value error response request token'.split(' '),
);

const inBothNumbers = (called: readonly string[]): readonly string[] => [
  ...new Set(called.flatMap((one) => [one, singular(one), `${singular(one)}s`])),
];

/** The noun of what a member counts: `line` of `lineCount`, `number_of_lines`. */
const countedBy = (name: string): string | undefined => {
  const words = wordsOf(name).join(' ');
  const [, before, after] = /^(?:(.+) (?:count|total)|(?:number|count) of (.+))$/u.exec(words) ?? [];
  return before ?? after;
};

/** The member of a resource that tells whom it is assigned to: the one of that name, or the only one about a person. */
const assignedIn = (names: readonly string[]): string | undefined => {
  const own = names.filter(namesAssigned);
  const [only, ...others] = own.length > 0 ? own.filter((name) => !/(?:at|on|by)$/iu.test(name)) : names.filter(namesPerson);
  return others.length === 0 ? only : undefined;
};

const thingsOf = (
  contract: Contract,
  operation: Operation,
  { members, states, lists = [], isChange }: Pick<Shown, 'members' | 'states' | 'lists' | 'isChange'>,
): readonly Thing[] => {
  const { document } = contract;
  const sent = new Set(isChange ? [] : bodyMembers(contract, operation).map(({ name }) => name));
  const assigned = assignedIn([...members.keys()]);
  const shown = [...members].flatMap(([member, schema]): readonly Thing[] => {
    if (sent.has(member) || states.some((one) => one.member === member)) return [];
    const counted = countedBy(member);
    if (counted !== undefined && (isType(document, schema, 'integer') || isType(document, schema, 'number')))
      return [{ member, isCount: true, names: inBothNumbers([counted]), kind: 'several' }];
    if (isType(document, schema, 'array')) return [{ member, names: inBothNumbers(calledOf(member)), kind: 'several' }];
    const isText = isType(document, schema, 'string') && !(isObject(schema) && ('enum' in schema || 'const' in schema));
    if (!isText && !isType(document, schema, 'null')) return [];
    const isOpen = isType(document, schema, 'null');
    return [
      {
        member,
        names: inBothNumbers(calledOf(member)),
        kind: isOpen ? 'one' : 'text',
        ...(isOpen && member === assigned ? { isAssigned: true } : {}),
      },
    ];
  });
  const below = lists.map((list): Thing => {
    const last = list.operation.path.split('/').at(-1) ?? '';
    return { member: last, list, names: inBothNumbers([wordsOf(last).join(' ')]), kind: 'several' };
  });
  const isUsual = ({ names }: Thing): boolean => !names.some((one) => general.has(one));
  // Whom it is assigned to is known without a name.
  const own = shown.flatMap((one) => (isUsual(one) ? [one] : one.isAssigned ? [{ ...one, names: [] }] : []));
  return [...own, ...below.filter((one) => isUsual(one) && !own.some(({ names }) => names.some((name) => one.names.includes(name))))];
};

/** The states that a clause names among those that a body may choose: `submitted`, or what leads there ("submit"). */
const chosenIn = (words: string, chosen: readonly State[]): readonly State[] =>
  chosen.filter(({ name }) => words.includes(` ${name} `) || words.split(' ').some((word) => word.length > 2 && isActOf(word, name)));

/** Is a word an action that leaves a state, or its form in -ing: `submit`, `submitting` of `submitted`. */
const isActOf = (word: string, state: string): boolean => {
  const [, stem = ''] = /^([a-z]{2,})ing$/u.exec(word) ?? [];
  const verbs = stem === '' ? [word] : [word, stem, `${stem}e`, stem.replace(/(.)\1$/u, '$1')];
  return verbs.some((verb) => isLeft(verb, state));
};

/** What a text says in the words that only the whole of a clause shows: see {@link lackingMust}. */
const neededAsTold = (contract: Contract, operation: Operation, shown: Shown): readonly NeededMember[] => {
  const { noun, chosen = [], states } = shown;
  // A resource may be called by its state: "The draft needs at least one page".
  const byState = states.flatMap(({ name, value }) => (typeof value === 'string' && /^[a-z]+$/u.test(name) ? [name] : []));
  const called = [noun.split(' ').at(-1) ?? noun, ...byState].join('|');
  const things = thingsOf(contract, operation, shown);
  const listed = chosen.map(({ value }) => String(value));
  const parts = textsOf(contract, operation).flatMap((text) => partsByValue(text, listed));
  return parts.flatMap(({ value, text }) =>
    clausesOf(text).flatMap((clause): readonly NeededMember[] => {
      const words = inWords(clause);
      const named = value === undefined ? chosenIn(words, chosen) : chosen.filter((one) => one.value === value);
      const [to, ...others] = named;
      // What is said of one choice is not said of the others.
      if (chosen.length > 0 && (to === undefined || others.length > 0)) return [];
      const isAct = (word: string): boolean =>
        to === undefined
          ? isLeftBy(operation, word) || gerundsOf(operation).includes(word)
          : word === to.name || isActOf(word, to.name) || isLeft(to.name, word);
      return lackingMust(clause, { noun: byState.length === 0 ? called : `(?:${called})`, things, isAct }).map(
        ({ member, isCount, list }) => ({
          operation,
          member,
          to,
          ...(isCount ? { isCount } : {}),
          ...(list ? { list } : {}),
        }),
      );
    }),
  );
};

/**
 * The members without which the text of an operation says that it is refused, or does not lead to a state; of members that may have no value: null, an empty text or
 * an empty list, a count of 0, or a list below the resource that holds nothing. None where it describes no refusal.
 */
export const neededMembers = (contract: Contract, operation: Operation, shown: Shown): readonly NeededMember[] => {
  if (!operation.responses.some(({ status }) => ['409', '422', '4XX'].includes(status))) return [];
  const plainly = shown.chosen === undefined || shown.chosen.length === 0 ? neededPlainly(contract, operation, shown) : [];
  const all = [...plainly, ...neededAsTold(contract, operation, shown)];
  return all.filter((one, n) => all.findIndex(({ member, to }) => member === one.member && to === one.to) === n);
};

const neededPlainly = (contract: Contract, operation: Operation, { noun, states, members }: Shown): readonly NeededMember[] => {
  const blank = [...members].filter(
    ([, schema]) => isType(contract.document, schema, 'null') || isType(contract.document, schema, 'array'),
  );
  const clauses = textsOf(contract, operation).flatMap(clausesOf).map(inWords);
  return blank.flatMap(([member]): readonly NeededMember[] => {
    const names = [...new Set(calledOf(member).flatMap((called) => [called, singular(called), `${singular(called)}s`]))].join('|');
    const named = `${some}(?:${names})`;
    const has = `(?:with|that has|that have|which has|which have|having) ${named}`;
    const thing = `${some}(?:${noun}|${noun.split(' ').at(-1) ?? noun})s?`;
    const lacks = `(?:without|with no|that has no|that have no|which has no|lacking) ${named}`;
    const found = clauses.flatMap((words): readonly (State | undefined)[] => {
      const only = new RegExp(` only ${some}${noun}s? ${has} (?:can|may|could) be (?<state>[a-z]+(?: [a-z]+)?) `, 'u').exec(words);
      const not = new RegExp(
        ` ${some}${noun}s? ${lacks} (?:can not|can never|may not|must not|is not|are not|is never) (?:be )?(?<state>[a-z]+(?: [a-z]+)?) `,
        'u',
      ).exec(words);
      const asked = new RegExp(
        ` (?:refused|409|422)(?: [a-z0-9]+){0,3} (?:if|when|while|where|as long as) (?:the ${noun}|it) has no (?:${names}) `,
        'u',
      );
      if (asked.test(words) || refusedForms(thing, lacks).some((form) => form.test(words))) return [undefined];
      const said = (only ?? not)?.groups?.['state'];
      if (said === undefined) return [];
      const [first = ''] = said.split(' ');
      const to = states.find(({ name }) => name === said || name === first);
      // "can be solved" at the action of that name.
      return to || isLeftBy(operation, first) ? [to] : [];
    });
    return [...new Set(found)].map((to) => ({ operation, member, to }));
  });
};
