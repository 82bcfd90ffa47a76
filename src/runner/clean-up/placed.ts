import { NotTried } from '../../checks/kit/define.ts';
import { listOfParameter } from '../../contract/infer/named-lists.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Creation } from '../../exchange/created-ledger.ts';
import { fillPlaceholders, placeholdersIn, placeholderText } from '../../generators/placeholder.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { isSecretName } from '../../model/secret-names.ts';
import type { Target } from '../../model/target.ts';

type Place = NonNullable<Creation['place']>;

const nameOf = (where: 'header' | 'query', name: string): string => `${where}:${name.toLowerCase()}`;

/** The values that lists told a creation for its header fields and its query: where its resource is. */
export const placeOf = (
  contract: Contract,
  target: Pick<Target, 'values'>,
  operation: Operation,
  { headers, query }: Pick<PlannedRequest, 'headers' | 'query'>,
): Pick<Creation, 'place'> => {
  if (contract.standard.size === 0) return {};
  const place: Place = Object.fromEntries(
    operation.parameters.flatMap((parameter) => {
      const { in: where, name } = parameter;
      if ((where !== 'header' && where !== 'query') || target.values[operation.key]?.[name] !== undefined || isSecretName(name)) return [];
      const sent = (where === 'header' ? headers : query).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
      return sent === undefined || !listOfParameter(contract, operation, parameter) ? [] : [[nameOf(where, name), sent]];
    }),
  );
  return Object.keys(place).length === 0 ? {} : { place };
};

/**
 * A request at the place of a resource.
 * @throws {NotTried} where nothing tells a value that it has to have.
 */
export const placed = (request: PlannedRequest, place: Place | undefined): PlannedRequest => {
  const at = (where: 'header' | 'query', list: PlannedRequest['headers']): PlannedRequest['headers'] =>
    list.map(([name, text]) => {
      if (placeholdersIn(text).length === 0) return [name, text] as const;
      const known = place?.[nameOf(where, name)];
      if (known === undefined) throw new NotTried('missing-prerequisite', `nothing tells the "${name}" with which it was created`);
      return [name, fillPlaceholders(text, (one) => (one.use === 'listed' ? known : placeholderText(one)))] as const;
    });
  return { ...request, headers: at('header', request.headers), query: at('query', request.query) };
};
