import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { refusedReads } from '../../scenarios/credentials/refused-reads.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { errorMembers, namedErrors } from './error-members.ts';

export const codeStable = defineProbe<readonly Exchange[]>({
  id: 'errors/code-stable',
  title: 'The same failure gives the same code each time',
  why: 'A client that acts upon a code cannot know one that is made anew for each answer.',
  fix: 'Give each kind of failure one code, and numbers of single answers a member of their own.',
  reads: 'errors.code.stable',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    namedErrors(contract.conventions.errors)?.code.stable === undefined || parameterlessReads(contract).length === 0
      ? []
      : conventionPlaces(contract, ({ errors }) => errors?.code).filter((place) => place === rootPlace),
  needs: () => [],
  cost: () => ({ requests: 3, creates: 0 }),
  measure(_place, session) {
    const [read] = parameterlessReads(session.contract);
    if (!read) throw new NotTried('not-applicable', 'No read asks for a credential');
    return session.measure(refusedReads, { operation: read.key });
  },
  judge(_place, refusals, { contract }) {
    const [first] = refusals;
    if (!first) return inconclusive('Nothing was refused', []);
    const errors = namedErrors(operationOf(contract, first.request.operation ?? '').conventions.errors);
    const codes = refusals.map((refusal) => errors && errorMembers(refusal, errors)?.code);
    const told = refusals.map(outcomeOf).join(', ');
    const isRefusal = (statusOf(first) ?? 0) >= 400 && (statusOf(first) ?? 0) < 500;
    if (!isRefusal || refusals.some((one) => statusOf(one) !== statusOf(first)))
      return inconclusive(`Reads without a credential were answered ${told}`, refusals);
    const values = codes.flatMap((code) => (code?.kind === 'found' ? [code.value] : []));
    if (values.length < refusals.length) return inconclusive('A refusal has no code', refusals);
    if (new Set(values).size === 1) return pass(values.length);
    const actual = values.map((value) => JSON.stringify(value)).join(', ');
    const finding = { code: 'code-changes', where: 'code', expected: 'the same code each time', actual };
    return unconfirmed(fail(finding, [first, ...refusals.slice(1)], { judged: values.length, breaches: 1 }));
  },
});
