import type { Operation, Parameter } from '../model.ts';

/** Fields by which one request says something of itself, whatever requires them. */
const ofOneRequest = /^if-|idempoten/iu;

/** As many operations have to require a header field before it can be one that goes with every request. */
const least = 3;

/**
 * Operations whose parameters say which of them go with every request: a header field that at least half of the operations require, a read among them, such as that
 * of the site, the tenant or the version of the API. It says nothing of what a single operation is about, so that this is a plain one all the same.
 */
export const withCommonParameters = (operations: readonly Operation[]): readonly Operation[] => {
  const requiring = new Map<string, Operation[]>();
  for (const operation of operations)
    for (const { name, in: where, required } of operation.parameters)
      if (where === 'header' && required && !ofOneRequest.test(name)) {
        const key = name.toLowerCase();
        requiring.set(key, [...(requiring.get(key) ?? []), operation]);
      }
  const common = new Set(
    [...requiring]
      .filter(([, all]) => all.length >= least && all.length * 2 >= operations.length && all.some(({ method }) => method === 'GET'))
      .map(([key]) => key),
  );
  if (common.size === 0) return operations;
  const marked = (one: Parameter): Parameter =>
    one.in === 'header' && one.required && common.has(one.name.toLowerCase()) ? { ...one, common: true } : one;
  return operations.map((operation) => ({ ...operation, parameters: operation.parameters.map(marked) }));
};

/** Has a request to have a value of a parameter for what its operation is about: one that is required, does not stand in the path, and goes not with every request. */
export const isAsked = ({ in: where, required, common }: Pick<Parameter, 'in' | 'required' | 'common'>): boolean =>
  where !== 'path' && required && common !== true;
