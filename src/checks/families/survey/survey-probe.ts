import { statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import {
  type CheckText,
  defineProbe,
  inconclusive,
  NotTried,
  observed,
  type Probe,
  type ProbeOver,
  type Subject,
} from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { once, type Session } from '../../kit/session.ts';

/** What is asked, at an operation or outside all. */
export type Asked = Subject & { readonly operation?: Operation };

type Survey<S extends Asked> = Pick<CheckText, 'title'> &
  Pick<ProbeOver<S, readonly Exchange[]>, 'over' | 'prerequisites'> & {
    /** The situation; a row of comparisons bears the same name. */
    readonly situation: string;
    /** It may change something: nothing else that does runs at the same time. */
    readonly changes?: true;
    /** Most requests and creations for one subject. Default: one request that creates nothing. */
    readonly requests?: number;
    readonly creates?: number;
    ask(subject: S, session: Session): Promise<readonly Exchange[]>;
  };

/**
 * Defines a check that asks in one situation and records how it is answered. It accuses nobody, whatever comes. One subject is enough to compare, so the first
 * of a contract is asked; and what is judged comes before, so that it has the first creations, and comparisons show the sentences that it rests on.
 */
export const defineSurvey = <S extends Asked>({
  situation,
  over,
  changes,
  requests = 1,
  creates = 0,
  ask,
  ...rest
}: Survey<S>): Probe<readonly Exchange[]> =>
  defineProbe<S, readonly Exchange[]>({
    ...rest,
    id: `survey/${situation}`,
    why: 'APIs that promise the same differ here, and a client that changes from one to another meets the difference.',
    fix: 'Nothing has to be fixed: the answer is recorded, and comparisons show it.',
    phase: 'mutate',
    stage: 'remaining',
    exclusive: changes === true ? 'collection' : 'nothing',
    over: (contract) => over(contract).slice(0, 1),
    cost: () => ({ requests, creates }),
    run: ask,
    judge({ operation }, exchanges) {
      // A refusal for the quota shows nothing about the request.
      const answers = exchanges.map(statusOf).filter((status) => status !== undefined && status !== 429);
      if (answers.length === 0) return inconclusive('The request was not answered, or refused only for the quota', exchanges);
      return observed([...new Set(answers)].map((status) => factOf('survey.answer', operation?.key ?? null, { situation, status })));
    },
  });

/**
 * Sends each request that can be sent: not every credential has a form other than itself.
 * @throws {NotTried} where none can be sent.
 */
export const askEach = async (session: Session, requests: readonly PlannedRequest[]): Promise<readonly Exchange[]> => {
  const sent: Exchange[] = [];
  let left: Skipped | undefined;
  for (const request of requests) {
    const exchange = await orSkipped(once(session, request));
    if (isSkipped(exchange)) left = exchange;
    else sent.push(exchange);
  }
  if (sent.length === 0 && left !== undefined) throw new NotTried(left.because, left.reason);
  return sent;
};
