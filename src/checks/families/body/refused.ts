import { isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, type ProbePrerequisite, type Probe, type Surroundings } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { judgeErrorResponse, type ErrorResponse } from '../../kit/error-response.ts';
import { once } from '../../kit/session.ts';
import { controlCost, isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { apartFromConflict, mostSentAgain } from '../../scenarios/bodies/apart-from-conflict.ts';
import { type Mistake, type Mistaken, mistakePrerequisites, whereOf } from './mistake.ts';

/** The documented error response to a mistake, and the statuses that break the requirement. */
export type Documented = Pick<ErrorResponse, 'expected' | 'words' | 'wrong' | 'redirect'>;

/** A check that requires a mistake in a body to be refused. */
type Refused<S extends Mistaken> = CheckText & {
  over(contract: Contract): readonly S[];
  /** Default: {@link mistakePrerequisites}. */
  prerequisites?(subject: S, around: Surroundings): readonly ProbePrerequisite[];
  /** Each is sent in its own request, and each must be refused. */
  readonly mistakes: readonly Mistake<S>[] | ((subject: S) => readonly Mistake<S>[]);
  documented(subject: S): Documented;
  /** A success with an error in its body is left to the requirement that failures show in the status. */
  readonly leavesErrors?: true;
  /** The beginning of the code of a finding. */
  readonly code: string;
};

/** The answers to the mistakes, and whether there is reason to take them for what the refusals are about; see `isControlled`. */
export type Answered = { readonly exchanges: readonly Exchange[]; readonly control: boolean };

/** Sends each mistake once in the run, and judges each answer by the documented error response. */
export const refused = <S extends Mistaken>({
  over,
  prerequisites = mistakePrerequisites,
  mistakes,
  documented,
  leavesErrors,
  code,
  ...text
}: Refused<S>): Probe<Answered> => {
  const mistakesOf = (subject: S): readonly Mistake<S>[] => (typeof mistakes === 'function' ? mistakes(subject) : mistakes);
  return defineProbe<S, Answered>({
    ...text,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    over,
    prerequisites,
    cost(subject, { contract }) {
      const { requests, creates } = controlCost(contract, subject.operation);
      const count = mistakesOf(subject).length;
      return { requests: count + mostSentAgain(contract, subject.operation, count) + requests, creates };
    },
    async run(subject, session) {
      const exchanges: Exchange[] = [];
      for (const { request } of mistakesOf(subject)) {
        const sent = request(session, subject);
        exchanges.push(await apartFromConflict(session, sent, await once(session, sent)));
      }
      return { exchanges, control: exchanges.some(isSuccess) || (await isControlled(session, subject.operation, exchanges)) };
    },
    judge(subject, { exchanges, control }, { contract }) {
      const errorResponse = { ...documented(subject), ...(leavesErrors ? { contract } : {}), code, where: whereOf(subject) };
      const sent = mistakesOf(subject);
      const joined = joinVerdicts(
        exchanges.map((exchange, index) =>
          judgeErrorResponse(exchange, { ...errorResponse, mistake: sent[index]?.words(subject) ?? code }),
        ),
      );
      return onlyControlled(joined, control, exchanges);
    },
  });
};
