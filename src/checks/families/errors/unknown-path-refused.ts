import { statuses } from '../../../contract/conventions-at.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isReading, judgeErrorResponse } from '../../kit/error-response.ts';
import { rootLocation } from '../../../model/location.ts';
import { once } from '../../kit/session.ts';
import { unknownPath, unknownPaths } from '../../requests/unknown-path.ts';

export const unknownPathRefused = defineProbe({
  id: 'errors/unknown-path-refused',
  title: 'A path that does not exist is refused with the documented status',
  why: 'With another status a misspelt path looks like a working call, or like a mistake in the rest of the request.',
  fix: 'Answer the documented status for every path that is not served, also from gateways and web servers in front of the service.',
  reads: 'unknown.path',
  phase: 'read',
  exclusive: 'nothing',
  over(contract) {
    const documented = contract.conventions.unknown?.path;
    return documented === undefined ? [] : [at(rootLocation, { documented, paths: unknownPaths(contract) })];
  },
  prerequisites: () => [],
  cost: ({ paths }) => ({ requests: paths.length, creates: 0 }),
  run: ({ paths }, session) => Promise.all(paths.map((path) => once(session, unknownPath(session, path)))),
  judge({ documented }, exchanges: readonly Exchange[], { contract }) {
    const expected = statuses(documented);
    const wrong = [400, 405, 422].filter((status) => !expected.includes(status));
    return joinVerdicts(
      exchanges.map((exchange) => {
        const mistake = `${exchange.request.path}, a path that the contract does not have`;
        const redirect = !isReading(documented);
        return judgeErrorResponse(exchange, { expected, wrong, redirect, contract, code: 'unknown-path', where: 'path', mistake });
      }),
    );
  },
});
