import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import { numericParameters, unparsableNumber } from '../../subjects/numeric-parameters.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement } from '../../kit/session.ts';

/** A text where a number is wanted in the query; a body without members, or JSON that breaks off. */
export type SecondFault = 'query' | 'empty-object' | 'cut-off';

/** The second faults that a request to an operation can have. */
export const secondFaults = (contract: Contract, operation: Operation): SecondFault[] => [
  ...(operation.effect === 'safe' && numericParameters(contract, operation).length > 0 ? (['query'] as const) : []),
  ...(operation.effect !== 'safe' && bodyMembers(contract, operation).length > 0 ? (['empty-object', 'cut-off'] as const) : []),
];

/** A call without any credential that is faulty besides. */
export const faultyCallWithoutCredential = defineMeasurement<{ readonly operation: string; readonly fault: SecondFault }, Exchange>({
  id: 'faulty-call-without-credential',
  run(session, { operation: key, fault }) {
    const operation = operationOf(session.contract, key);
    const request = outsiderRequest(session, operation, 'nobody', 'empty-object');
    const { change, named } = spoil(session.contract, operation, request, fault);
    return session.send({ ...request, ...change, credential: { kind: 'none' }, faults: ['credential-missing', named] });
  },
});

type Spoilt = { readonly change: Partial<PlannedRequest>; readonly named: Fault };

const spoil = (contract: Contract, operation: Operation, { query }: PlannedRequest, fault: SecondFault): Spoilt => {
  switch (fault) {
    case 'query': {
      const [parameter] = numericParameters(contract, operation);
      const others = query.filter(([name]) => name !== parameter?.name);
      return { change: { query: [...others, [parameter?.name ?? '', unparsableNumber]] }, named: 'query-unparsable' };
    }
    case 'empty-object':
      return { change: {}, named: 'member-missing' };
    case 'cut-off': {
      const [member] = bodyMembers(contract, operation);
      const mediaType = jsonContent(operation.body?.content ?? [])?.mediaType ?? 'application/json';
      return { change: { body: { kind: 'text', text: `{${JSON.stringify(member?.name)}: `, mediaType } }, named: 'body-unparsable' };
    }
  }
};
