import { type Fault, listIn, withAll } from './fault.ts';

/** JSON Schema 2020-12, Core section 10.2.1. */
export const choiceFaults: Readonly<Record<string, Fault>> = {
  anyOf: (given, rest) => [{ schema: withAll(rest, { not: { anyOf: given } }) }],
  oneOf: (given, rest) => {
    const branches = listIn(given);
    const pairs = branches.flatMap((one, index) => branches.slice(index + 1).map((other) => [one, other] as const));
    return [{ schema: withAll(rest, { not: { anyOf: given } }) }, ...pairs.map((pair) => ({ schema: withAll(rest, ...pair) }))];
  },
  not: (given, rest) => [{ schema: withAll(rest, given) }],
};
