import { below, isObject, referenceTarget, valueAt } from './pointer.ts';

type Json = Readonly<Record<string, unknown>>;

/** Most references from one path item to the next that are followed; a circle of them ends here. */
const mostSteps = 32;

/** Pointers of a path item and of those that it leads to by `$ref`, one after another. */
const stepsFrom = (document: Json, pointer: string): string[] => {
  const steps = [pointer];
  for (let step = 0; step < mostSteps; step++) {
    const value = valueAt(document, steps.at(-1) ?? pointer);
    if (!isObject(value) || typeof value['$ref'] !== 'string') break;
    steps.push(referenceTarget(value['$ref']));
  }
  return steps;
};

/** Pointer of the path item of a path, references followed. */
export const itemAt = (document: Json, pointer: string): string => stepsFrom(document, pointer).at(-1) ?? pointer;

/**
 * The path items of a document, those included that `paths` names by `$ref` (OpenAPI 3.1, Path Item Object). What stands beside a `$ref` counts
 * too: OpenAPI leaves its meaning open.
 */
export const pathItems = (document: Json): Json[] => {
  const paths = Object.keys(isObject(document['paths']) ? document['paths'] : {});
  const pointers = new Set(paths.flatMap((path) => stepsFrom(document, below('#/paths', path))));
  return [...pointers].map((pointer) => valueAt(document, pointer)).filter(isObject);
};
