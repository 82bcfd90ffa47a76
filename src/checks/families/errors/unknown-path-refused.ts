import { statuses } from '../../../contract/conventions-at.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { unknownPath } from '../../scenarios/calls/unknown-path.ts';
import { isReading, judgeRefusal } from '../../kit/refusal.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { unknownPaths } from '../../subjects/unknown-paths.ts';

export const unknownPathRefused = defineProbe<readonly Exchange[]>({
  id: 'errors/unknown-path-refused',
  title: 'A path that does not exist is refused with the documented status',
  why: 'A misspelt path that is answered otherwise looks like a working call, or like a mistake in the rest of the request.',
  fix: 'Answer the documented status for every path that is not served, also from gateways and web servers in front.',
  reads: 'unknown.path',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => conventionPlaces(contract, ({ unknown }) => unknown?.path).filter((place) => place === rootPlace),
  needs: () => [],
  cost: (_place, { contract }) => ({ requests: unknownPaths(contract).length, creates: 0 }),
  measure: (_place, session) => Promise.all(unknownPaths(session.contract).map((path) => session.measure(unknownPath, { path }))),
  judge(_place, exchanges, { contract }) {
    const expected = statuses(contract.conventions.unknown?.path);
    const wrong = [400, 405, 422].filter((status) => !expected.includes(status));
    return joinVerdicts(
      exchanges.map((exchange) => {
        const mistake = `${exchange.request.path}, a path that the contract does not have`;
        const redirect = !isReading(contract.conventions.unknown?.path);
        return judgeRefusal(exchange, { expected, wrong, redirect, contract, code: 'unknown-path', where: 'path', mistake });
      }),
    );
  },
});
