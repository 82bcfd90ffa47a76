import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { openReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, pass } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { hasStatus } from '../../kit/success.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** Statuses that a gateway sends, or a service that is overloaded or down (RFC 9110, sections 15.6.3 to 15.6.5). */
const down = [502, 503, 504];

const isDown = (exchange: Exchange): boolean => hasStatus(exchange, down);

/** Fewer answers may be one short outage. */
const tries = 3;
const pauseMs = 3000;

/** Other reads that are asked whether the service is up, at most. */
const mostOthers = 5;

type Looks = {
  readonly looks: readonly Exchange[];
  /** A success of another read, which shows that the service is up. */
  readonly other: Exchange | undefined;
};

export const everAvailable = defineReadProbe({
  id: 'errors/ever-available',
  title: 'A read that needs no value is answered by more than "unavailable" while others succeed',
  why: 'Nothing that a client sends can change the answer, so nobody can use the operation.',
  fix: 'Start what the operation depends on, or repair its route in the gateway.',
  requests: tries + mostOthers,
  over: (contract) => openReads(contract).map((operation) => at(operation.location, { operation })),
  async run({ operation }, session): Promise<Looks> {
    const looks = [await session.run(plainRead, { operation: operation.key })];
    if (!looks.every(isDown)) return { looks, other: undefined };
    const others = openReads(session.contract).filter(({ key }) => key !== operation.key);
    let other: Exchange | undefined;
    for (const one of others.slice(0, mostOthers)) {
      const answer = await session.send(usableRequest(session, one, 'plain'));
      if (isSuccess(answer)) other = answer;
      if (other) break;
    }
    if (!other) return { looks, other };
    while (looks.length < tries && looks.every(isDown)) {
      await session.pause(pauseMs, 'an operation that is not available is to become so');
      looks.push(await session.send(usableRequest(session, operation, 'plain')));
    }
    return { looks, other };
  },
  judge({ operation }, { looks, other }) {
    const [first, ...later] = looks;
    if (!first) return inconclusive('Nothing was sent', []);
    const served = looks.find((one) => !isDown(one) && statusOf(one) !== undefined);
    if (served) return pass(looks.length);
    if (looks.length < tries || other === undefined)
      return inconclusive(`${operation.key} was answered ${outcomeOf(first)}, and nothing shows that the service is up`, [first]);
    const finding = {
      code: 'never-available',
      where: 'status',
      expected: `a status other than ${down.join(', ')}, while other reads succeed`,
      actual: `${looks.map(outcomeOf).join(', ')} in ${looks.length} answers, ${pauseMs / 1000} s apart`,
    };
    return fail(finding, [first, ...later, other], { judged: looks.length, breaches: looks.length });
  },
});
