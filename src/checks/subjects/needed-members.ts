import { isType } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isLeftBy } from './action-words.ts';
import { clausesOf, inWords, type State, textsOf } from './state-mentions.ts';

/** A member without which a resource does not come to a state: "Only a ticket with an assignee can be solved". */
export type NeededMember = {
  readonly operation: Operation;
  readonly member: string;
  /** The state that needs it; undefined where the operation needs it, wherever it leads. */
  readonly to: State | undefined;
};

/** Does a read show that a member has no value: null, or an empty list. */
export const isBlank = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** A resource type of which sentences may speak, with the members that it shows. */
export type Shown = {
  readonly noun: string;
  readonly states: readonly State[];
  readonly members: ReadonlyMap<string, Schema>;
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

/**
 * The members without which the text of an operation says that it is refused, or does not lead to a state; of members that may have no value: null, or an empty list.
 * None where it describes no refusal.
 */
export const neededMembers = (contract: Contract, operation: Operation, { noun, states, members }: Shown): readonly NeededMember[] => {
  if (!operation.responses.some(({ status }) => ['409', '422'].includes(status))) return [];
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
