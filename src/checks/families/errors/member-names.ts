import { defineObservation } from '../../kit/define.ts';
import { clientErrorOf, errorPlaces } from './error-answer.ts';
import { errorMembers, type Found, namedErrors } from './error-members.ts';

export const memberNames = defineObservation({
  id: 'errors/member-names',
  title: 'Code and message of an error have the names that the documentation uses',
  why: 'Clients read them by these names; under others they find nothing.',
  fix: 'Name the members as the documentation does, or let it say the names that are sent.',
  reads: 'errors.code.exactly',
  places: (contract) => errorPlaces(contract, ({ errors }) => namedErrors(errors)?.code.exactly !== undefined),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    const errors = error && namedErrors(error.operation.conventions.errors);
    const members = errors && errorMembers(exchange, errors);
    const [code, message] = [errors?.code.exactly?.name, errors?.message.exactly?.name];
    if (!members || code === undefined) return [];
    const pairs = [{ name: code, member: members.code }, ...(message === undefined ? [] : [{ name: message, member: members.message }])];
    const { place } = error.operation;
    const other = pairs.flatMap(({ name, member }): { name: string; member: Found }[] =>
      member.kind === 'found' && !Object.hasOwn(members.object, name) ? [{ name, member }] : [],
    );
    if (other.length > 0) {
      const expected = other.map(({ name }) => `"${name}"`).join(' and ');
      const actual = other.map(({ member }) => `"${member.name}"`).join(' and ');
      return [{ place, holds: false, code: 'member-named-otherwise', where: 'error object', expected, actual }];
    }
    return pairs.every(({ member }) => member.kind === 'found') ? [{ place, holds: true }] : [];
  },
});
