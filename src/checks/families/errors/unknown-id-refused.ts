import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { readOfUnknown } from '../../scenarios/calls/read-of-unknown.ts';
import { unknownId, type UnknownId } from '../../scenarios/calls/unknown-id.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { isClass, judgeRefusal } from '../../kit/refusal.ts';

export const lastInPath = ({ parameters }: Operation): string | undefined => parameters.findLast((one) => one.in === 'path')?.name;

type Measured = UnknownId & {
  /** A read of the same id after a success; undefined where there is none, or no read. */
  readonly afterwards: Exchange | undefined;
};

export const unknownIdRefused = defineProbe<Measured>({
  id: 'errors/unknown-id-refused',
  title: 'An id that names nothing is refused with the documented status',
  why: 'A success hides from the caller that nothing was done; another refusal sends people looking for a mistake in the request.',
  fix: 'Look the thing up before anything is done, and answer the documented status where there is none.',
  reads: 'unknown.id',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter((operation) => lastInPath(operation) !== undefined && statuses(operation.conventions.unknown?.id).length > 0)
      .map(({ place }) => place),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    return needsFor(operation, around, { pathValues: { [lastInPath(operation) ?? '']: 'ct' } });
  },
  cost: () => ({ requests: 6, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const measured = await session.measure(unknownId, { operation });
    const { conventions, effect } = operationOf(session.contract, operation);
    const mayBeThere = conventions.unknown?.id?.orCreated === true && effect !== 'safe';
    const afterwards =
      mayBeThere && isSuccess(measured.exchange) ? await session.measure(readOfUnknown, { operation, id: measured.id }) : undefined;
    return { ...measured, afterwards };
  },
  judge(place, { exchange, id, shape, afterwards }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const promised = operation.conventions.unknown?.id;
    // Another method may be what is refused where a whole class is as good.
    const expected = statuses(promised).filter((status) => !isClass(promised) || status !== 405);
    // An id of our own shape may be malformed over there; one that looks like theirs is not.
    const wrong = [405, 422, ...(shape === 'listed' ? [400] : [])].filter(
      (status) => !isClass(promised) && !expected.includes(status) && promised?.malformed?.includes(status) !== true,
    );
    if (
      promised?.orCreated &&
      operation.effect !== 'safe' &&
      isSuccess(exchange) &&
      ![404, 410].includes((afterwards && statusOf(afterwards)) ?? 0)
    ) {
      const after = afterwards ? outcomeOf(afterwards) : 'not possible';
      return inconclusive(`The id ${id} was answered ${outcomeOf(exchange)}, and a read of it afterwards was ${after}`, [exchange]);
    }
    const mistake = `the id ${id}, which names nothing`;
    const redirect = operation.effect === 'safe';
    return judgeRefusal(exchange, {
      words: statusWords(promised),
      expected,
      wrong,
      redirect,
      code: 'unknown-id',
      where: `path ${lastInPath(operation) ?? ''}`,
      mistake,
    });
  },
});
