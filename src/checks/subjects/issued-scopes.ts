import { sentencesOf } from '../../contract/infer/sentences.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { tokenSchemes } from '../../contract/admission.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isNamedAsCredential } from './ended-tokens.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A scope that a key can be made with alone, and the operations of which the document says that they need another one. */
export type IssuedScope = {
  readonly scope: string;
  /** Operations that name this scope: one of them shows that the key is known. */
  readonly open: readonly Operation[];
  /** Operations that name other scopes alone, each with its sentence. */
  readonly closed: readonly { readonly operation: Operation; readonly sentence: string }[];
};

/** A creation of keys with chosen scopes. */
export type KeysWithScopes = Subject & {
  readonly trip: Trip;
  /** The member of the body that lists the scopes of the new key. */
  readonly member: string;
  readonly keys: readonly IssuedScope[];
};

/** Names of members that list what a key may do. */
const scopeWords: ReadonlySet<string> = new Set(['scope', 'scopes', 'permission', 'permissions']);

/** Words of scopes that may stand for all the others. */
const whole: ReadonlySet<string> = new Set('admin administrator all any full root owner super superuser manage everything'.split(' '));

/** "Scope `links:read`.", "Requires the scope `x`", "Needs the `x` scope", "Required scope: `x`". */
const needing =
  /^(?:\W*(?:the )?(?:required |needed )?(?:scopes?|permissions?)\b)|\b(?:needs?|requires?|requiring|takes?|with|demands?)\b[^.]*\b(?:scopes?|permissions?)\b|\b(?:scopes?|permissions?) (?:is |are )?(?:required|needed|necessary)\b/iu;

/** Words by which a sentence tells of a part of the calls, or demands nothing. */
const hedged =
  /\b(?:no|not|never|without|optional\w*|if|when|unless|where|only|also|additional\w*|besides|may|might|can|could|should|recommended|some|instead|e\. ?g\.|for example)\b|n['’]t\b/iu;

/** Words by which a sentence says that one scope brings others along. */
const including =
  /\b(?:includ\w+|impl(?:y|ies|ied)|stands? for|contains?|covers?|grants? (?:also|all)|superset|everything|all (?:the )?other|as well|inherits?|too)\b/iu;

/** "Apart from `admin` no scope includes another", "scopes do not include each other". */
const apart =
  /\b(?:no scope (?:includes?|implies|contains?)|scopes? (?:do|does) not (?:include|imply|contain)|independent of (?:each other|one another))\b/iu;

const quoted = (text: string, values: readonly string[]): readonly string[] => values.filter((value) => text.includes(`\`${value}\``));

/** The scopes that an operation needs, one of them; undefined where its text says nothing so plain. */
const neededBy = (
  { document }: Contract,
  { location }: Operation,
  scopes: readonly string[],
): { readonly names: readonly string[]; readonly sentence: string } | undefined => {
  const sentences = saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .filter((one) => quoted(one, scopes).length > 0);
  const [sentence, ...others] = sentences;
  if (sentence === undefined || others.length > 0 || !needing.test(sentence) || hedged.test(sentence)) return undefined;
  return { names: quoted(sentence, scopes), sentence };
};

/** Is a scope of one thing at all, so that what it brings along is plain: no `write` that may bring `read` along, and none that stands for others. */
const mayBring = (scope: string, other: string, told: readonly string[], areApart: boolean): boolean => {
  if (wordsOf(scope).some((word) => whole.has(word)) || scope.includes('*')) return true;
  const sentences = told.filter((one) => one.includes(`\`${scope}\``) && including.test(one) && !apart.test(one));
  if (sentences.length > 0) return true;
  if (areApart) return false;
  const [own, their] = [wordsOf(scope), wordsOf(other)];
  return own.some((word) => their.includes(word)) || own.length === 1;
};

/** Most keys that are made, and most operations that are tried with one. */
const most = { keys: 5, reads: 5, creations: 4 } as const;

/** Can a call do no lasting harm where it is accepted although it should not: a read, or the creation of what the run can remove. */
const isTried = (operation: Operation, trip: Trip): boolean =>
  operation.key !== trip.create.key &&
  operation.unsupported === undefined &&
  operation.issues !== true &&
  parametersIn(operation.path).length <= 1 &&
  (operation.effect === 'safe' || (operation.effect === 'creates' && parametersIn(operation.path).length === 0));

/** Every creation of keys whose scopes the run can choose, with those scopes to which some operation is to be refused. */
export const issuedScopes = (contract: Contract): readonly KeysWithScopes[] => {
  const { document, operations } = contract;
  const trips = contract.standard.size === 0 ? [] : roundTrips(contract);
  return trips.flatMap((trip): readonly KeysWithScopes[] => {
    const place = placeIn(contract, trip.create, trip.id);
    const shown = place ? [...membersOf(document, place.schema).keys()] : [];
    if (!shown.some((name) => name !== trip.id && isNamedAsCredential(name))) return [];
    const lists = bodyMembers(contract, trip.create).filter(({ name }) => scopeWords.has(wordsOf(name).at(-1) ?? ''));
    const [list] = lists;
    if (!list || lists.length > 1) return [];
    const scopes = partsOf(document, itemsOf(document, list.schema)).flatMap(({ enum: values }) =>
      Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [],
    );
    if (scopes.length < 2) return [];
    const told = [document['info'], ...[document['tags'] ?? []].flat(), valueAt(document, nodeOf(trip.create.location))]
      .flatMap(saidIn)
      .flatMap((text) => [...sentencesOf(text), ...text.split('\n')]);
    const areApart = told.some((one) => apart.test(one));
    const needs = operations.flatMap((operation) => {
      const needed = tokenSchemes(contract, operation).length > 0 ? neededBy(contract, operation, scopes) : undefined;
      return needed && isTried(operation, trip) ? [{ operation, ...needed }] : [];
    });
    const keys = scopes.flatMap((scope): readonly IssuedScope[] => {
      const open = needs.filter(({ names, operation }) => names.includes(scope) && operation.effect === 'safe').map((one) => one.operation);
      const closed = needs.filter(({ names }) => names.every((one) => one !== scope && !mayBring(scope, one, told, areApart)));
      const reads = closed.filter(({ operation }) => operation.effect === 'safe').slice(0, most.reads);
      const creations = closed.filter(({ operation }) => operation.effect !== 'safe').slice(0, most.creations);
      return reads.length + creations.length === 0 ? [] : [{ scope, open, closed: [...reads, ...creations] }];
    });
    return keys.length === 0 ? [] : [at(trip.create.location, { trip, member: list.name, keys: keys.slice(0, most.keys) })];
  });
};
