import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, pass, type Surroundings, Undecidable, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { sendBelowSame } from '../../scenarios/lifecycle/send-creation.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { largestPage, stylesOf } from '../../subjects/collection.ts';
import { type Placed, placedIn, type Positions, positions } from '../../subjects/positions.ts';
import { holdsValue } from '../../../model/request.ts';

/** The siblings as they were shown. */
type Look = { readonly exchange: Exchange; readonly placed: readonly Placed[] };

/** What was done, and the siblings after it. `asked`: the position that was asked for, and what has it. */
type Step = {
  readonly what: 'added' | 'inserted' | 'moved' | 'removed';
  readonly by: Exchange;
  readonly after: Look;
  readonly asked?: { readonly position: number; readonly id: string };
};

/** How many are added at the end. */
const additions = 3;

/** A made-up value may be refused for what no schema says, so that a refused addition is tried again with others. */
const turns = ['', '-again', '-more'] as const;

/** The longest wait in milliseconds until the siblings are shown as they have to be. */
const withinMs = 5000;

/** What the siblings are below. */
type Owner = { readonly session: Session; readonly subject: Positions; readonly values: readonly string[] };

const look = async ({ session, subject, values }: Owner): Promise<Look> => {
  const { shownBy } = subject;
  const read = 'list' in shownBy ? shownBy.list.operation : shownBy.inside.read;
  const request = usableRequest(session, read, 'positions', { pathValues: inPath(read.path, values) });
  const [style] = 'list' in shownBy ? stylesOf(shownBy.list) : [];
  const exchange = await session.send({ ...request, query: [...request.query, ...(style ? largestPage(style) : [])] });
  const placed = placedIn(session.contract, subject, exchange);
  if (!placed) throw new Undecidable(`${read.key} does not show all of them on one page`, [exchange]);
  return { exchange, placed };
};

/** The positions that siblings have to have: one after the other from the first one on. */
const wantedOf = ({ start }: Positions, placed: readonly Placed[]): readonly number[] =>
  placed.map((_, n) => (start ?? placed[0]?.position ?? 0) + n);

const isInOrder = (subject: Positions, { placed }: Look): boolean => {
  const wanted = wantedOf(subject, placed);
  return placed.every(({ position }, n) => position === wanted[n]);
};

const isAsAsked = ({ after: { placed }, asked }: Pick<Step, 'after' | 'asked'>): boolean =>
  asked === undefined || placed.some(({ id, position }) => id === asked.id && position === asked.position);

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Sends an operation on the siblings, or on one of them; undefined where it is refused, or the run may not send it. */
const write = async (
  { session, values }: Owner,
  operation: Operation,
  id: string | undefined,
  purpose: string,
  change: (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | undefined,
): Promise<Exchange | undefined> => {
  if (!isAllowed(operation, session.target)) return undefined;
  const names = parametersIn(operation.path);
  const along = id === undefined ? values : names.length === 1 ? [id] : [...values, id];
  const planned = usableRequest(session, operation, purpose, { pathValues: inPath(operation.path, along) });
  const given = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : undefined;
  const body = given && change(given);
  const request = body === undefined ? planned : { ...planned, body: askedBody(operation, body) };
  const sent = await orSkipped(id === undefined ? sendBelowSame(session, request) : session.send(request));
  return isSkipped(sent) || !isDone(sent) ? undefined : sent;
};

/** Looks until all is as it has to be, or the time is up; the siblings have to be those that are meant. */
const lookUntil = async (owner: Owner, isMeant: (now: Look) => boolean, isRight: (now: Look) => boolean): Promise<Look> => {
  let last = await look(owner);
  await until(owner.session, { withinMs, why: 'the siblings are to be shown in their new order' }, async () => {
    if (!isMeant(last) || !isRight(last)) last = await look(owner);
    return isMeant(last) && isRight(last) ? true : undefined;
  });
  if (!isMeant(last)) throw new Undecidable('The siblings are not shown as they were added and removed', [last.exchange]);
  return last;
};

const idsIn = ({ placed }: Look): ReadonlySet<string> => new Set(placed.map(({ id }) => id));

/** A member of an addition with one of the values that are listed for it: the kind of an event. */
type Kind = Readonly<Record<string, unknown>>;

/** More kinds than these are not tried. */
const mostKinds = 8;

/** The kinds of siblings that a required member of an addition lists; none where it lists none, or too many. */
const kindsOf = ({ session: { contract }, subject: { add: creation, member } }: Owner): readonly Kind[] => {
  for (const one of bodyMembers(contract, creation)) {
    const values = one.required && one.name !== member ? listedValues(one) : undefined;
    if (values && values.length > 1 && values.length <= mostKinds) return values.map((value) => ({ [one.name]: value }));
  }
  return [];
};

/** What an addition is sent with: the usual values, and where they are refused, as those of a move that was made already, each other kind. */
const waysToAdd = (owner: Owner): readonly (readonly [string, Kind])[] => [
  ...turns.map((turn) => [turn, {}] as const),
  ...kindsOf(owner).map((kind, n) => [`-kind-${n}`, kind] as const),
];

/** Adds one, at a position or at the end; the ids that are shown after it and were not before. */
const add = async (
  owner: Owner,
  before: Look,
  purpose: string,
  position: number | undefined,
  ways: readonly (readonly [string, Kind])[] = waysToAdd(owner),
): Promise<Step | undefined> => {
  const { subject } = owner;
  const { member, holds } = subject;
  let by: Exchange | undefined;
  for (const [turn, kind] of ways) {
    by ??= await write(owner, subject.add, undefined, `${purpose}${turn}`, (body) => ({
      ...Object.fromEntries(Object.entries(body).filter(([name]) => name !== member)),
      ...kind,
      ...(position === undefined ? {} : { [member]: position }),
    }));
  }
  if (!by) return undefined;
  const had = idsIn(before);
  const newOnes = ({ placed }: Look): readonly Placed[] => placed.filter(({ id }) => !had.has(id));
  const isAsked = position !== undefined && holds.asAsked;
  const askedOf = (now: Look): Pick<Step, 'asked'> => {
    const [one] = newOnes(now);
    return isAsked && one ? { asked: { position, id: one.id } } : {};
  };
  const after = await lookUntil(
    owner,
    (now) => newOnes(now).length === 1 && now.placed.length === had.size + 1,
    (now) => isInOrder(subject, now) && isAsAsked({ after: now, ...askedOf(now) }),
  );
  return { what: position === undefined ? 'added' : 'inserted', by, after, ...askedOf(after) };
};

/** Adds some, inserts one, moves one and removes one; ends at the first step after which the positions are wrong. */
const steps = async (owner: Owner): Promise<readonly Step[]> => {
  const { subject } = owner;
  const { asked, member, move, remove, holds } = subject;
  const done: Step[] = [];
  const isRight = (step: Step | undefined): boolean => step === undefined || (isInOrder(subject, step.after) && isAsAsked(step));
  let now = await look(owner);
  for (let n = 1; n <= additions; n += 1) {
    const next = (now.placed.at(-1)?.position ?? (subject.start ?? 1) - 1) + 1;
    const added = await add(owner, now, `position-${n}`, asked?.required === true ? next : undefined);
    if (!added) throw new Undecidable(`${subject.add.key} adds no ${n === 1 ? 'sibling' : 'further sibling'} here`, [now.exchange]);
    if (holds.always) done.push(added);
    else if (!isInOrder(subject, added.after)) throw new Undecidable('The positions have gaps from the begin', [added.after.exchange]);
    now = added.after;
    if (!isRight(added)) return done;
  }
  const second = now.placed[1];
  if (asked && holds.onInsertion && second) {
    const inserted = await add(owner, now, 'position-inserted', second.position);
    if (inserted) {
      done.push(inserted);
      now = inserted.after;
      if (!isRight(inserted)) return done;
    }
  }
  const [first, last] = [now.placed[0], now.placed.at(-1)];
  if (move && holds.always && first && last) {
    const by = await write(owner, move, last.id, 'position-moved', () => ({ [member]: first.position }));
    const had = idsIn(now);
    const isSame = ({ placed }: Look): boolean => placed.length === had.size && placed.every(({ id }) => had.has(id));
    const moved: Step | undefined = by && { what: 'moved', by, after: await lookUntil(owner, isSame, (one) => isInOrder(subject, one)) };
    if (moved) {
      done.push(moved);
      now = moved.after;
      if (!isRight(moved)) return done;
    }
  }
  const removed = now.placed[1];
  const by = remove && holds.onRemoval && removed ? await write(owner, remove, removed.id, 'position-removed', () => undefined) : undefined;
  if (!by || !removed) {
    if (done.length === 0) throw new Undecidable('Nothing was inserted or removed, so that no position had to change', [now.exchange]);
    return done;
  }
  const left = now.placed.length - 1;
  const isGone = ({ placed }: Look): boolean => placed.length === left && placed.every(({ id }) => id !== removed.id);
  done.push({ what: 'removed', by, after: await lookUntil(owner, isGone, (one) => isInOrder(subject, one)) });
  return done;
};

/**
 * Adds one of each kind, and one more after the last of them; ends at the first one after which the positions are wrong, or the siblings are not those that are meant: what
 * some kind does besides may hide how many were added.
 */
const additionsOfKinds = async (owner: Owner): Promise<readonly Step[]> => {
  const done: Step[] = [];
  try {
    await addOfKinds(owner, done);
  } catch (error) {
    if (!(error instanceof Undecidable)) throw error;
  }
  return done;
};

const addOfKinds = async (owner: Owner, done: Step[]): Promise<void> => {
  const { subject } = owner;
  const kinds = kindsOf(owner);
  if (kinds.length === 0) return;
  let now = await look(owner);
  for (const [n, kind] of [...kinds, ...kinds.toReversed().slice(0, 1)].entries()) {
    const next = (now.placed.at(-1)?.position ?? (subject.start ?? 1) - 1) + 1;
    const position = subject.asked?.required === true ? next : undefined;
    const added = await add(owner, now, `position-kind-${n}`, position, [['', kind]]);
    if (!added) continue;
    done.push(added);
    now = added.after;
    if (!isInOrder(subject, now) || !isAsAsked(added)) return;
  }
};

/** The steps, and those of the other kinds of siblings after them. */
const allSteps = async (owner: Owner): Promise<readonly Step[]> => {
  const { subject } = owner;
  const done = await steps(owner);
  const isRight = done.every((step) => isInOrder(subject, step.after) && isAsAsked(step));
  if (!isRight || !subject.holds.always) return done;
  return [...done, ...(await additionsOfKinds(owner))];
};

const told = (numbers: readonly number[]): string => numbers.join(', ');

export const positionsWithoutGaps = defineProbe<Positions, readonly Step[]>({
  id: 'lifecycle/positions-without-gaps',
  title: 'Positions among siblings have no gaps and no doubles after additions, insertions, moves and removals, where the document says so',
  why: 'Two questions in one place are shown in any order, and whoever counts from the position points at the wrong one.',
  fix: 'Shift what follows in the same transaction, or number the siblings when they are read.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...positions(contract)],
  prerequisites: ({ resourceType, add: creation }, around: Surroundings) => [
    ...prerequisitesFor(resourceType.create, around),
    ...permissionsFor(creation),
  ],
  cost: () => ({ requests: 60, creates: 5 + mostKinds }),
  async run(subject, session) {
    const parameters = { resourceType: subject.resourceType.name, use: 'spare', for: subject.add.key, turn: 'positions' } as const;
    const values = valuesAlong(itemOf(subject.resourceType).path, await session.run(inferredResource, parameters));
    return allSteps({ session, subject, values });
  },
  judge(subject, done) {
    const { member } = subject;
    const wrong = done.find((step) => !isInOrder(subject, step.after) || !isAsAsked(step));
    if (!wrong) return pass(done.length);
    const { what, by, after, asked } = wrong;
    const shown = after.placed.map(({ position }) => position);
    const isDouble = new Set(shown).size < shown.length;
    const isElsewhere = isInOrder(subject, after);
    const moment = `after ${by.request.operation ?? 'the request'} was answered ${outcomeOf(by)}`;
    const finding = {
      code: isElsewhere ? 'inserted-elsewhere' : isDouble ? 'position-twice' : 'position-gap',
      where: `/${member}`,
      expected:
        isElsewhere && asked ? `${asked.position} ${moment}` : `${told(wantedOf(subject, after.placed))} ${moment}: one was ${what}`,
      actual: isElsewhere && asked ? String(after.placed.find(({ id }) => id === asked.id)?.position) : told(shown),
    };
    return unconfirmed(fail(finding, [after.exchange, by]));
  },
});
