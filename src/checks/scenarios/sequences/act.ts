import { outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { endingTo, isLeftBy, momentOf } from '../../subjects/action-words.ts';
import { isRefusedAgain } from '../../subjects/refused-again.ts';
import { namedStates, namesState, statefulAnswer } from '../../subjects/needed-states.ts';
import { until } from '../lifecycle/until.ts';
import { look } from './looks.ts';
import type { Held } from './model.ts';
import { firstMs, isDone, onHeld, patienceOf, type Play, record, send, tell, touch } from './play.ts';

/** A new resource is not in the state to which nothing but an action leads. */
export const judgeFirstState = (play: Play, held: Held, exchange: Exchange): void => {
  const { state } = play.type;
  const ending = state === undefined ? undefined : endingTo(play.type, held.shows[state]);
  const isAsked = bodyMembers(play.session.contract, play.type.create).some(({ name }) => name === state);
  // A creation may begin in the state that it asks for.
  if (state === undefined || isAsked || play.type.actions.length === 0) return;
  play.times.shown += 1;
  if (!ending) return;
  tell(play, {
    claim: 'shown',
    code: 'created-at-the-end',
    where: `/${state}`,
    expected: `a state that ${ending.key} can still end`,
    actual: written(held.shows[state]),
    exchange,
    about: [held.name],
    isFinal: false,
  });
};

/** Whether the answer to an accepted action, and to the same one once more, is what the document says of it. */
const judgeAction = async (play: Play, held: Held, operation: Operation, before: unknown, after: unknown): Promise<void> => {
  const { contract } = play.session;
  const moment = momentOf(contract, play.type, operation);
  const told = { claim: 'shown' as const, about: [held.name], isFinal: false };
  const last = play.calls.at(-1)?.exchange;
  if (moment !== undefined && last) {
    play.times.shown += 1;
    // What is left out may not be kept at all.
    const isDated = (): boolean => held.shows[moment] !== null;
    await until(
      play.session,
      { withinMs: Math.min(patienceOf(play), firstMs), why: 'a read is to show the moment of an action' },
      async () => {
        if (!isDated()) await look(play, held);
        return isDated() ? true : undefined;
      },
    );
    if (!isDated())
      tell(play, {
        ...told,
        code: 'action-not-dated',
        where: `/${moment}`,
        expected: `a moment, because the state is ${written(after)}`,
        actual: written(held.shows[moment]),
        exchange: last,
      });
  }
  if (!isRefusedAgain(contract, operation, before, after)) return;
  const again = await send(play, onHeld(play, operation, held));
  record(play, held.name, again);
  play.times.shown += 1;
  if (!isDone(again)) return;
  tell(play, {
    ...told,
    code: 'done-twice',
    where: 'status',
    expected: `409, because the state is ${written(after)} and no longer ${written(before)}`,
    actual: outcomeOf(again),
    exchange: again,
  });
};

type Done = {
  readonly operation: Operation;
  readonly exchange: Exchange;
  /** The state that a read showed before the action. */
  readonly before: unknown;
  /** The state that a sentence of the action names first. */
  readonly from: string | undefined;
};

/** An action that the document allows in one state alone is not done in another one. */
const judgeState = (play: Play, held: Held, { operation, exchange, before, from }: Done): void => {
  if (from === undefined || typeof before !== 'string' || !isRefusedAgain(play.session.contract, operation, from, before)) return;
  play.times.shown += 1;
  if (before === from) return;
  tell(play, {
    claim: 'shown',
    code: 'done-in-other-state',
    where: 'status',
    expected: `409, because the state is ${written(before)} and not ${written(from)}`,
    actual: outcomeOf(exchange),
    exchange,
    about: [held.name],
    isFinal: false,
  });
};

/** Acts on a resource and looks at it; a state that a read shows afterwards has to stay until the next action. */
export const act = async (play: Play, held: Held, action: number): Promise<void> => {
  const { session, type } = play;
  const { state } = type;
  const operation = type.actions.filter((one) => isAllowed(one, session.target))[action];
  if (!operation || state === undefined) return;
  const before = held.shows[state];
  const exchange = await send(play, onHeld(play, operation, held));
  record(play, held.name, exchange);
  held.acted = undefined;
  if (!isDone(exchange)) return;
  // What is archived or cancelled may be found no more.
  held.mayBeAway = true;
  touch(play, held.name);
  play.pages.clear();
  held.mayBeHidden = true;
  // An action may change anything else as well.
  for (const { name } of [...type.members, ...bodyMembers(session.contract, type.create)]) held.open.add(name);
  const seen = await look(play, held);
  const after = held.shows[state];
  const [from, to] = namedStates(session.contract, operation, statefulAnswer(session.contract, type.read)?.states ?? []);
  judgeState(play, held, { operation, exchange, before, from });
  if (seen.kind !== 'resource' || typeof before !== 'string' || typeof after !== 'string' || before === after) return;
  // A change may lead back where its own text says so.
  if (type.change === undefined || !namesState(session.contract, type.change, before)) held.acted = { before, after };
  if (isLeftBy(operation, after) || (from === before && to === after)) await judgeAction(play, held, operation, before, after);
};
