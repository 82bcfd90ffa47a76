import { isActing } from '../../contract/infer/acting.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, parametersIn, tailOf } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { statesShownBy } from './followed-actions.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { parentOf, placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A resource type of which the run can create one and read it. */
export type Readable = Trip & { readonly read: Operation };

/** What is to be added below a resource, so that an action on it has the other outcome. */
export type Reported = { readonly create: Operation; readonly settings: Readonly<Record<string, unknown>> };

/** The state to which an action brings what its resource names; where something was reported below the resource, only then. */
export type NamedOutcome = { readonly state: string; readonly reported: Reported | undefined };

/** An action on a resource whose text says to which state it brings what the resource names: "The canoe becomes `free`". */
export type NamedFollower = Subject & {
  readonly operation: Operation;
  readonly on: OnOwn;
  /** What is acted on, and the member that names the other one in its read. */
  readonly trip: Readable;
  readonly by: string;
  readonly named: Readable;
  /** The member of what is named that shows its state. */
  readonly member: string;
  readonly outcomes: readonly NamedOutcome[];
  readonly sentence: string;
};

/** Words by which a sentence does not hold always, or not at once. */
const hedged =
  /\b(?:not|never|no|unless|except|but|while|only|may|might|can|could|should|must|some|most|within|after|later|nightly|eventual\w*|optional\w*|manual\w*|refused|rejected|conflict|4\d\d|instead|until|before|soon|automatic\w*)\b/iu;

/** What another sentence says of it by which it may be otherwise. */
const exception = /\b(?:instead|except|unless|however|otherwise|stays?|remains?|keeps?)\b/iu;

/** "409 otherwise": then the action does nothing at all. */
const elseRefused =
  /\b(?:[45]\d\d|refused|rejected) (?:otherwise|else)\b|\b(?:otherwise|else),? (?:with )?(?:an? |the answer is )?`?[45]\d\d\b/giu;

const back = '(?: back| again| then| also| at once| now)*';
const comes = String.raw`(?:becomes?|turns?|gets?|goes${back} (?:in)?to|comes?${back} (?:in)?to|returns? to|changes? to|moves? to|is set${back} to|is put${back} (?:in)?to|is marked(?: as)?|is moved${back} to|is then)`;
const brings = '(?:sets?|marks?|puts?|makes?|turns?|moves?|brings?|returns?)';
const state = String.raw`(?:in )?(?:the )?(?:(?:state|status) )?(?<state>[\w-]+)(?: (?:state|status))?(?: again)?`;
/** Words by which a state is one to come, and no condition: "is `rented` from now on". */
const since = '(?:from (?:now|then|there|that moment) on|afterwards|thereafter|henceforth|hereafter|now|then|again|at once|immediately)';
const other = String.raw`(?:, (?:or|and) (?:it )?${comes}(?: again)? (?:the )?(?<other>[\w-]+) (?:if|when|where|once) (?<condition>[^.;]+))?`;

/** How a sentence says so, of something with a noun. */
const formsFor = (noun: string): readonly RegExp[] => {
  const one = String.raw`(?:the|its|this|that) ${literalPattern(noun).replaceAll(' ', '[ -]')}`;
  return [
    new RegExp(String.raw`^(?:then )?${one} ${comes}(?: again)? ${state}${other}$`, 'iu'),
    new RegExp(
      String.raw`^(?:then |from (?:now|then|there) on,? )?${one} is (?:then |now |from (?:now|then|there) on )?${state}(?: ${since})+${other}$`,
      'iu',
    ),
    new RegExp(String.raw`^(?:then |from (?:now|then|there) on,? )${one} is ${state}${other}$`, 'iu'),
    new RegExp(String.raw`^(?:it )?(?:also |then )*${brings} ${one}${back} (?:as |to |into )?${state}${other}$`, 'iu'),
  ];
};

/** "The van takes over the mileage and is `free` again": what the thing becomes, where another part of the clause says something else of it. */
const alsoSaid =
  /^(?<one>(?:the|its|this|that) [\w-]+(?: [\w-]+){0,2}?) (?:takes?|gets?|keeps?|receives?|loses?|has|shows?|counts?|gains?|adopts?|inherits?)\b[^,;]* and (?=(?:is|becomes?|turns?|goes|comes|returns|changes|moves)\b)/iu;

/** What somebody may have done in between, which nobody does in a run: "unless it was sent to `repair` in the meantime". */
const inBetween =
  /,? (?:unless|except (?:when|where|if)) (?:it|they|somebody|someone|the [\w-]+) (?:has|have|was|were|had)\b[^,;]*\b(?:meanwhile|in the meantime|in between|since then|since)$/iu;

/** What a sentence begins with where the rest holds under a condition. */
const conditional =
  /^(?:and |but |also )?(?:when|whenever|if|once|as soon as|after|as long as|where|for|in case|until|unless|while|provided|with the)\b[^,;]*,/iu;

/** The parts of a sentence that each may say it: "When the loan is returned, the canoe becomes `free`" of a return, but nothing of "When as many are returned as were lent, the order becomes `done`". */
const clausesOf = (sentence: string, { path }: Operation): readonly string[] => {
  const plain = sentence
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\([^()]*\)/gu, '')
    .replace(/[.\s]+$/u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(inBetween, '')
    .replace(alsoSaid, '$<one> ');
  const [condition] = conditional.exec(plain) ?? [];
  const action = stemOf(wordsOf(tailOf(path).at(-1) ?? '').at(0) ?? '');
  const own = /\b(?:the|a|an|it|this|its) ?(?:[\w-]+ )?(?:is|was|has been|gets) (?<done>[\w-]+),$/iu.exec(condition ?? '')?.groups?.[
    'done'
  ];
  if (condition !== undefined && (own === undefined || action === '' || stemOf(own) !== action)) return [];
  return [plain, ...plain.split(/; |,? and (?=(?:the|its|sets?|marks?|puts?|makes?) )|, (?=(?:the|its) )/iu)];
};

const stemOf = (word: string): string => word.toLowerCase().replace(/(?:ings?|ed|es|s|e)$/u, '');

/** What a condition says was added below a resource: "when a `total` loss was noted", where a loss note takes `total`; undefined where it says anything else. */
const reportedIn = (contract: Contract, condition: string, trip: Trip): Reported | undefined => {
  const words = wordsOf(condition.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  if (hedged.test(condition)) return undefined;
  const stems = new Set(words.map(stemOf));
  const adding = contract.operations.filter(
    (one) => one.method === 'POST' && one.unsupported === undefined && isDirectlyBelow(one.path, trip.itemPath),
  );
  const found = adding.flatMap((create): readonly Reported[] => {
    const [noun, members] = [nounWordsOf(create.path), bodyMembers(contract, create)];
    if (members.length === 0 || noun.length === 0 || !noun.every((word) => stems.has(stemOf(word)))) return [];
    const listed = members.flatMap(({ name, schema }) => {
      const values = partsOf(contract.document, schema).flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as unknown[]) : []));
      return values.flatMap((value) => (typeof value === 'string' && words.includes(value.toLowerCase()) ? [{ name, value }] : []));
    });
    const own = new Set([...noun.map(stemOf), ...listed.map(({ value }) => stemOf(value))]);
    const known = new Set('a an the any one it there was were is has have been had of to for with at on in this that such'.split(' '));
    const verbs = /^(?:report|add|fil|not|record|enter|creat|writt?en|writ|register|log|attach|mad|given|plac|rais)$/u;
    const isUnderstood = words.every((word) => known.has(word) || own.has(stemOf(word)) || verbs.test(stemOf(word)));
    return isUnderstood && listed.length < 2
      ? [{ create, settings: Object.fromEntries(listed.map(({ name, value }) => [name, value])) }]
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const outcomesIn = (
  contract: Contract,
  trip: Trip,
  clause: string,
  noun: string,
  states: readonly string[],
): readonly NamedOutcome[] | undefined => {
  const { groups } = formsFor(noun)
    .map((form) => form.exec(clause))
    .find((one) => one !== null) ?? { groups: undefined };
  if (!groups) return undefined;
  const meant = (word: string | undefined): string | undefined =>
    states.find((one) => word !== undefined && wordsOf(one).join(' ') === wordsOf(word).join(' '));
  const [usual, special, condition = ''] = [meant(groups['state']), meant(groups['other']), groups['condition']];
  if (usual === undefined || hedged.test(clause.slice(0, clause.length - condition.length))) return undefined;
  const plain: NamedOutcome = { state: usual, reported: undefined };
  if (groups['other'] === undefined) return [plain];
  const reported = special === undefined ? undefined : reportedIn(contract, condition, trip);
  return special !== undefined && reported ? [plain, { state: special, reported }] : undefined;
};

/** What a resource names, and the member of its read that names it. */
export type Named = { readonly by: string; readonly named: Readable };

/** Words at the end of a member that names a resource. */
const idWords: ReadonlySet<string> = new Set(['id', 'uuid', 'code', 'ref', 'key']);

/** What a resource was created below, where a path of its own does not name that, and its read does: `canoe_id` of a loan made by `POST /canoes/{canoeId}/loans`. */
const namedAbove = (contract: Contract, trip: Readable, shown: ReadonlySet<string>): readonly Named[] => {
  const named = parametersIn(trip.itemPath).length === 1 ? parentOf(contract, trip) : undefined;
  if (!named?.read || parametersIn(named.itemPath).length !== 1) return [];
  const noun = nounWordsOf(named.addsTo).join(' ');
  const isIt = (name: string): boolean => {
    const words = wordsOf(name);
    return idWords.has(words.at(-1) ?? '') && words.slice(0, -1).join(' ') === noun;
  };
  const [by, ...others] = [...shown].filter(isIt);
  return by !== undefined && others.length === 0 && noun !== '' ? [{ by, named: { ...named, read: named.read } }] : [];
};

/** What a resource names by one member of its creation, which its read shows, or by the path of that. */
export const namedBy = (contract: Contract, trip: Readable): readonly Named[] => {
  const shown = new Set(membersOf(contract.document, placeIn(contract, trip.read, trip.id)?.schema).keys());
  const inBody = bodyMembers(contract, trip.create).flatMap(({ name: by, required }): readonly Named[] => {
    const type = shown.has(by) && required ? referenceAt(contract, trip.create, [by])?.resourceType : undefined;
    const named = type && roundTrips(contract).find(({ create }) => create.key === type.create.key);
    return named?.read ? [{ by, named: { ...named, read: named.read } }] : [];
  });
  const all = [...inBody, ...namedAbove(contract, trip, shown)];
  return all.filter(({ named }) => all.filter((one) => one.named.create.key === named.create.key).length === 1);
};

const known = new WeakMap<Contract, readonly NamedFollower[]>();

/** The actions of a contract that is held to the standard requirements whose own texts say to which state they bring what their resource names. */
export const namedFollowers = (contract: Contract): readonly NamedFollower[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findFollowers(contract));
  known.set(contract, found);
  return found;
};

const findFollowers = (contract: Contract): readonly NamedFollower[] =>
  contract.operations.flatMap((operation): readonly NamedFollower[] => {
    const isAction = isActing(operation) && operation.effect !== 'safe' && operation.unsupported === undefined;
    const on = isAction ? onOwnResource(contract, operation) : undefined;
    const trip = on && roundTrips(contract).find(({ create }) => create.key === on.resourceType.create.key);
    if (!on || !trip?.read || !isDirectlyBelow(operation.path, trip.itemPath)) return [];
    const own = { ...trip, read: trip.read };
    const sentences = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(sentencesOf);
    const told = namedBy(contract, own).flatMap(({ by, named }): readonly NamedFollower[] => {
      const shown = statesShownBy(contract, named, contract);
      const noun = nounWordsOf(named.addsTo).join(' ');
      if (!shown || noun === '') return [];
      const said = sentences.flatMap((sentence) => {
        const [outcomes] = holdsForSome(sentence)
          ? []
          : clausesOf(sentence, operation).flatMap((clause) => {
              const one = outcomesIn(contract, trip, clause, noun, shown.states);
              return one ? [one] : [];
            });
        return outcomes ? [{ outcomes, sentence }] : [];
      });
      const [only, ...others] = said;
      const about = new RegExp(String.raw`\b${literalPattern(noun)}\b`, 'iu');
      const isExcepted = sentences.some(
        (one) => one !== only?.sentence && exception.test(one.replaceAll(elseRefused, '')) && (about.test(one) || /\bit\b/iu.test(one)),
      );
      return only && others.length === 0 && !isExcepted
        ? [at(operation.location, { operation, on, trip: own, by, named, member: shown.member, ...only })]
        : [];
    });
    return told.slice(0, 1);
  });

/**
 * What is said of an action.
 * @throws {RangeError} if its text says nothing of what its resource names.
 */
export const namedFollowerOf = (contract: Contract, key: string): NamedFollower => {
  const found = namedFollowers(contract).find(({ operation }) => operation.key === key);
  if (!found) throw new RangeError(`Cannot find what ${key} of "${contract.source}" does to what its resource names`);
  return found;
};
