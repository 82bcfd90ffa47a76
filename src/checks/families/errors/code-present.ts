import { defineObservation } from '../../kit/define.ts';
import { clientErrorOf, errorPlaces } from './error-answer.ts';
import { errorMembers, namedErrors } from './error-members.ts';

export const codePresent = defineObservation({
  id: 'errors/code-present',
  title: 'Every error object has a code',
  why: 'A program can only act upon a code; without one it has to compare sentences that are written for people.',
  fix: 'Give each kind of failure a code, and send it with every refusal, also from gateways.',
  reads: 'errors.code',
  places: (contract) => errorPlaces(contract, ({ errors }) => namedErrors(errors) !== undefined),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    const errors = error && namedErrors(error.operation.conventions.errors);
    const members = errors && errorMembers(exchange, errors);
    if (!members || members.code.kind === 'unknown') return [];
    const { place } = error.operation;
    if (members.code.kind === 'found') return [{ place, holds: true }];
    const expected = `a text or an integer named ${errors.code.names.join(' or ')}`;
    return [{ place, holds: false, code: 'code-absent', where: 'error object', expected, actual: members.code.actual }];
  },
});
