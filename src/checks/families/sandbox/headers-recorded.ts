import { headerValues, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { sandboxRead } from '../../scenarios/transport/sandbox-read.ts';
import { quotaHeaderForm } from '../../subjects/quota-header-form.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import { sandboxPlaces } from '../../subjects/sandbox-places.ts';

export const sandboxHeadersRecorded = defineProbe<Exchange>({
  id: 'sandbox/headers-recorded',
  title: 'Whether answers of the sandbox carry the headers about the quota is recorded',
  why: 'A client that keeps count by these headers has to be tried out where they may be missing.',
  fix: 'Nothing is wrong with either; a line in the documentation spares clients a surprise.',
  reads: 'sandbox',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (contract.conventions.rateLimit?.headers === undefined ? [] : sandboxPlaces(contract)),
  needs: (_place, around) => sandboxNeeds(around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) => session.measure(sandboxRead, { operation: firstReadOf(session) }),
  judge(_place, exchange, { contract }) {
    if (statusOf(exchange) === undefined) return inconclusive(`The sandbox gave ${outcomeOf(exchange)}`, [exchange]);
    const { limit, remaining, reset } = contract.conventions.rateLimit?.headers ?? {};
    const formOf = (name: string): string => {
      const [text] = headerValues(exchange, name);
      return text === undefined ? 'absent' : quotaHeaderForm(text);
    };
    const names = [limit, remaining, reset?.name].filter((name) => name !== undefined);
    const value = names.map((name) => ({ name: name.toLowerCase(), form: formOf(name) }));
    return observed([factOf('sandbox.quota-headers', exchange.request.operation, value)]);
  },
});
