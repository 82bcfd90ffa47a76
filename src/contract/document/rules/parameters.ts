import { below, isObject, referenceTarget, valueAt } from '../../pointer.ts';
import type { Defect } from '../judge-document.ts';
import type { Mutable } from '../walk.ts';
import { note, type Rule, type WrittenOperation } from './rule.ts';

type Listed = { readonly name: string; readonly in: string; readonly pointer: string };

/** Variables of a path template. */
export const variablesOf = (path: string): string[] => [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '');

const listed = (document: Mutable, list: unknown, pointer: string): Listed[] =>
  (Array.isArray(list) ? list : []).flatMap((written: unknown, index) => {
    let value = written;
    for (let step = 0; step < 32 && isObject(value) && typeof value['$ref'] === 'string'; step++)
      value = valueAt(document, referenceTarget(value['$ref']));
    if (!isObject(value) || typeof value['name'] !== 'string' || typeof value['in'] !== 'string') return [];
    return [{ name: value['name'], in: value['in'], pointer: below(pointer, 'parameters', index) }];
  });

const twice = (parameters: readonly Listed[]): Defect[] => {
  const known = new Set<string>();
  return parameters.flatMap(({ name, in: where, pointer }) => {
    // RFC 9110 section 5.1: letter case does not count in the name of a header field.
    const key = `${where} ${where === 'header' ? name.toLowerCase() : name}`;
    if (!known.has(key)) {
      known.add(key);
      return [];
    }
    return [note('duplicate-parameter', pointer, `the ${where} parameter "${name}" is in this list twice; the last one counts`)];
  });
};

/**
 * OpenAPI 3.0.4 and 3.1.1, Path Item, Operation and Parameter Object: a list has no parameter twice, each variable of the path is declared
 * as a parameter, and each path parameter is a variable. An undeclared variable may have any text.
 */
export const parameters: Rule = ({ document, operations }) => {
  const items = new Map<Mutable, string>();
  const times = new Map<Mutable, number>();
  for (const { item, operation, key } of operations) {
    if (!items.has(item)) items.set(item, key);
    times.set(operation, (times.get(operation) ?? 0) + 1);
  }
  const sharedLists = new Map(operations.map((one) => [one.item, listed(document, one.item['parameters'], one.itemPointer)]));
  return operations.flatMap((written) => {
    const shared = sharedLists.get(written.item) ?? [];
    const isFirst = items.get(written.item) === written.key;
    // A parameter that one path leaves unused may be used by another path with the same item.
    const isShared = (times.get(written.operation) ?? 0) > 1;
    const own = listed(document, written.operation['parameters'], written.pointer);
    return [
      ...(isFirst ? twice(shared) : []),
      ...twice(own),
      ...(isFirst ? unsendable(shared, written) : []),
      ...unsendable(own, written),
      ...inPath(written, [...shared, ...own], (one) => !isShared && (isFirst || !shared.includes(one))),
    ];
  });
};

/** RFC 9110, section 5.6.2: the characters of the name of a header field, which no client can exceed. */
const isFieldName = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);

/** Header parameters whose names no request can have. */
const unsendable = (list: readonly Listed[], { key }: WrittenOperation): Defect[] =>
  list
    .filter((one) => one.in === 'header' && !isFieldName(one.name))
    .map(({ name, pointer }) => ({
      rule: 'field-name',
      pointer: below(pointer, 'name'),
      message: `${JSON.stringify(name)} cannot be the name of a header: it may have only letters, digits and !#$%&'*+-.^_\`|~`,
      operations: [key],
    }));

const inPath = ({ key, path, operation, pointer }: WrittenOperation, all: readonly Listed[], isOwn: (one: Listed) => boolean): Defect[] => {
  const variables = [...new Set(variablesOf(path))];
  const declared = new Set(all.filter((one) => one.in === 'path').map(({ name }) => name));
  const missing = variables.filter((name) => !declared.has(name));
  const unused = all.filter((one) => one.in === 'path' && !variables.includes(one.name) && isOwn(one));
  if (missing.length > 0) {
    const before: unknown[] = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
    operation['parameters'] = [...before, ...missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))];
  }
  return [
    ...missing.map((name) =>
      note('undeclared-path-parameter', pointer, `the path has {${name}}, and ${key} declares no such parameter; it may have any text`),
    ),
    ...unused.map(({ name, pointer: at }) =>
      note('unused-path-parameter', at, `the path "${path}" has no {${name}}; the parameter is ignored`),
    ),
  ];
};
