import type { Contract } from '../../../contract/model.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, type Probe, type Subject, type Surroundings } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { tokenPrerequisites } from '../../subjects/token-operation.ts';

/**
 * A probe about the exchange of an authorization code for a token (RFC 6749 section 4.1.3).
 * `codes`: how many codes the operator has to supply. `requests`: the most that are sent at one location.
 */
export const defineTokenProbe = <S extends Subject, M>({
  codes,
  requests,
  ...probe
}: CheckText & {
  readonly codes: number;
  readonly requests: number;
  over(contract: Contract): readonly S[];
  run(subject: S, session: Session): Promise<M>;
  judge(subject: S, result: M, around: Surroundings): Verdict;
}): Probe<M> =>
  defineProbe<S, M>({
    ...probe,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    prerequisites: (_subject, around) => tokenPrerequisites(around, codes),
    cost: () => ({ requests, creates: 0 }),
  });
