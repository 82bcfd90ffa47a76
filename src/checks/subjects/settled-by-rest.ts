import type { AnyInferred } from '../../contract/infer/covering.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { suitedAmount } from '../../contract/infer/suited-amounts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { statesShownBy } from './followed-actions.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

type Readable = Trip & { readonly read: Operation };

/** A creation with an amount, such as a payment, that brings another resource to a state where nothing of it is left: "When nothing is due any more the bill becomes `paid`". */
export type SettledByRest = Subject & {
  readonly operation: Operation;
  /** The other resource: its type, and how the creation names it. */
  readonly resourceType: AnyInferred;
  readonly named: Readable;
  readonly by: { readonly member: string } | { readonly on: OnOwn };
  readonly amount: BodyMember;
  /** The numbers of the other one that show what is left: one, or a whole and what is done of it. */
  readonly of: string;
  readonly less: string | undefined;
  /** The member that shows its state, and the state. */
  readonly member: string;
  readonly state: string;
  readonly sentence: string;
};

/** Words by which it is not so always, or not at once. */
const hedged =
  /\b(?:not|never|unless|except|may|might|can|could|should|some|most|within|later|nightly|usually|manual\w*|until|soon|days?|hours?|minutes?)\b/iu;

const comes = String.raw`(?:becomes?|turns?(?: in)?(?:to)?|goes (?:in)?to|changes to|moves to|is set to|is marked(?: as)?|is then|is)`;
const when = '(?:when|once|as soon as|if|after)';

const until = '(?:until|till)';

/** What says that nothing is left. */
const conditionsFor = (noun: string, rest: string): string => {
  const whole = String.raw`(?:the |its )?(?:whole|total|full amount|whole amount|rest|balance|remainder|whole sum|${rest})`;
  return `(?:${[
    String.raw`(?:there is )?(?:nothing|no amount|no more)(?: more| else)?(?: (?:is|remains|stays))?(?: still)?(?: (?:due|open|owed|outstanding|unpaid|left|remaining|to pay|to be paid)){1,2}(?: any ?more| any longer)?`,
    String.raw`(?:it|that|(?:the|its|this) ${noun}) (?:is|has been|was) (?:(?:fully|completely|entirely) (?:paid|settled|covered)|(?:paid|settled|covered)(?: off)? (?:in full|fully|completely|entirely))`,
    String.raw`(?:fully|completely|entirely) (?:paid|settled|covered)|(?:paid|settled|covered) in full`,
    String.raw`${whole} (?:is|has been|was) (?:paid|settled|covered)(?: off)?`,
    String.raw`${whole} (?:is|reaches|becomes|comes to|falls to|drops to|gets to) (?:0|zero|nought)`,
  ].join('|')})`;
};

const formsFor = (noun: string, rest: string): readonly RegExp[] => {
  const condition = conditionsFor(noun, rest);
  const one = String.raw`(?:the|its|this|that) ${noun}`;
  const state = String.raw`(?:the (?:state|status) )?(?<state>[\w-]+)`;
  return [
    new RegExp(String.raw`^${when} ${condition},? (?:then )?${one} ${comes} ${state}$`, 'iu'),
    new RegExp(String.raw`^${one} ${comes} ${state},? ${when} ${condition}$`, 'iu'),
    new RegExp(
      String.raw`^${one} (?:is|stays|remains) (?:still )?[\w-]+(?: or [\w-]+)? ${until} ${condition},? (?:and )?(?:then|after that|from then on)(?: (?:it|${one}) ${comes})? ${state}$`,
      'iu',
    ),
  ];
};

/** The same in the description of the state itself: "`paid` once nothing is due". */
const ofStateItself = (noun: string, rest: string): RegExp =>
  new RegExp(String.raw`^(?:it )?(?:(?:is|becomes) )?(?<state>[\w-]+) ${when} ${conditionsFor(noun, rest)}$`, 'iu');

const clausesOf = (sentence: string): readonly string[] => {
  const plain = sentence
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\s*\([^()]*\)/gu, '')
    .replace(/[.\s]+$/u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return [plain, ...plain.split(/; |, (?:and )?/u)];
};

/** The state of which texts say that it comes when nothing is left; undefined where they say it of none, or of several. */
const toldState = (
  texts: readonly string[],
  forms: readonly RegExp[],
  states: readonly string[],
): Pick<SettledByRest, 'state' | 'sentence'> | undefined => {
  const found = texts.flatMap(sentencesOf).flatMap((sentence) => {
    // "Until nothing is due, then" tells both sides of one moment.
    const plain = sentence.replaceAll(/\bany ?more\b|\b(?:until|till)\b(?=[^.;]*\b(?:then|after that|from then on)\b)/giu, '');
    if (hedged.test(plain) || holdsForSome(sentence)) return [];
    const words = clausesOf(sentence).flatMap((clause) => forms.flatMap((form) => form.exec(clause)?.groups?.['state'] ?? []));
    const meant = words.flatMap((word) => states.filter((one) => wordsOf(one).join(' ') === wordsOf(word).join(' ')));
    return meant.map((state) => ({ state, sentence }));
  });
  return new Set(found.map(({ state }) => state)).size === 1 ? found[0] : undefined;
};

/** What a creation names by a member that it needs, or by its path. */
const namedBy = (
  contract: Contract,
  operation: Operation,
): readonly { readonly by: SettledByRest['by']; readonly resourceType: AnyInferred }[] => {
  const inBody = bodyMembers(contract, operation).flatMap(({ name, required }) => {
    const resourceType = required ? referenceAt(contract, operation, [name])?.resourceType : undefined;
    return resourceType ? [{ by: { member: name }, resourceType }] : [];
  });
  const on = parametersIn(operation.path).length > 0 ? onOwnResource(contract, operation) : undefined;
  return [...inBody, ...(on ? [{ by: { on }, resourceType: on.resourceType }] : [])];
};

const settledIn = (contract: Contract, operation: Operation): readonly SettledByRest[] => {
  const { document } = contract;
  const own = saidIn(valueAt(document, nodeOf(operation.location)));
  return namedBy(contract, operation).flatMap(({ by, resourceType }): readonly SettledByRest[] => {
    const trip = roundTrips(contract).find(({ create }) => create.key === resourceType.create.key);
    if (!trip?.read) return [];
    const named = { ...trip, read: trip.read };
    const shown = membersOf(document, placeIn(contract, named.read, named.id)?.schema ?? true);
    const states = statesShownBy(contract, named, contract);
    const noun = literalPattern(nounWordsOf(named.addsTo).join(' '));
    if (!states || noun === '') return [];
    return bodyMembers(contract, operation).flatMap((amount): readonly SettledByRest[] => {
      const isNumber = ['integer', 'number'].some((type) => isType(document, amount.schema, type));
      const most = isNumber ? suitedAmount(contract, operation, [amount.name, amount.schema], shown) : undefined;
      if (most?.kind !== 'amount' || most.rule !== 'most') return [];
      const rest = literalPattern(wordsOf(most.of).join(' '));
      const ofState = descriptionsIn(document, shown.get(states.member) ?? true);
      const told = toldState(own, formsFor(noun, rest), states.states) ?? toldState(ofState, [ofStateItself(noun, rest)], states.states);
      const { of, less } = most;
      return told ? [at(operation.location, { operation, resourceType, named, by, amount, of, less, member: states.member, ...told })] : [];
    });
  });
};

const known = new WeakMap<Contract, readonly SettledByRest[]>();

/** Every such creation of a contract that is held to the standard requirements, at most one for each operation. */
export const settledByRest = (contract: Contract): readonly SettledByRest[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : contract.operations
          .filter(({ method, unsupported, issues }) => method === 'POST' && unsupported === undefined && issues !== true)
          .flatMap((operation) => settledIn(contract, operation).slice(0, 1)));
  known.set(contract, found);
  return found;
};
