import { nodeOf } from '../../model/location.ts';
import type { Contract, Parameter } from '../model.ts';
import { below, isObject, referenceTarget, valueAt } from '../pointer.ts';

/** The most references that are followed to the object. */
const mostSteps = 8;

/**
 * The query parameters of an operation with each member of a `deepObject` as one of its own, as it is written: `filter[state]` (OpenAPI 3.1, Style Values).
 * Any member may be left out of a request.
 */
export const withDeepMembers = (document: Contract['document'], parameters: readonly Parameter[]): readonly Parameter[] =>
  parameters.flatMap((parameter) => {
    const node = valueAt(document, nodeOf(parameter.location));
    const isDeep = parameter.in === 'query' && !parameter.required && isObject(node) && node['style'] === 'deepObject';
    return isDeep ? membersOf(document, parameter) : [parameter];
  });

const membersOf = (document: Contract['document'], parameter: Parameter): readonly Parameter[] => {
  let way = parameter.schemaLocation.way;
  let pointer = way.at(-1) ?? '';
  for (let step = 0; step < mostSteps; step++) {
    const schema = valueAt(document, pointer);
    const { $ref, properties }: Readonly<Record<string, unknown>> = isObject(schema) ? schema : {};
    if (isObject(properties)) {
      const at = pointer;
      return Object.entries(properties).flatMap(([name, member]): Parameter[] => {
        if (!isObject(member) && typeof member !== 'boolean') return [];
        const location = { ...parameter.schemaLocation, way: [...way, below(at, 'properties', name)] } as Parameter['location'];
        return [{ ...parameter, name: `${parameter.name}[${name}]`, schema: member, location, schemaLocation: location }];
      });
    }
    if (typeof $ref !== 'string' || !$ref.startsWith('#')) return [parameter];
    pointer = referenceTarget($ref);
    way = [...way, pointer] as typeof way;
  }
  return [parameter];
};
