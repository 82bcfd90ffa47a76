import { below, isObject, valueAt } from '../../pointer.ts';
import type { Defect } from '../judge-document.ts';
import { note, type Rule } from './rule.ts';

/** OpenAPI 3.0.4 and 3.1.1, Security Requirement Object: each name is that of a security scheme of the components. */
export const security: Rule = ({ document, operations }) => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  const isKnown = (name: string): boolean => isObject(schemes) && Object.hasOwn(schemes, name);
  const unknownIn = (list: unknown, pointer: string): Defect[] =>
    (Array.isArray(list) ? list : []).flatMap((requirement: unknown, index) =>
      Object.keys(isObject(requirement) ? requirement : {})
        .filter((name) => !isKnown(name))
        .map((name) =>
          note(
            'unknown-security-scheme',
            below(pointer, index, name),
            `security requires "${name}", but the components have no such security scheme`,
          ),
        ),
    );
  const written = new Map(operations.map((one) => [one.operation, one]));
  return [
    ...unknownIn(document['security'], '#/security'),
    ...[...written.values()].flatMap(({ operation, pointer }) => unknownIn(operation['security'], below(pointer, 'security'))),
  ];
};
