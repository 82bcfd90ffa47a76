import { headerValues, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainHttpRead } from '../../scenarios/transport/plain-http-reads.ts';
import { clearAddressNeeds } from '../../subjects/clear-address.ts';
import { isRedirect, plainHttpPlaces } from '../../subjects/plain-http.ts';

export const plainHttpLocation = defineProbe<Exchange>({
  id: 'transport/plain-http-location',
  title: 'The redirect of a call without encryption names the same address under https',
  why: 'A client follows it to another thing, to a page, or in circles where it names anything else.',
  fix: 'Take path and query over from the request, and change the scheme alone.',
  reads: 'transport.plainHttp.location',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => plainHttpPlaces(contract, 'location'),
  needs: (_place, { target }) => clearAddressNeeds(target),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) =>
    session.measure(plainHttpRead, {
      operation: parameterlessReads(session.contract)[0]?.key ?? '',
      credential: 'none',
      marked: true,
    }),
  judge(_place, exchange, { target }) {
    if (!isRedirect(exchange)) return inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
    const [location] = headerValues(exchange, 'Location');
    if (location !== undefined && isSameAddress(location, exchange, target)) return pass(1);
    const expected = `https, the same host, and ${exchange.sent.target}`;
    return fail({ code: 'redirected-elsewhere', where: 'Location', expected, actual: location ?? 'no such header' }, [exchange]);
  },
});

const isSameAddress = (location: string, { sent }: Exchange, { baseUrl, urls: { plain } }: Target): boolean => {
  if (!URL.canParse(location)) return false;
  const { protocol, hostname, pathname, search } = new URL(location);
  const asked = new URL(sent.target, plain);
  const hosts = [asked.hostname, new URL(baseUrl).hostname];
  return protocol === 'https:' && hosts.includes(hostname) && pathname === asked.pathname && search === asked.search;
};
