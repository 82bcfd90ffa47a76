import { referenceAt } from '../../contract/infer/references.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { inWords, type State } from './state-mentions.ts';

/** What a second one may not have in common with one that is there already, but for those in a state. */
export type AlreadyThere = {
  /** The members of the body of the creation that have to be the same. */
  readonly by: readonly string[];
  /** The state of those that do not count; undefined where all do. */
  readonly but: State | undefined;
};

/** Words by which something is there, whatever it is. */
const there: ReadonlySet<string> = new Set('registered subscribed signed booked added listed entered recorded there present'.split(' '));

/** Does a participle say what a noun does: `enrolled` of an enrolment, `invited` of an invitation. */
const isDeedOf = (deed: string, noun: string): boolean => there.has(deed) || (noun.length > 3 && deed.slice(0, 4) === noun.slice(0, 4));

const form =
  / an? (?:\w+ ){1,2}with (?:this|that|the same) (?<member>\w+(?: \w+){0,2}?) (?:is|has been) already (?:been )?(?<deed>\w+)(?: (?:up )?(?:in|for|at|on|to|with) (?:it|(?:the|this|that) \w+))?(?: (?:and|that|who|which) (?:has|is|was) not (?:been )?(?<but>\w+(?: \w+)?))? $/u;

/** The one member of a body that is called so, or that holds what is called so. */
const holderOf = (contract: Contract, create: Operation, called: string): string | undefined => {
  const names = new Set([called, called.replace(/ (?:address|number|name|code)$/u, '')]);
  const isCalled = (name: string): boolean => names.has(wordsOf(name).join(' '));
  const found = bodyMembers(contract, create).filter(
    ({ name, schema }) => isCalled(name) || [...membersOf(contract.document, schema).keys()].some(isCalled),
  );
  const [only, ...others] = found;
  return only && others.length === 0 && only.required ? only.name : undefined;
};

/**
 * What a clause of a refusal says of another one that is there already: "409 if a guest with this phone number is already booked on it and has not cancelled". What the body names
 * besides has to be the same as well: it may be there elsewhere.
 */
export const alreadyThere = (
  contract: Contract,
  create: Operation,
  clause: string,
  { noun, states }: { readonly noun: string; readonly states: readonly State[] },
): AlreadyThere | undefined => {
  const { member, deed = '', but } = form.exec(inWords(clause))?.groups ?? {};
  const holder = member === undefined || !isDeedOf(deed, noun) ? undefined : holderOf(contract, create, member);
  const left = but === undefined ? undefined : states.find(({ name }) => name === but);
  if (holder === undefined || (but !== undefined && !left)) return undefined;
  const named = bodyMembers(contract, create).flatMap(({ name }) =>
    name !== holder && referenceAt(contract, create, [name]) !== undefined ? [name] : [],
  );
  return { by: [holder, ...named], but: left };
};
