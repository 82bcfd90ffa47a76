import type { Contract, Operation } from '../contract/model.ts';
import { bodyMembers } from './body-members.ts';

/** What a document requires of each request of an operation beside its path: `query limit`, `header If-Match`, `body`, `body /name`. */
export const requiredOfRequest = (contract: Contract, operation: Operation): readonly string[] => {
  const parameters = operation.parameters.filter(({ in: where, required }) => required && where !== 'path');
  const members = bodyMembers(contract, operation).filter(({ required }) => required);
  return [
    ...parameters.map(({ in: where, name }) => `${where} ${name}`),
    ...(operation.body?.required === true ? ['body'] : []),
    ...members.map(({ name }) => `body /${name}`),
  ];
};
