import { nounWordsOf } from '../../contract/infer/id-names.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { namingOf } from './child-counts.ts';
import { type Life, lives } from './lives.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { clausesOf, inWords, refusing, type State } from './state-words.ts';

/** A resource of which another one has no more than one in some state: "a vehicle has at most one order in progress". */
export type OneAtATime = Subject & {
  readonly life: Life;
  readonly parent: Trip;
  /** The member of the body of a creation that names the other resource; undefined where its path does. */
  readonly by: string | undefined;
  readonly state: State;
  /** The operation that leads to the state; the creation, where what is new is in it. */
  readonly operation: Operation;
};

const few = '(?:at most |only |no more than |not more than |up to |a maximum of )';
const article = '(?:an? |the |each |every |one |any |this |that |same )*';

/** Does a clause say that there is one resource of a noun in a state for each of another noun, and not more. */
const saysOne = (
  clause: string,
  { state, noun, parent }: { readonly state: string; readonly noun: string; readonly parent: string },
): boolean => {
  const words = inWords(clause);
  const its = `(?:${state} ${noun}|${noun} (?:that is |which is |who is )?(?:in )?(?:the )?(?:state |status )?(?:of )?${state})`;
  const forms = [
    ` ${article}${parent}s? (?:(?:can|may) only have (?:at most )?|(?:(?:can|may) )?(?:has|have) ${few})one ${its} `,
    ` ${few}one ${its} (?:at a time |at once )?(?:per|for|of) ${article}${parent} `,
    ` ${few}one ${noun} (?:per|for|of) ${article}${parent} (?:can|may) be (?:in )?${state} `,
    ` (?:per|for) ${article}${parent} (?:there is |there can be |there may be )?${few}one ${its} `,
  ];
  if (forms.some((form) => new RegExp(form, 'u').test(words))) return true;
  const held = new RegExp(
    ` (?:if|when|while|where) ${article}${parent} (?:already )?has (?:already )?(?:an?|another|one) (?:other )?${its} `,
    'u',
  );
  return refusing.test(words) && held.test(words);
};

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** What an operation says, with what it says of its refusals. */
const textsOf = (contract: Contract, { location, responses }: Operation): readonly string[] => [
  ...textsAt(contract, location),
  ...responses
    .filter(({ status }) => ['409', '422'].includes(status))
    .flatMap((one) => textsAt(contract, one.location).map((text) => `409 ${text}`)),
];

const nounOf = ({ addsTo }: Trip): string => nounWordsOf(addsTo).at(-1) ?? '';

const rulesOf = (contract: Contract, life: Life): readonly OneAtATime[] => {
  const { type, states, leading } = life;
  const noun = nounOf(type);
  const listed = states.filter(({ member }) => member === type.state);
  const operations = [type.create, ...new Set(leading.map(({ operation }) => operation))];
  const clauses = operations.flatMap((operation) => textsOf(contract, operation).flatMap(clausesOf));
  return roundTrips(contract).flatMap((parent): readonly OneAtATime[] => {
    const naming = parent.create.key === type.create.key ? undefined : namingOf(contract, parent, type);
    const other = nounOf(parent);
    if (!naming || noun === '' || other === '' || noun === other) return [];
    return listed.flatMap((state): readonly OneAtATime[] => {
      if (!clauses.some((clause) => saysOne(clause, { state: state.name, noun, parent: other }))) return [];
      const operation = leading.find(({ to }) => to === state)?.operation ?? type.create;
      const isRefused = operation.responses.some(({ status }) => ['409', '422'].includes(status));
      return isRefused ? [at(operation.location, { life, parent, by: naming.by, state, operation })] : [];
    });
  });
};

const known = new WeakMap<Contract, readonly OneAtATime[]>();

/** Every such rule of a contract that is held to the standard requirements, each at the operation that leads to the state. */
export const onesAtATime = (contract: Contract): readonly OneAtATime[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : lives(contract).flatMap((life) => rulesOf(contract, life)));
  known.set(contract, found);
  return found;
};
