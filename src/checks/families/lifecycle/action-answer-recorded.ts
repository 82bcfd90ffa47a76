import { outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { actedParameters, actionNeeds } from '../../scenarios/lifecycle/action-needs.ts';
import { actingAt, actings } from '../../subjects/actions.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { acted, type Acted } from '../../scenarios/lifecycle/acted.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { roughly } from '../../kit/roughly.ts';

type Measured = { readonly acted: Acted; readonly read: Exchange | undefined };

export const actionAnswerRecorded = defineProbe<Measured>({
  id: 'lifecycle/action-answer-recorded',
  title: 'How long an action takes to be answered, and whether it is done by then, is recorded',
  why: 'A client that waits for the answer of a slow action needs a longer timeout than one that only asks for it.',
  fix: 'Nothing is broken; the documentation could say how long the answer takes at the most.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) =>
    actings(contract).flatMap(({ create, operation }) =>
      create ? operation.responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place) : [],
    ),
  needs: (place, around) => actionNeeds(actingAt(around.contract, place), around, []),
  cost: () => ({ requests: 40, creates: 1 }),
  async measure(place, session) {
    const [read] = parameterlessReads(session.contract);
    return {
      acted: await session.measure(acted, actedParameters(session.contract, place)),
      read: read && (await session.measure(plainRead, { operation: read.key })),
    };
  },
  judge(place, { acted: { accepted, attempt, obstacle, looks }, read }, { contract }) {
    const { operation, action } = actingAt(contract, place);
    if (!attempt) return inconclusive(obstacle?.reason ?? 'Nothing was tried', obstacle?.exchanges ?? []);
    if (!accepted) return inconclusive(`${operation.key} was answered ${outcomeOf(attempt.exchange)}`, [attempt.exchange]);
    const [first] = looks;
    return observed([
      factOf('action.answered', operation.key, roughly(accepted.tookMs)),
      ...(read ? [factOf('action.read-answered', operation.key, roughly(read.tookMs))] : []),
      ...(first && action.to !== undefined ? [factOf('action.done-when-answered', operation.key, first.state === action.to)] : []),
    ]);
  },
});
