import { toldOrder } from '../../contract/infer/told-orders.ts';
import { arrowsIn } from '../../contract/infer/move-arrows.ts';
import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { partInPath } from '../../contract/infer/part-in-path.ts';
import { isSamePath, tailOf } from '../../contract/infer/path-template.ts';
import { stateSetting, toldMoves } from '../../contract/infer/told-moves.ts';
import { usualState } from './usual-state.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { distinct } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import { isActOfOthers } from '../../contract/infer/roles/acts-of-others.ts';
import { type AnyInferred } from '../../contract/infer/covering.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type Life, lives, type Mover, type Refusing } from './lives.ts';
import { namedStates } from './needed-states.ts';
import { settingOf, toldStatesOf } from './listed-lives.ts';
import { inWords, type State } from './state-mentions.ts';
import { inSightAt, isInSight } from './open-in-state.ts';
import { readOfOne } from './own-resources.ts';
import { requiredIn } from './shown-moves.ts';
import { isUsable } from './usable-moves.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';

/** The states in which a text does not refuse an operation; undefined where it refuses it in all of them, or says nothing of that. */
const allowedIn = (life: Life, refusing: Refusing | undefined): readonly string[] | undefined => {
  const allowed = refusing && listedIn(life).filter((state) => !refusing.refused.some(({ value }) => value === state));
  return allowed && allowed.length > 0 ? allowed : undefined;
};

/** The states of a resource in which the body of an operation may name it: "The order must be `approved`". Undefined where the text does not say. */
export const statesOfNamed = (contract: Contract, resourceType: AnyInferred, operation: Operation): readonly string[] | undefined => {
  const life = lifeOf(contract, resourceType);
  if (!life) return toldStatesOf(contract, resourceType, operation);
  return allowedIn(
    life,
    life.refusing.find((one) => one.operation.key === operation.key && one.namedBy !== undefined),
  );
};

/** The moves that bring a resource to a state, in their order; with what the document says of its states, where that told them. */
export type Way = { readonly life: Life | undefined; readonly by: readonly Mover[] };

/** The most actions that bring a resource to a state. */
const longest = 4;

const lifeOf = (contract: Contract, { create }: AnyInferred): Life | undefined =>
  lives(contract).find(({ type }) => type.create.key === create.key);

/** The values of states that are texts; undefined where there are none. */
const textsIn = (states: readonly State[]): readonly string[] | undefined => {
  const values = states.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return values.length > 0 ? values : undefined;
};

const listedIn = ({ states, type }: Life): readonly string[] =>
  states.flatMap(({ member, value }) => (member === type.state && typeof value === 'string' ? [value] : []));

/** A row of a table in the texts of an action, of its tags, or in the introduction, that names the action: "`pending` | waits for an administrator | `active` by activation". */
type TabledMove = { readonly from: readonly string[]; readonly to: string };

const tabledMoves = ({ document }: Contract, life: Life, { location, path }: Operation): readonly TabledMove[] => {
  const node = valueAt(document, nodeOf(location));
  const states = new Set(listedIn(life));
  const own = wordsOf(tailOf(path).at(-1) ?? '').join(' ');
  const texts = [...saidIn(node), ...saidOfTags(document, node), ...saidIn(document['info'])];
  return texts.flatMap(moveRowsIn).flatMap(({ from, by, to }): readonly TabledMove[] => {
    const [only, ...others] = to;
    const isMine = own !== '' && by.some((one) => wordsOf(one).join(' ') === own);
    return isMine && only !== undefined && others.length === 0 && [only, ...from].every((one) => states.has(one))
      ? [{ from, to: only }]
      : [];
  });
};

/**
 * The states of a resource in which an action on it, or a creation below it, is meant to be sent: those in which its text does not refuse it, else the one
 * that the text leads from. Only to choose where to try it: nothing is judged by this. Undefined where the text names none.
 */
export const statesFor = (contract: Contract, resourceType: AnyInferred, operation: Operation): readonly string[] | undefined => {
  const life = lifeOf(contract, resourceType);
  if (!life) return toldStatesOf(contract, resourceType, operation);
  const listed = listedIn(life);
  const allowed = allowedIn(
    life,
    life.refusing.find((one) => one.operation.key === operation.key && one.namedBy === undefined && !one.as),
  );
  if (allowed) return allowed;
  const ofSetting = statesOfSetting(contract, life, operation);
  if (ofSetting) return ofSetting;
  const leading = life.leading.find((one) => one.operation.key === operation.key && !one.as);
  const [from, to] = namedStates(contract, operation, listed);
  if (from !== undefined && to !== undefined && (leading === undefined || leading.to.value === to)) return [from];
  const tabled = distinct(tabledMoves(contract, life, operation).flatMap((one) => one.from));
  const told = textsIn(leading?.named ?? []) ?? (tabled.length > 0 ? tabled : textsIn(demandedIn(contract, life, operation)));
  return (
    told ??
    drawnBefore(contract, life, operation, leading?.to.value) ??
    textsIn(possibleIn(contract, life, operation)) ??
    statesInSight(contract, resourceType, life, operation)
  );
};

/** The states in which others see a resource, for what is not for whoever made it: "Authors cannot rate their own posts" of posts whose drafts nobody else sees. */
const statesInSight = (contract: Contract, resourceType: AnyInferred, life: Life, operation: Operation): readonly string[] | undefined => {
  // What is put there by others is removed in the same states.
  const isOfOthers = contract.operations.some(
    (one) =>
      (one.key === operation.key || (operation.method === 'DELETE' && one.method === 'PUT' && isSamePath(one.path, operation.path))) &&
      isActOfOthers(contract, one),
  );
  const read = isOfOthers ? readOfOne(contract, resourceType) : undefined;
  const sight = read && inSightAt(contract, read);
  const seen = sight ? listedIn(life).filter((value) => isInSight(sight, { [life.type.state ?? '']: value })) : [];
  return seen.length > 0 ? seen : undefined;
};

const demanding = /\b(?:only|must|has to|needs to)\b/iu;

const denying = /\b(?:not|never|cannot|no|nor|neither|except|unless)\b/iu;

/** The states that a sentence demands of a resource for a change of a part of it, whatever else the text says: "Only while the order is open. `doneAt` is set with `done`". */
const demandedIn = (contract: Contract, { type, states }: Life, operation: Operation): readonly State[] => {
  if (partInPath(contract, operation) === undefined) return [];
  return requiredIn(
    saidIn(valueAt(contract.document, nodeOf(operation.location)))
      .flatMap(sentencesOf)
      .filter((sentence) => demanding.test(sentence) && !denying.test(sentence)),
    nounWordsOf(type.addsTo).at(-1) ?? '',
    states.filter(({ member }) => member === type.state),
  );
};

/** Behind these words stands the state in which something can be done: "Possible once the patient is checked in", of a visit that is then `checked_in`. */
const possibleOnce =
  / (?:possible|allowed|permitted|accepted|available) (?:only )?(?:once|after|as soon as|when|while|as long as) (?:the|its|an?|this) (?:\p{L}+ ){1,3}?(?:is|has been|was) (?:still )?/gu;

/** The state that a sentence names behind "possible once", whatever it says is in it; none where it says more of that, or denies something. */
const possibleIn = (contract: Contract, { type, states }: Life, operation: Operation): readonly State[] => {
  if (!operation.responses.some(({ status }) => status === '409')) return [];
  const own = states.filter(({ member }) => member === type.state);
  return saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .filter((sentence) => !denying.test(sentence))
    .flatMap((sentence) => {
      const words = inWords(sentence.replaceAll(/\([^)]*\)/gu, ' ').replaceAll('_', ' '));
      return [...words.matchAll(possibleOnce)].flatMap(({ index, 0: { length } }) =>
        own.filter(({ name }) => words.slice(index + length).trim() === name),
      );
    });
};

/** The states from which a table, or the order that a sentence tells, leads to the state that an operation usually sets: `open` of `{"status": "paused"}`. Undefined where none does. */
const statesOfSetting = (contract: Contract, life: Life, operation: Operation): readonly string[] | undefined => {
  const to = stateSetting(contract, operation) && usualState(contract, operation);
  if (to === undefined) return undefined;
  const before = toldBefore(contract, life, operation, to) ?? rightBefore(contract, life, operation, to) ?? [];
  return before.length > 0 ? before : undefined;
};

/** The states from which tables let callers come to a state; undefined where no table tells the moves of the resource. */
const toldBefore = (contract: Contract, { type, ...life }: Life, operation: Operation, to: unknown): readonly string[] | undefined => {
  const moves = toldMoves(contract, type.addsTo, listedIn({ type, ...life }), operation);
  return moves.length === 0 ? undefined : distinct(moves.filter((one) => one.to === to && one.isMade).flatMap(({ from }) => from));
};

/** The states that a resource of a type may be in; undefined where the document says nothing of them. */
export const statesOfType = (contract: Contract, resourceType: AnyInferred): readonly string[] | undefined => {
  const life = lifeOf(contract, resourceType);
  return life && listedIn(life);
};

/** Does the text of an operation refuse it in some states of a resource. */
export const isRefusedInStates = (contract: Contract, resourceType: AnyInferred, operation: Operation): boolean =>
  lifeOf(contract, resourceType)?.refusing.some((one) => one.operation.key === operation.key && one.namedBy === undefined && !one.as) ===
  true;

/** Does a move create nothing. */
export const createsNothing = ({ operation, through }: Mover): boolean => !operation.effect.startsWith('creates') && !through;

/** A line of a paragraph that goes on in the next one. */
const goesOn = /^(?!\s*[#*+>|-])(.*\S)\n(?=[ \t]*[\p{L}`])/gmu;

/** The states from which an arrow in the texts of an action, of its tags, or of the introduction leads to a state, or of one that names the action where no state is known; undefined where none does. */
const drawnBefore = ({ document }: Contract, life: Life, { location, path }: Operation, to: unknown): readonly string[] | undefined => {
  const node = valueAt(document, nodeOf(location));
  const verb = wordsOf(tailOf(path).at(-1) ?? '').join(' ');
  const isBy = (said: string): boolean =>
    verb !== '' && new RegExp(` (?:by|through|with|on) (?:an? |the )?${verb} `, 'u').test(inWords(said));
  for (const texts of [[...saidIn(node), ...saidOfTags(document, node)], saidIn(document['info'])]) {
    const rows = texts.flatMap((text) => arrowsIn(text.replaceAll(goesOn, '$1 '), listedIn(life)).rows);
    const isMeant = ({ to: after, said }: (typeof rows)[number]): boolean =>
      to === undefined ? isBy(said) && after?.length === 1 : typeof to === 'string' && after?.includes(to) === true;
    const before = distinct(rows.flatMap((row) => (isMeant(row) ? row.from : [])));
    if (before.length > 0) return before;
  }
  return undefined;
};

/** The states in which a resource can come to another one, where a sentence of an action that chooses says so: "An `assessed` claim can be approved". Only a way there: nothing is judged by it. */
const saidBefore = (
  { document }: Contract,
  { type, states }: Life,
  { location }: Operation,
  { name }: State,
): readonly string[] | undefined => {
  const own = states.filter(({ member, value }) => member === type.state && typeof value === 'string');
  const noun = nounWordsOf(type.addsTo).at(-1) ?? '';
  const any = own.map((one) => one.name).join('|');
  if (noun === '' || any === '') return undefined;
  const list = `(?:(?:either |an? )*(?:${any}) (?:(?:or|and) )?)+`;
  const be = `(?:can|may) (?:then |still |only |also )?be ${name}`;
  const forms = [
    `(?:an?|the|any|every|each|only) (?<from>${list})${noun}s? ${be} `,
    `${noun}s? (?:that|which) (?:is|are) (?:still )?(?<from>${list})${be} `,
  ];
  const found = saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .map((sentence) => inWords(sentence.replaceAll('_', ' ')))
    .flatMap((words) => forms.flatMap((form) => new RegExp(` ${form}`, 'u').exec(words)?.groups?.['from'] ?? []));
  return textsIn(own.filter((one) => one.name !== name && found.some((from) => ` ${from}`.includes(` ${one.name} `))));
};

/** The state right before another one, where a sentence tells the order in which the resource comes to them; undefined where none does. */
const rightBefore = ({ document }: Contract, life: Life, operation: Operation, to: unknown): readonly string[] | undefined => {
  const order = toldOrder({ document }, listedIn(life), saidIn(valueAt(document, nodeOf(operation.location))));
  const at = typeof to === 'string' ? order.indexOf(to) : -1;
  return at > 0 ? order.slice(at - 1, at) : undefined;
};

/**
 * The moves that bring a resource from one state to one of some others, the fewest of them; undefined where none do.
 * @param isMeant May a move be made for that.
 */
export const wayBetween = (
  contract: Contract,
  resourceType: AnyInferred,
  now: string,
  wanted: readonly string[],
  isMeant: (mover: Mover) => boolean = () => true,
): Way | undefined => {
  const life = lifeOf(contract, resourceType);
  if (!life) return settingOf(contract, resourceType, now, wanted, isMeant);
  const told = life.leading.flatMap(({ operation, to, as, named }) =>
    [to, ...(as?.or ?? [])].map((one, n, all) => ({
      mover: as && n > 0 ? { ...as, to: one, or: all.filter((other) => other !== one) } : (as ?? { operation, set: undefined }),
      to: one.value,
      from:
        (as ? textsIn(named) : statesFor(contract, resourceType, operation)) ??
        drawnBefore(contract, life, operation, one.value) ??
        (as ? saidBefore(contract, life, operation, one) : undefined),
    })),
  );
  // A caller may name the state itself, in the body of an action or of a change.
  const [naming, setting] = [true, false].map((isNamed) => life.movers.filter(({ to }) => (to !== undefined) === isNamed));
  // A change of the state itself may be refused where the texts show another way.
  const named = [...(naming ?? []), ...life.shown, ...(setting ?? [])].flatMap((mover) => {
    const to = mover.to?.value ?? mover.set?.[life.type.state ?? ''];
    const from = mover.from
      ? listedIn(life).filter((state) => mover.from?.has(state) === true)
      : (rightBefore(contract, life, mover.operation, to) ?? toldBefore(contract, life, mover.operation, to));
    return to === undefined || told.some((one) => one.mover === mover) ? [] : [{ mover, to, from }];
  });
  const isPlain = ({ set, through }: Mover): boolean => set === undefined && !through;
  const tabled = life.movers
    .filter((mover) => isPlain(mover) && !told.some((one) => one.mover.operation === mover.operation))
    .flatMap((mover) => tabledMoves(contract, life, mover.operation).map(({ from, to }) => ({ mover, from, to })));
  const steps = [...told, ...named, ...tabled].filter(({ mover }) => isMeant(mover) && (isPlain(mover) || isUsable(contract, mover)));
  let ways: readonly { readonly state: string; readonly by: readonly Mover[] }[] = [{ state: now, by: [] }];
  for (let length = 0; length <= longest; length += 1) {
    const found = ways.find(({ state }) => wanted.includes(state));
    if (found) return { life, by: found.by };
    ways = ways.flatMap(({ state, by }) =>
      steps.flatMap(({ from, to, mover }) =>
        typeof to === 'string' &&
        to !== state &&
        (from === undefined || from.includes(state)) &&
        !by.includes(mover) &&
        // What acts on something below the resource needs that there.
        (!mover.through || by.some(({ operation }) => operation === mover.through))
          ? [{ state: to, by: [...by, mover] }]
          : [],
      ),
    );
  }
  return undefined;
};
