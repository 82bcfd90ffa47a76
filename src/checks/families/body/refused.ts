import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, type ProbePrerequisite, type Probe, type Surroundings } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { judgeErrorResponse, type ErrorResponse } from '../../kit/error-response.ts';
import { once } from '../../kit/session.ts';
import { type Mistake, type Mistaken, mistakePrerequisites, whereOf } from './mistake.ts';

/** What the contract promises for a mistake, and what breaks that. */
export type Documented = Pick<ErrorResponse, 'expected' | 'words' | 'wrong' | 'redirect'>;

/** A promise that a mistake in a body is refused. */
type Refused<S extends Mistaken> = CheckText & {
  over(contract: Contract): readonly S[];
  /** Default: {@link mistakePrerequisites}. */
  prerequisites?(subject: S, around: Surroundings): readonly ProbePrerequisite[];
  /** Each is made in a request of its own, and each has to be refused. */
  readonly mistakes: readonly Mistake<S>[];
  documented(subject: S): Documented;
  /** A success that holds an error is left to the promise that failures show in the status. */
  readonly leavesErrors?: true;
  /** Begins the code of a finding. */
  readonly code: string;
};

/** Sends each mistake once in the run, and judges every answer by the promise. */
export const refused = <S extends Mistaken>({
  over,
  prerequisites = mistakePrerequisites,
  mistakes,
  documented,
  leavesErrors,
  code,
  ...text
}: Refused<S>): Probe<readonly Exchange[]> =>
  defineProbe<S, readonly Exchange[]>({
    ...text,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    over,
    prerequisites,
    cost: () => ({ requests: mistakes.length, creates: 0 }),
    async run(subject, session) {
      const exchanges: Exchange[] = [];
      for (const { request } of mistakes) exchanges.push(await once(session, request(session, subject)));
      return exchanges;
    },
    judge(subject, exchanges, { contract }) {
      const errorResponse = { ...documented(subject), ...(leavesErrors ? { contract } : {}), code, where: whereOf(subject) };
      return joinVerdicts(
        exchanges.map((exchange, index) =>
          judgeErrorResponse(exchange, { ...errorResponse, mistake: mistakes[index]?.words(subject) ?? code }),
        ),
      );
    },
  });
