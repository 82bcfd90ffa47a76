import { below, isObject } from '../../pointer.ts';
import type { Defect } from '../judge-document.ts';
import { note, type Rule, type WrittenOperation } from './rule.ts';

const grouped = (operations: readonly WrittenOperation[], keyOf: (path: string) => string): Map<string, WrittenOperation[]> => {
  const groups = new Map<string, WrittenOperation[]>();
  for (const one of operations) groups.set(keyOf(one.path), [...(groups.get(keyOf(one.path)) ?? []), one]);
  return groups;
};

const pointerOf = (path: string): string => below('#/paths', path);

/**
 * OpenAPI 3.0.4 and 3.1.1, Paths Object: a path begins with a slash and has neither query nor fragment (RFC 3986 section 3.3), because a
 * request to it could not be distinguished from one to the path without them.
 */
export const pathForms: Rule = ({ operations }) =>
  [...grouped(operations, (path) => path)].flatMap(([path, own]): Defect[] => {
    const why = !path.startsWith('/')
      ? 'does not begin with a slash'
      : path.includes('#')
        ? 'has a fragment, which no request contains'
        : path.includes('?')
          ? 'has a query, which is not part of a path; declare it as a parameter'
          : /\{[^{}]*$|^[^{}]*\}|\{[^}]*\{|\}[^{]*\}|\{\}/.test(path)
            ? 'has a brace without its partner, or an empty pair of braces'
            : /\p{Cc}/u.test(path)
              ? 'has a control character, which no request line contains'
              : undefined;
    return why === undefined
      ? []
      : [
          {
            rule: 'path-form',
            pointer: pointerOf(path),
            message: `the path ${JSON.stringify(path)} ${why}`,
            operations: own.map(({ key }) => key),
          },
        ];
  });

/**
 * OpenAPI 3.0.4 and 3.1.1, Paths Object: templates that differ only in the names of their variables are one path. Operations of different
 * methods can still be distinguished.
 */
export const equalPaths: Rule = ({ operations }) =>
  [...grouped(operations, (path) => path.replace(/\{[^{}]*\}/g, '{}')).values()].flatMap((group) => {
    const paths = [...new Set(group.map(({ path }) => path))];
    const [first, ...others] = paths;
    const shared = new Set(group.map(({ method }) => method).filter((method) => group.filter((one) => one.method === method).length > 1));
    const doubtful = group.filter(({ method }) => shared.has(method)).map(({ key }) => key);
    return others.map((path): Defect => {
      const names = [...shared].map((method) => method.toUpperCase()).join(', ');
      const message = `the path "${path}" differs from "${first}" only in the names in braces${shared.size > 0 ? `, so it is unknown which ${names} is meant` : ''}`;
      return { rule: 'equal-paths', pointer: pointerOf(path), message, operations: doubtful };
    });
  });

/** OpenAPI 3.0.4 and 3.1.1, Path Templating: a path has each variable once. */
export const repeatedVariables: Rule = ({ operations }) =>
  [...new Set(operations.map(({ path }) => path))].flatMap((path) => {
    const names: readonly string[] = path.match(/\{[^{}]+\}/g) ?? [];
    const again = names.find((name, n) => names.indexOf(name) !== n);
    return again === undefined
      ? []
      : [note('repeated-variable', pointerOf(path), `the path "${path}" has ${again} twice; both get the same value`)];
  });

/** OpenAPI 3.0.4 and 3.1.1, Components Object: which characters the name of a component may have. */
export const componentNames: Rule = ({ document }) =>
  isObject(document['components'])
    ? Object.entries(document['components']).flatMap(([kind, components]) =>
        kind.startsWith('x-') || !isObject(components)
          ? []
          : Object.keys(components)
              .filter((name) => !/^[a-zA-Z0-9._-]+$/.test(name))
              .map((name) =>
                note(
                  'component-name',
                  below('#/components', kind, name),
                  `the name "${name}" may have only letters, digits, ".", "-" and "_"; it is read nevertheless`,
                ),
              ),
      )
    : [];
