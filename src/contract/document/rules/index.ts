import { below, isObject, valueAt } from '../../pointer.ts';
import { itemAt } from '../../path-items.ts';
import type { Defect } from '../judge-document.ts';
import { type Edition, methods } from '../structure.ts';
import { isMutable, type Mutable } from '../walk.ts';
import { dialect } from './dialect.ts';
import { operationIds } from './operation-ids.ts';
import { parameters } from './parameters.ts';
import { componentNames, equalPaths, pathForms, repeatedVariables } from './paths.ts';
import type { Rule, WrittenOperation } from './rule.ts';
import { schemas } from './schemas.ts';
import { security } from './security.ts';
import { servers } from './servers.ts';

const rules: readonly Rule[] = [
  pathForms,
  equalPaths,
  repeatedVariables,
  parameters,
  operationIds,
  security,
  servers,
  componentNames,
  dialect,
  schemas,
];

const operationsOf = (document: Mutable): WrittenOperation[] =>
  Object.keys(isObject(document['paths']) ? document['paths'] : {}).flatMap((path) => {
    if (path.startsWith('x-')) return [];
    const itemPointer = itemAt(document, below('#/paths', path));
    const item = valueAt(document, itemPointer);
    if (!isMutable(item)) return [];
    return methods.flatMap((method) => {
      const operation = item[method];
      if (!isMutable(operation)) return [];
      const pointer = below(itemPointer, method);
      return [{ key: `${method.toUpperCase()} ${path}`, path, method, operation, item, pointer, itemPointer }];
    });
  });

/** Applies every rule about several objects to a document. */
export const holdToRules = (document: Mutable, edition: Edition): readonly Defect[] => {
  const operations = operationsOf(document);
  return rules.flatMap((rule) => rule({ document, edition, operations }));
};
